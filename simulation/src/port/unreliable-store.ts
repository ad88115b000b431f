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
    // The store may do the work twice; what goes on around it goes on once.
    let underWay = false;
    try {
      value = await this.#inner.transaction(async (transaction) => {
        if (!underWay) this.#around.underWay();
        underWay = true;
        // Trouble at one of the calls strikes where all of them are made, on every engine.
        if (!transaction.held && midway.has(fault?.kind)) throw new Undo('nothing');
        const port = new UnreliableTransaction(transaction, fault);
        const result = await work(port);
        port.finish();
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

const midway = new Set<Fault['kind'] | undefined>(['dropped', 'broken', 'watched']);

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
  readonly held: boolean;
  rows: Append['events'] = [];
  #calls = 0;

  constructor(inner: LogTransaction, fault: Fault | undefined) {
    this.#inner = inner;
    this.#fault = fault;
    this.head = inner.head;
    this.held = inner.held;
  }

  readonly factsAfter: LogTransaction['factsAfter'] = (position) =>
    this.#call(() => this.#inner.factsAfter(position));

  readonly snapshots: LogTransaction['snapshots'] = (streams, revision) =>
    this.#call(() => this.#inner.snapshots(streams, revision));

  readonly tails: LogTransaction['tails'] = (starts, limit) =>
    this.#call(() => this.#inner.tails(starts, limit));

  readonly factsByKey: LogTransaction['factsByKey'] = (keys) =>
    this.#call(() => this.#inner.factsByKey(keys));

  readonly eventIdAt: LogTransaction['eventIdAt'] = (position) =>
    this.#call(() => this.#inner.eventIdAt(position));

  readonly append: LogTransaction['append'] = async (append) => {
    await this.#call(() => this.#inner.append(append));
    this.rows = [...this.rows, ...append.events];
  };

  #call<T>(call: () => Promise<T>): Promise<T> {
    const trouble = this.#calls === this.#fault?.at ? this.#trouble : undefined;
    this.#calls += 1;
    return trouble ? Promise.reject(trouble) : call();
  }

  /** Trouble at a call that was not made strikes last: caches differ, what happens must not. */
  finish(): void {
    if (this.#trouble && this.#calls <= (this.#fault?.at ?? 0)) throw this.#trouble;
  }

  get #trouble(): Error | undefined {
    switch (this.#fault?.kind) {
      case 'dropped':
        return new StoreUnavailable('planned: the connection is gone');
      case 'broken':
        return new BrokenCall('planned: this call fails');
      default:
        return undefined;
    }
  }
}
