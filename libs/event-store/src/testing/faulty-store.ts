// A log whose database fails on demand, at the port, the way real ones do.

import { CommitUnknown, StoreUnavailable } from '../errors.ts';
import type { Append, KeyReference, LogStore, LogTransaction } from '../log-store.ts';

export type Fault =
  /** The head can not be had. */
  | 'busy'
  /** The connection is gone when the states are read. */
  | 'dropped-in-reads'
  /** The connection is gone after the rows were sent. */
  | 'dropped-in-append'
  /** The whole transaction ran, and was undone instead of committed. */
  | 'before-commit'
  /** The commit was sent, nobody answered, and it never arrived. */
  | 'commit-lost'
  /** The commit was sent and carried out, and nobody answered. */
  | 'answer-lost'
  /** The database answers with an error that nobody foresaw. */
  | 'strange';

/** Wraps a store; each transaction takes the next fault of the plan, or none. */
export class FaultyStore implements LogStore {
  readonly #store: LogStore;
  readonly #plan: (Fault | undefined)[] = [];
  /** How many transactions were tried, failed ones included. */
  attempts = 0;
  /** What each transaction that was committed appended, in facts. */
  readonly committed: number[] = [];
  /** Asked where the plan is empty. */
  otherwise: () => Fault | undefined = () => undefined;

  constructor(store: LogStore) {
    this.#store = store;
  }

  get engine(): LogStore['engine'] {
    return this.#store.engine;
  }

  /** Lets the next transactions fail like this; undefined lets one pass. */
  plan(...faults: (Fault | undefined)[]): void {
    this.#plan.push(...faults);
  }

  async transaction<T>(
    work: (transaction: LogTransaction) => Promise<T>,
    keys?: readonly KeyReference[],
  ): Promise<T> {
    this.attempts += 1;
    const fault = this.#plan.length > 0 ? this.#plan.shift() : this.otherwise();
    if (fault === 'busy') throw new StoreUnavailable('injected: busy');
    let appended = 0;
    const result = await this.#store.transaction(async (transaction) => {
      const done = await work(
        faulty(transaction, fault, ({ events }) => {
          appended += events.length;
        }),
      );
      if (fault === 'before-commit') throw new StoreUnavailable('injected: before commit');
      if (fault === 'commit-lost') throw new CommitUnknown('injected: commit lost');
      return done;
    }, keys);
    if (appended > 0) this.committed.push(appended);
    if (fault === 'answer-lost') throw new CommitUnknown('injected: answer lost');
    return result;
  }
}

function faulty(
  transaction: LogTransaction,
  fault: Fault | undefined,
  onAppend: (append: Append) => void,
): LogTransaction {
  const reads = async <T>(read: () => Promise<T>): Promise<T> => {
    if (fault === 'dropped-in-reads') throw new StoreUnavailable('injected: dropped');
    if (fault === 'strange') throw new Error('injected: strange');
    return read();
  };
  return {
    head: transaction.head,
    held: transaction.held,
    factsAfter: (position) => reads(() => transaction.factsAfter(position)),
    snapshots: (streams, revision) => reads(() => transaction.snapshots(streams, revision)),
    tails: (starts, limit) => reads(() => transaction.tails(starts, limit)),
    factsByKey: (keys) => reads(() => transaction.factsByKey(keys)),
    eventIdAt: (position) => reads(() => transaction.eventIdAt(position)),
    append: async (append) => {
      await transaction.append(append);
      onAppend(append);
      if (fault === 'dropped-in-append') throw new StoreUnavailable('injected: dropped');
      if (fault === 'strange') throw new Error('injected: strange');
    },
  };
}
