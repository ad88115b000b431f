// The database port with planned trouble: every way in which a database can fail its caller.

import {
  CommitUnknown,
  StoreUnavailable,
  type Append,
  type KeyReference,
  type LogStore,
  type LogTransaction,
} from '@passbook/event-store';
import type { Fault } from '../script/step.ts';
import type { Truth } from './truth.ts';
import type { Turnstile } from './turnstile.ts';

/** An error that nothing is prepared for, such as a full disk in the middle of a statement. */
export class BrokenCall extends Error {
  override readonly name = 'BrokenCall';
}

/** Undoes a transaction from the inside; what the caller hears is decided outside. */
class Undo extends Error {
  constructor(readonly heard: Error | 'nothing') {
    super('planned');
  }
}

/** What the world around a store takes part in. */
export interface Surroundings {
  readonly truth: Truth;
  readonly turnstile: Turnstile;
  /** A batch is under way: more requests may come in. */
  readonly underWay: () => void;
  /** Everything is written and nothing committed: others may look. */
  readonly watch: () => Promise<void>;
  /** The server is gone; nobody will hear from it. */
  readonly crashed: () => void;
}

type Ending<T> = { readonly value: T } | { readonly gone: true };

export class UnreliableStore implements LogStore {
  readonly engine: LogStore['engine'];
  readonly #inner: LogStore;
  readonly #server: number;
  readonly #around: Surroundings;
  #planned: Fault[] = [];

  constructor(inner: LogStore, server: number, around: Surroundings) {
    this.engine = inner.engine;
    this.#inner = inner;
    this.#server = server;
    this.#around = around;
  }

  /** Plans trouble for the next transactions. */
  plan(fault: Fault): void {
    for (let time = 0; time < fault.times; time += 1) this.#planned.push(fault);
  }

  /** Forgets trouble that found no transaction. */
  settle(): void {
    this.#planned = [];
  }

  async transaction<T>(
    work: (transaction: LogTransaction) => Promise<T>,
    keys?: readonly KeyReference[],
  ): Promise<T> {
    const ending = await this.#around.turnstile.pass(this.#server, () => this.#attempt(work, keys));
    if ('value' in ending) return ending.value;
    this.#around.crashed();
    return new Promise<T>(() => undefined);
  }

  async #attempt<T>(
    work: (transaction: LogTransaction) => Promise<T>,
    keys: readonly KeyReference[] | undefined,
  ): Promise<Ending<T>> {
    const fault = this.#planned.shift();
    if (fault?.kind === 'busy') throw new StoreUnavailable('planned: the head is held by another');
    let rows: Append['events'] = [];
    let value: T;
    try {
      value = await this.#inner.transaction(async (transaction) => {
        this.#around.underWay();
        const port = new UnreliableTransaction(transaction, fault);
        const result = await work(port);
        if (fault?.kind === 'watched') await this.#around.watch();
        undoBeforeCommit(fault);
        rows = port.rows;
        return result;
      }, keys);
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
      if (error.heard === 'nothing') return { gone: true };
      throw error.heard;
    }
    this.#around.truth.add(this.#server, rows);
    if (fault?.kind === 'unheard')
      throw new CommitUnknown('planned: the answer to the commit is lost');
    return fault?.kind === 'crash-after' ? { gone: true } : { value };
  }
}

function undoBeforeCommit(fault: Fault | undefined): void {
  switch (fault?.kind) {
    case 'serialization':
      throw new Undo(new StoreUnavailable('planned: could not serialize access'));
    case 'lost':
      throw new Undo(new CommitUnknown('planned: the commit got lost'));
    case 'crash-before':
      throw new Undo('nothing');
    default:
  }
}

/** Counts the calls, and fails at the planned one. */
class UnreliableTransaction implements LogTransaction {
  readonly #inner: LogTransaction;
  readonly #fault: Fault | undefined;
  readonly head: LogTransaction['head'];
  rows: Append['events'] = [];
  #calls = 0;

  constructor(inner: LogTransaction, fault: Fault | undefined) {
    this.#inner = inner;
    this.#fault = fault;
    this.head = inner.head;
  }

  readonly streamsChangedAfter: LogTransaction['streamsChangedAfter'] = (position) =>
    this.#call(false, () => this.#inner.streamsChangedAfter(position));

  readonly snapshots: LogTransaction['snapshots'] = (streams, revision) =>
    this.#call(false, () => this.#inner.snapshots(streams, revision));

  readonly tails: LogTransaction['tails'] = (starts, limit) =>
    this.#call(false, () => this.#inner.tails(starts, limit));

  readonly factsByKey: LogTransaction['factsByKey'] = (keys) =>
    this.#call(false, () => this.#inner.factsByKey(keys));

  readonly eventIdAt: LogTransaction['eventIdAt'] = (position) =>
    this.#call(false, () => this.#inner.eventIdAt(position));

  readonly append: LogTransaction['append'] = async (append) => {
    await this.#call(true, () => this.#inner.append(append));
    this.rows = [...this.rows, ...append.events];
  };

  /** The append is the last call of a batch: trouble that was planned for later strikes there. */
  #call<T>(last: boolean, call: () => Promise<T>): Promise<T> {
    const number = this.#calls;
    this.#calls += 1;
    const strikes = number === this.#fault?.at || (last && number < (this.#fault?.at ?? 0));
    if (strikes && this.#fault?.kind === 'dropped') {
      return Promise.reject(new StoreUnavailable('planned: the connection is gone'));
    }
    if (strikes && this.#fault?.kind === 'broken') {
      return Promise.reject(new BrokenCall('planned: this call fails'));
    }
    return call();
  }
}
