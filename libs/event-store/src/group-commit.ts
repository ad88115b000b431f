// Commits one batch: opens it on the head of the log, writes it, and knows whether it happened.

import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import { Batch } from './batch.ts';
import { systemEdge, type Edge } from './edge.ts';
import { CommitUnknown, StoreUnavailable } from './errors.ts';
import type { StoredEvent } from './fact.ts';
import { keysOf } from './keys.ts';
import type { KeyReference, LogStore, LogTransaction } from './log-store.ts';
import { systemPace, type Pace } from './pace.ts';
import type { InlineProjection } from './projection.ts';
import { StateCache, type StreamState } from './state-cache.ts';
import { catchUp, loadStreams } from './stream-loader.ts';
import type { Submission } from './submission.ts';

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

/** Commands that stand or fall together, and what to ask of the batch for them. */
export interface Work<Command, State, Event extends DomainEvent, Refusal> {
  readonly submissions: readonly Submission<Command>[];
  readonly decide: (batch: Batch<Command, State, Event, Refusal>) => unknown;
}

type Settled<C, S, E extends DomainEvent, R> = ProcessorOptions<C, S, E, R> & typeof defaults;

const defaults = {
  edge: systemEdge,
  queueLimit: 10_000,
  batchLimit: 1_000,
  cacheLimit: 100_000,
  snapshotEvery: 100,
  patience: 5_000,
  pace: systemPace,
};

/** A batch whose commit was sent but not answered: found in the log, it did happen. */
interface Doubt {
  readonly position: number;
  readonly eventId: string;
  readonly results: readonly unknown[];
  readonly facts: readonly StoredEvent[];
}

/** The writing end of the processor; it runs one batch at a time. */
export class GroupCommit<Command, State, Event extends DomainEvent, Refusal> {
  readonly #options: Settled<Command, State, Event, Refusal>;
  readonly #cache: StateCache<State>;
  /** The database did not answer last time: from then on each batch asks only once. */
  #away = false;

  constructor(options: ProcessorOptions<Command, State, Event, Refusal>) {
    this.#options = { ...defaults, ...options };
    this.#cache = new StateCache(this.#options.cacheLimit);
  }

  get limits(): { readonly queueLimit: number; readonly batchLimit: number } {
    return this.#options;
  }

  /**
   * Commits a batch and gives its results in order; tries until the database answers, or patience
   * ends. Any other error means that nothing of the batch happened and that one of it is to blame.
   * @throws StoreUnavailable, CommitUnknown, or what a rule or a projection threw
   */
  async run(batch: readonly Work<Command, State, Event, Refusal>[]): Promise<readonly unknown[]> {
    const { pace, patience } = this.#options;
    const deadline = pace.now() + (this.#away ? 0 : patience);
    const doubts: Doubt[] = [];
    const keys = keysOf(batch.flatMap(({ submissions }) => submissions));
    for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
      try {
        const results = await this.#attempt(batch, keys, doubts);
        this.#away = false;
        return results;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw inDoubt(error, doubts);
        if (pace.now() >= deadline) {
          this.#away = true;
          throw inDoubt(error, doubts);
        }
        this.report(error);
        await pace.pause(pause);
      }
    }
  }

  async #attempt(
    waiting: readonly Work<Command, State, Event, Refusal>[],
    keys: readonly KeyReference[],
    doubts: Doubt[],
  ): Promise<readonly unknown[]> {
    const started = performance.now();
    const done: { batch?: Batch<Command, State, Event, Refusal>; head: number } = { head: 0 };
    let results: readonly unknown[] = [];
    try {
      const found = await this.#options.store.transaction(async (transaction) => {
        const settled = await happened(transaction, doubts);
        if (settled) return settled;
        // Whoever holds the head knows that no former attempt can still commit.
        if (transaction.held) doubts.length = 0;
        done.head = transaction.head.position;
        const batch = await this.#open(transaction, waiting, keys);
        results = waiting.map(({ decide }) => decide(batch));
        if (batch.facts.length > 0) await transaction.append(batch.append());
        done.batch = batch;
        return undefined;
      }, keys);
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
    waiting: readonly Work<Command, State, Event, Refusal>[],
    keys: readonly KeyReference[],
  ): Promise<Batch<Command, State, Event, Refusal>> {
    const { rulebook, projections, edge, revision, snapshotEvery } = this.#options;
    const { head } = transaction;
    const cache = this.#cache;
    await catchUp(transaction, { rulebook, cache });
    const streams = new Set<string>();
    for (const { submissions } of waiting) {
      for (const { command } of submissions) {
        for (const stream of rulebook.streamsOf(command)) streams.add(stream);
      }
    }
    // One after the other: a load that outlives its failed transaction would put what it read over
    // what the next one has left in the cache. One connection gains nothing by both.
    const states = await loadStreams(transaction, { rulebook, revision, cache, streams });
    const known = keys.length === 0 ? [] : await transaction.factsByKey(keys);
    const committed = (stream: string): StreamState<State> => {
      const state = states.get(stream);
      if (!state) throw new Error(`the rules used ${stream}, which their command does not name`);
      return state;
    };
    const setting = { rulebook, projections, edge, head, committed, known };
    return new Batch({ ...setting, revision, snapshotEvery });
  }

  #committed(
    batch: Batch<Command, State, Event, Refusal>,
    head: number,
    waiting: readonly Work<Command, State, Event, Refusal>[],
    milliseconds: number,
  ): void {
    const { facts } = batch;
    this.#cache.position = head + facts.length;
    for (const [stream, state] of batch.changed()) this.#cache.set(stream, state);
    this.#announce(facts);
    const commands = waiting.reduce((sum, { submissions }) => sum + submissions.length, 0);
    const { onBatch } = this.#options;
    this.#tell(() => onBatch?.({ commands, facts: facts.length, milliseconds }));
  }

  #recovered({ results, facts }: Doubt): readonly unknown[] {
    this.#announce(facts);
    return results;
  }

  #announce(facts: readonly StoredEvent[]): void {
    if (facts.length > 0) this.#tell(() => this.#options.onRecorded?.(facts));
  }

  /** A listener that throws is reported; the commands it heard of happened all the same. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.report(error);
    }
  }

  /** Tells of trouble; a listener that throws must not stop the one who writes. */
  report(error: unknown): void {
    try {
      this.#options.onTrouble?.(error);
    } catch (second) {
      process.emitWarning(second instanceof Error ? second : String(second));
    }
  }
}

/** An error that ends the attempts; with a doubt left it must not say that nothing happened. */
function inDoubt(error: unknown, doubts: readonly Doubt[]): unknown {
  if (doubts.length === 0 || error instanceof CommitUnknown) return error;
  return new CommitUnknown(error instanceof Error ? error.message : String(error), {
    cause: error,
  });
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
