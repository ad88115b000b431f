// Drives a bank through its library: so many commands at once, then the next so many.

import type { BankingCommand } from '@passbook/banking';
import type { Submission } from '@passbook/event-store';
import { deposit, mustAccept, type Bank } from './bank.ts';
import { timed, type Stretch } from './measure.ts';
import { seeded } from './seeded.ts';

export interface Waves {
  readonly accounts: readonly string[];
  readonly commands: number;
  /** How many commands are sent together; with one sender they make one batch. */
  readonly batch: number;
  readonly seed: number;
  /** The command for an account; one euro in by default. */
  readonly make?: (account: string, chance: () => number) => Submission<BankingCommand>;
}

export interface WavesDone extends Stretch {
  /** Milliseconds from sending to the answer, of each wave. */
  readonly latencies: readonly number[];
}

/** Sends waves of commands to accounts by chance; every command has to be recorded. */
export async function sendWaves({ processor }: Bank, waves: Waves): Promise<WavesDone> {
  const { accounts, commands, batch, seed, make = deposit } = waves;
  const chance = seeded(seed);
  const latencies: number[] = [];
  const stretch = await timed(async () => {
    for (let sent = 0; sent < commands; sent += batch) {
      const started = performance.now();
      const size = Math.min(batch, commands - sent);
      const outcomes = Array.from({ length: size }, () => {
        const account = accounts[Math.floor(chance() * accounts.length)] ?? '';
        return processor.execute(make(account, chance));
      });
      await mustAccept(outcomes);
      latencies.push(performance.now() - started);
    }
    return commands;
  });
  return { ...stretch, latencies };
}
