// Loads servers with requests: as many as they take, or at a given rate.

import { setTimeout } from 'node:timers/promises';
import { Connection, type Reply } from './connection.ts';

/** What came of a load. */
export interface Load {
  readonly seconds: number;
  /** Replies with the status that was wanted. */
  readonly good: number;
  readonly bad: number;
  /** What the first bad reply was. */
  readonly firstBad: string | undefined;
  /** Milliseconds; under a given rate from the moment at which a request was due. */
  readonly latencies: readonly number[];
}

export interface Loading {
  readonly urls: readonly string[];
  /** Connections to each server. */
  readonly connections: number;
  /** The next request; undefined when there is nothing left to send. */
  readonly next: () => string | Buffer | undefined;
  readonly status: number;
  readonly seconds: number;
  /** Requests per second in all; as many as the servers take where it is not given. */
  readonly rate?: number;
  readonly onReply?: (reply: Reply) => void;
}

/** Sends requests until time or work runs out; what was sent is waited for. */
export async function load(loading: Loading): Promise<Load> {
  const opened = await Promise.all(
    loading.urls.flatMap((url) =>
      Array.from({ length: loading.connections }, () => Connection.open(new URL(url))),
    ),
  );
  const tally = new Tally(loading);
  try {
    const started = performance.now();
    const { rate } = loading;
    if (rate === undefined) await closedLoop(opened, loading, tally);
    else await openLoop(opened, { ...loading, rate }, tally);
    return tally.load((performance.now() - started) / 1000);
  } finally {
    for (const connection of opened) connection.close();
  }
}

class Tally {
  readonly #loading: Loading;
  readonly #latencies: number[] = [];
  #good = 0;
  #bad = 0;
  #firstBad: string | undefined;

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  count(reply: Reply, since: number): void {
    this.#latencies.push(performance.now() - since);
    if (reply.status === this.#loading.status) this.#good += 1;
    else {
      this.#bad += 1;
      this.#firstBad ??= `${reply.status} ${reply.body.toString('utf8').slice(0, 300)}`;
    }
    this.#loading.onReply?.(reply);
  }

  load(seconds: number): Load {
    return {
      seconds,
      good: this.#good,
      bad: this.#bad,
      firstBad: this.#firstBad,
      latencies: this.#latencies,
    };
  }
}

async function closedLoop(
  connections: readonly Connection[],
  { next, seconds }: Loading,
  tally: Tally,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    connections.map(async (connection) => {
      for (let now = performance.now(); now < end; now = performance.now()) {
        const request = next();
        if (request === undefined) return;
        tally.count(await connection.send(request), now);
      }
    }),
  );
}

/** Requests are due at even steps; one that finds no free connection waits, and that counts. */
async function openLoop(
  connections: readonly Connection[],
  { next, seconds, rate }: Loading & { readonly rate: number },
  tally: Tally,
): Promise<void> {
  const started = performance.now();
  const step = 1000 / rate;
  const total = Math.floor(seconds * rate);
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (sent < total) {
        const due = started + sent * step;
        const now = performance.now();
        if (due > now) {
          await setTimeout(Math.max(1, due - now));
          continue;
        }
        sent += 1;
        const request = next();
        if (request === undefined) return;
        tally.count(await connection.send(request), due);
      }
    }),
  );
}
