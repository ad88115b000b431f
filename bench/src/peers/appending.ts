// The work that all event stores are given: one event to a stream at its expected version.

import { latencyOf, timed, type Latency, type Stretch } from '../measure.ts';

export const STREAMS = 1000;

/** Appends one event; `version` is how many events the stream has. Throws when it is refused. */
export type AppendOne = (stream: string, version: number, data: object) => Promise<unknown>;

export interface Appending {
  readonly concurrency: number;
  readonly seconds: number;
}

export interface Appended extends Stretch {
  /** Appends that failed; `count` are those that did not. */
  readonly failed: number;
  readonly firstFailure: string | undefined;
  readonly latency: Latency;
  /** All that were appended, those before the measuring too. */
  readonly total: number;
}

/** What an event carries: the data of a deposit. */
const DATA = {
  after: { currency: 'EUR', held: '0.00', overdraftLimit: '0.00', posted: '1.00', status: 'open' },
  amount: '1.00',
  currency: 'EUR',
  reference: 'Salary of the month',
  valueDate: '2026-01-31',
};

/** Warms up, then appends for a while; each of the senders has streams of its own. */
export async function appendFor(
  append: AppendOne,
  { concurrency, seconds }: Appending,
): Promise<Appended> {
  const versions = new Array<number>(STREAMS).fill(0);
  const warm = await round(append, { concurrency, seconds: Math.min(1, seconds / 2) }, versions);
  const measured = await round(append, { concurrency, seconds }, versions);
  const total = warm.count + measured.count;
  return { ...measured, total };
}

async function round(
  append: AppendOne,
  { concurrency, seconds }: Appending,
  versions: number[],
): Promise<Omit<Appended, 'total'>> {
  const latencies: number[] = [];
  let failed = 0;
  let firstFailure: string | undefined;
  const end = performance.now() + seconds * 1000;
  const sender = async (first: number): Promise<number> => {
    let count = 0;
    for (let at = first; performance.now() < end; at = (at + concurrency) % STREAMS) {
      const version = versions[at] ?? 0;
      const started = performance.now();
      try {
        await append(`S-${at}`, version, DATA);
        versions[at] = version + 1;
        count += 1;
      } catch (error) {
        failed += 1;
        firstFailure ??= error instanceof Error ? error.message : String(error);
      }
      latencies.push(performance.now() - started);
    }
    return count;
  };
  const stretch = await timed(async () => {
    const senders = Array.from({ length: concurrency }, (_, index) => sender(index));
    return (await Promise.all(senders)).reduce((sum, count) => sum + count, 0);
  });
  return { ...stretch, failed, firstFailure, latency: latencyOf(latencies) };
}
