// Plays seed after seed on one engine or on both, and stops at the first that fails.

import { startPostgres } from '@passbook/tools/testing';
import { Violation } from './checks/violation.ts';
import { openPostgres, openSqlite, type ScratchBank } from './scratch-bank.ts';
import type { Script } from './script/step.ts';
import { writeScript } from './script/write-script.ts';
import { simulate, type Failure, type Verdict } from './simulate.ts';

export type Engine = 'sqlite' | 'postgres';

export interface Campaign {
  readonly engines: readonly Engine[];
  readonly firstSeed: number;
  /** How many seeds; Infinity for no end. */
  readonly seeds: number;
  readonly steps: number;
  readonly onSeed?: (done: number) => void;
}

/** A script that failed, and the bank that it failed on. */
export interface Defeat {
  readonly script: Script;
  readonly bank: ScratchBank;
  readonly failure: Failure;
}

/** @returns the first failure, or undefined when every seed went well */
export async function campaign(
  { firstSeed, seeds, steps, onSeed }: Campaign,
  banks: readonly ScratchBank[],
): Promise<Defeat | undefined> {
  for (let done = 0; done < seeds; done += 1) {
    const script = writeScript(firstSeed + done, steps);
    const verdicts: Verdict[] = [];
    for (const bank of banks) {
      const verdict = await simulate(script, bank);
      if (!verdict.ok) return { script, bank, failure: verdict };
      verdicts.push(verdict);
      const failure = difference(verdicts, steps);
      if (failure) return { script, bank, failure };
    }
    onSeed?.(done + 1);
  }
  return undefined;
}

/** The same commands lead to the same facts and replies, whatever the engine is. */
function difference(verdicts: readonly Verdict[], step: number): Failure | undefined {
  const digests = verdicts.map((verdict) => (verdict.ok ? verdict.digest : ''));
  if (new Set(digests).size < 2) return undefined;
  const violation = new Violation('I18', `the engines differ: ${digests.join(' and ')}`);
  return { step, violation };
}

/** Opens a bank for each engine, starting a PostgreSQL where one is needed. */
export async function openBanks(
  engines: readonly Engine[],
): Promise<{ readonly banks: readonly ScratchBank[]; readonly close: () => Promise<void> }> {
  const closing: (() => Promise<void>)[] = [];
  const banks: ScratchBank[] = [];
  for (const engine of engines) {
    if (engine === 'sqlite') {
      banks.push(await openSqlite());
      continue;
    }
    const server = await startPostgres();
    closing.unshift(server.stop);
    banks.push(await openPostgres(server.url));
  }
  const close = async (): Promise<void> => {
    for (const bank of banks) await bank.close();
    for (const stop of closing) await stop();
  };
  return { banks, close };
}
