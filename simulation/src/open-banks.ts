// Opens the banks that seeds are played on, each on a database that nobody else uses.

import { freshPostgres } from '@passbook/tools/testing';
import type { Engine } from './campaign.ts';
import { openPostgres, openSqlite, type ScratchBank } from './scratch-bank.ts';

export interface OpenBanks {
  readonly banks: readonly ScratchBank[];
  readonly close: () => Promise<void>;
}

/** @param server the URL of a PostgreSQL in which databases may be made, for those who need one */
export async function openBanks(
  engines: readonly Engine[],
  server: string | undefined,
): Promise<OpenBanks> {
  const closing: (() => Promise<void>)[] = [];
  const banks: ScratchBank[] = [];
  const close = async (): Promise<void> => {
    for (const bank of banks) await bank.close();
    for (const drop of closing) await drop();
  };
  for (const engine of engines) {
    if (engine === 'sqlite') {
      banks.push(await openSqlite());
      continue;
    }
    const database = await freshPostgres(server);
    closing.push(database.drop);
    banks.push(await openPostgres(database.url));
  }
  return { banks, close };
}
