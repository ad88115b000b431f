// One writer, group commit: takes what is waiting, decides it in order, commits once, answers all.

import { setImmediate } from 'node:timers/promises';
import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import { Batch } from './batch.ts';
import { systemEdge, type Edge } from './edge.ts';
import { CommitUnknown, Overloaded, Stopping, StoreUnavailable } from './errors.ts';
import { keyHash, type StoredEvent } from './fact.ts';
import type { HashedKey, KeyReference, LogStore, LogTransaction } from './log-store.ts';
import { systemPace, type Pace } from './pace.ts';
import type { InlineProjection } from './projection.ts';
import { StateCache } from './state-cache.ts';
import { loadStreams } from './stream-loader.ts';
import type { AtomicOutcome, Outcome, Preview, Submission } from './submission.ts';

/** What happened to one batch, for those who measure. */
export interface BatchReport {
  readonly commands: number;
  readonly facts: number;
  /** From taking the batch to its commit. */
  readonly milliseconds: number;
}

export interface ProcessorOptions<Command, State, Event extends DomainEvent, Refusal> {
  readonly store: LogStore;
  readonly rulebook: Rulebook<Command, State, Event, Refusal>;
  readonly projections: readonly InlineProjection<State, Event>[];
  /** Names the code of the rulebook; snapshots of other code are not used. */
  readonly revision: string;
  readonly edge?: Edge;
  /** How many commands may wait; one more is `Overloaded`. 10,000 by default. */
  readonly queueLimit?: number;
  /** How many commands are committed together at most. 1,000 by default. */
  readonly batchLimit?: number;
  /** How many streams are kept in memory. 100,000 by default. */
  readonly cacheLimit?: number;
  /** How many facts a stream grows by before its state is saved anew. 100 by default. */
  readonly snapshotEvery?: number;
  /** How long a locked or absent database is waited for, in milliseconds. 5,000 by default. */
  readonly patience?: number;
  /** How the pauses between retries are kept; the machine's own timer by default. */
  readonly pace?: Pace;
  /** Called after each commit with its facts, in order. */
  readonly onRecorded?: (facts: readonly StoredEvent[]) => void;
  readonly onBatch?: (report: BatchReport) => void;
  /** Called with everything that went wrong on the way, whether or not a retry mended it. */
  readonly onTrouble?: (error: unknown) => void;
}

type Decide<C, S, E extends DomainEvent, R> = (batch: Batch<C, S, E, R>) => unknown;

/** Something that waits for its place in a batch. */
interface Waiting<C, S, E extends DomainEvent, R> {
  readonly submissions: readonly Submission<C>[];
  readonly decide: Decide<C, S, E, R>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch whose commit was sent but not answered: found in the log, it did happen. */
interface Doubt {
  readonly position: number;
  readonly eventId: string;
  readonly results: readonly unknown[];
  readonly facts: readonly StoredEvent[];
}

/**
 * Runs commands on a log. Create one for each process and database; several processes on one
 * PostgreSQL take turns by the lock on the head of the log.
 */
export class CommandProcessor<Command, State, Event extends DomainEvent, Refusal> {
  readonly #options: Required<
    Omit<ProcessorOptions<Command, State, Event, Refusal>, 'onRecorded' | 'onBatch' | 'onTrouble'>
  > &
    Pick<ProcessorOptions<Command, State, Event, Refusal>, 'onRecorded' | 'onBatch' | 'onTrouble'>;
  readonly #cache: StateCache<State>;
  #queue: Waiting<Command, State, Event, Refusal>[] = [];
  #waiting = 0;
  #running: Promise<void> | undefined;
  #stopping = false;
  /** The database did not answer last time: from then on each batch asks only once. */
  #away = false;

  constructor(options: ProcessorOptions<Command, State, Event, Refusal>) {
    this.#options = {
      edge: systemEdge,
      queueLimit: 10_000,
      batchLimit: 1_000,
      cacheLimit: 100_000,
      snapshotEvery: 100,
      patience: 5_000,
      pace: systemPace,
      ...options,
    };
    this.#cache = new StateCache(this.#options.cacheLimit);
  }

  /** How many commands wait to be taken into a batch. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Executes one command: what it led to is on disk when the promise resolves.
   * @throws Overloaded, Stopping or StoreUnavailable, and then nothing was recorded; after
   * CommitUnknown the command's key tells
   */
  execute(submission: Submission<Command>): Promise<Outcome<Refusal>> {
    return this.#enqueue([submission], (batch) => batch.execute(submission));
  }

  /** Executes commands in their order, each on its own. @throws as `execute`, before any is taken */
  executeEach(
    submissions: readonly Submission<Command>[],
  ): Promise<PromiseSettledResult<Outcome<Refusal>>[]> {
    this.#admit(submissions.length);
    return Promise.allSettled(submissions.map((submission) => this.execute(submission)));
  }

  /** Executes all of the commands or none. @throws as `execute` */
  executeAtomically(submissions: readonly Submission<Command>[]): Promise<AtomicOutcome<Refusal>> {
    return this.#enqueue(submissions, (batch) => batch.executeAtomically(submissions));
  }

  /** Says what a command would do now, and records nothing. @throws as `execute` */
  preview(submission: Submission<Command>): Promise<Preview<Event, Refusal>> {
    return this.#enqueue([submission], (batch) => batch.preview(submission));
  }

  /** Takes nothing more and waits until everything that was accepted is answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  #admit(commands: number): void {
    if (this.#stopping) throw new Stopping('the server is stopping; nothing was recorded');
    if (this.#waiting + commands > this.#options.queueLimit) {
      throw new Overloaded(`${this.#waiting} commands are waiting; nothing was recorded`);
    }
  }

  #enqueue<Result>(
    submissions: readonly Submission<Command>[],
    decide: (batch: Batch<Command, State, Event, Refusal>) => Result,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#admit(submissions.length);
      this.#waiting += submissions.length;
      this.#queue.push({ submissions, decide, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    // One turn of the event loop before each batch: what has arrived by then goes along.
    for (await setImmediate(); this.#queue.length > 0; await setImmediate()) {
      await this.#settle(this.#take());
    }
    this.#running = undefined;
  }

  #take(): readonly Waiting<Command, State, Event, Refusal>[] {
    let commands = 0;
    let count = 0;
    for (const { submissions } of this.#queue) {
      if (count > 0 && commands + submissions.length > this.#options.batchLimit) break;
      commands += submissions.length;
      count += 1;
    }
    this.#waiting -= commands;
    return this.#queue.splice(0, count);
  }

  /** Answers all of them, in halves where one of them spoils the whole. */
  async #settle(batch: readonly Waiting<Command, State, Event, Refusal>[]): Promise<void> {
    try {
      const results = await this.#insist(batch);
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as never);
      });
    } catch (error) {
      this.#options.onTrouble?.(error);
      if (batch.length === 1 || error instanceof StoreUnavailable) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, half));
      await this.#settle(batch.slice(half));
    }
  }

  /** Tries until the database answers, or patience ends. */
  async #insist(
    batch: readonly Waiting<Command, State, Event, Refusal>[],
  ): Promise<readonly unknown[]> {
    const { pace, patience } = this.#options;
    const deadline = pace.now() + (this.#away ? 0 : patience);
    const doubts: Doubt[] = [];
    for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
      try {
        const results = await this.#attempt(batch, doubts);
        this.#away = false;
        return results;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (pace.now() >= deadline) {
          this.#away = true;
          throw doubts[0] ? new CommitUnknown(error.message, { cause: error }) : error;
        }
        this.#options.onTrouble?.(error);
        await pace.pause(pause);
      }
    }
  }

  async #attempt(
    waiting: readonly Waiting<Command, State, Event, Refusal>[],
    doubts: Doubt[],
  ): Promise<readonly unknown[]> {
    const started = performance.now();
    const done: { batch?: Batch<Command, State, Event, Refusal>; head: number } = { head: 0 };
    let results: readonly unknown[] = [];
    try {
      const found = await this.#options.store.transaction(async (transaction) => {
        const settled = await happened(transaction, doubts);
        if (settled) return settled;
        done.head = transaction.head.position;
        const batch = await this.#open(transaction, waiting);
        results = waiting.map(({ decide }) => decide(batch));
        if (batch.facts.length > 0) await transaction.append(batch.append());
        done.batch = batch;
        return undefined;
      });
      if (found) return this.#recovered(found);
    } catch (error) {
      const [first] = done.batch?.facts ?? [];
      if (error instanceof CommitUnknown && first && done.batch) {
        doubts.push({ ...first, results, facts: done.batch.facts });
      }
      throw error;
    }
    if (done.batch) this.#committed(done.batch, done.head, waiting, performance.now() - started);
    return results;
  }

  /** The batch on the states and keys that the log holds at this moment. */
  async #open(
    transaction: LogTransaction,
    waiting: readonly Waiting<Command, State, Event, Refusal>[],
  ): Promise<Batch<Command, State, Event, Refusal>> {
    const { rulebook, projections, edge, revision, snapshotEvery } = this.#options;
    const { head } = transaction;
    const { position } = this.#cache;
    if (head.position !== position) {
      const known = head.position > position && position > 0;
      this.#cache.forget(known ? await transaction.streamsChangedAfter(position) : undefined);
      this.#cache.position = head.position;
    }
    const submissions = waiting.flatMap((one) => one.submissions);
    const streams = new Set(submissions.flatMap(({ command }) => rulebook.streamsOf(command)));
    const keys = new Map<string, HashedKey>();
    for (const { context } of submissions) {
      const { client, key } = context;
      if (key === undefined) continue;
      keys.set(`${client}\0${key}`, { client, key, hash: keyHash(client, key) });
    }
    const [states, known] = await Promise.all([
      loadStreams(transaction, { rulebook, revision, cache: this.#cache, streams }),
      keys.size === 0 ? [] : transaction.factsByKey([...keys.values()]),
    ]);
    const committed = (stream: string) =>
      states.get(stream) ?? { state: rulebook.initial(stream), version: 0, snapshotAt: 0 };
    const hashOf = ({ client, key }: KeyReference): bigint =>
      keys.get(`${client}\0${key}`)?.hash ?? keyHash(client, key);
    const setting = { rulebook, projections, edge, head, committed, known, hashOf };
    return new Batch({ ...setting, revision, snapshotEvery });
  }

  #committed(
    batch: Batch<Command, State, Event, Refusal>,
    head: number,
    waiting: readonly Waiting<Command, State, Event, Refusal>[],
    milliseconds: number,
  ): void {
    const { facts } = batch;
    this.#cache.position = head + facts.length;
    for (const [stream, state] of batch.changed()) this.#cache.set(stream, state);
    this.#announce(facts);
    const commands = waiting.reduce((sum, { submissions }) => sum + submissions.length, 0);
    this.#options.onBatch?.({ commands, facts: facts.length, milliseconds });
  }

  #recovered({ results, facts }: Doubt): readonly unknown[] {
    this.#announce(facts);
    return results;
  }

  /** A listener that throws is reported; the commands it heard of happened all the same. */
  #announce(facts: readonly StoredEvent[]): void {
    if (facts.length === 0) return;
    try {
      this.#options.onRecorded?.(facts);
    } catch (error) {
      this.#options.onTrouble?.(error);
    }
  }
}

/** The doubtful batch that the log turns out to hold. */
async function happened(
  transaction: LogTransaction,
  doubts: readonly Doubt[],
): Promise<Doubt | undefined> {
  for (const doubt of doubts) {
    if ((await transaction.eventIdAt(doubt.position)) === doubt.eventId) return doubt;
  }
  return undefined;
}
