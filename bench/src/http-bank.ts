// A real server on a fresh database with accounts, and the audit of its books once it has stopped.

import { checkBooks, openAccounts, openBank } from './bank.ts';
import { startBankServer, type ServerProcess } from './load/server-process.ts';
import { flagsFor } from './profile.ts';
import type { Correctness, Setting } from './scenario.ts';
import type { Engine } from './workplace.ts';

export interface HttpBank {
  readonly accounts: readonly string[];
  readonly servers: readonly ServerProcess[];
  /** Stops the servers, checks that exactly these deposits are in the books, removes the data. */
  readonly settle: (deposits: number) => Promise<Correctness>;
}

/** Opens that many accounts and starts that many servers on them. */
export async function openHttpBank(
  setting: Setting,
  { engine, accounts, servers = 1 }: { engine: Engine; accounts: number; servers?: number },
): Promise<HttpBank> {
  const database = await setting.workplace.database(engine);
  const bank = await openBank(database.url);
  const names = await openAccounts(bank, accounts);
  await bank.close();
  const running: ServerProcess[] = [];
  for (let count = 0; count < servers; count += 1) {
    running.push(await startBankServer(database.url, flagsFor(setting)));
  }
  return {
    accounts: names,
    servers: running,
    settle: async (deposits) => {
      await Promise.all(running.map((server) => server.stop()));
      const after = await openBank(database.url);
      const facts = accounts + deposits;
      const correctness = await checkBooks(after, { facts, cents: 100 * deposits });
      await after.close();
      await database.drop();
      return correctness;
    },
  };
}

/** Processor time of servers so far. */
export function cpuOf(servers: readonly ServerProcess[]): number {
  return servers.reduce((sum, server) => sum + server.cpuMicros(), 0);
}
