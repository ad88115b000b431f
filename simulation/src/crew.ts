// Plays the seeds of a campaign in several threads, for one of them keeps one core busy only.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Campaign, Defeat } from './campaign.ts';

export interface Crew {
  readonly threads: number;
  /** A PostgreSQL in which every thread may make a database, where one is needed. */
  readonly server: string | undefined;
  /** Called after each seed with how many are done. */
  readonly onSeed?: (done: number) => void;
}

/** What a thread is told when it starts; after that it is sent seeds, and null at the end. */
export interface Orders extends Pick<Campaign, 'engines' | 'steps'> {
  readonly server: string | undefined;
}

/** What a thread answers to a seed. */
export interface Answer {
  readonly defeat: Defeat | undefined;
}

/**
 * Plays the seeds in order, each in the next thread that is free, until one of them fails.
 * @returns the first seed that fails, which does not depend on how many threads there are
 */
export async function playCampaign(campaign: Campaign, crew: Crew): Promise<Defeat | undefined> {
  const defeats: Defeat[] = [];
  const course = { next: 0, done: 0, over: false };
  const takeSeed = (): number | undefined => {
    if (course.over || course.next >= campaign.seeds) return undefined;
    course.next += 1;
    return campaign.firstSeed + course.next - 1;
  };
  const report = (defeat: Defeat | undefined): void => {
    course.done += 1;
    course.over ||= defeat !== undefined;
    if (defeat) defeats.push(defeat);
    crew.onSeed?.(course.done);
  };
  const orders = { engines: campaign.engines, steps: campaign.steps, server: crew.server };
  const threads = Array.from({ length: Math.min(crew.threads, campaign.seeds) }, async () => {
    try {
      await runThread(orders, takeSeed, report);
    } finally {
      // Whoever ends before the seeds do has met an error: the others need not go on.
      course.over = true;
    }
  });
  for (const ending of await Promise.allSettled(threads)) {
    if (ending.status === 'rejected') throw ending.reason;
  }
  return defeats.sort((left, right) => left.seed - right.seed)[0];
}

async function runThread(
  orders: Orders,
  takeSeed: () => number | undefined,
  report: (defeat: Defeat | undefined) => void,
): Promise<void> {
  const program = new URL('./thread.js', import.meta.url);
  const thread = new Worker(program, { workerData: orders });
  const ended = once(thread, 'exit');
  for (let seed = takeSeed(); seed !== undefined; seed = takeSeed()) {
    const answer = once(thread, 'message') as Promise<[Answer]>;
    thread.postMessage(seed);
    const ending = ended.then(([code]: unknown[]) => {
      throw new Error(`a thread ended with ${String(code)} while it played seed ${seed}`);
    });
    const [{ defeat }] = await Promise.race([answer, ending]);
    report(defeat);
  }
  thread.postMessage(null);
  await ended;
}
