// The port between the command processor and a database: what a log must be able to do.

import type { EventRow, Step, StoredEvent } from './fact.ts';
import type { Cell, ProjectedColumn } from './projection.ts';

/** The end of the log: its size, and the time of its last fact (empty before the first). */
export interface Head {
  readonly position: number;
  readonly recordedAt: string;
}

/** A state as it was saved. */
export interface Snapshot {
  readonly stream: string;
  readonly version: number;
  /** Which code made it; a snapshot of other code is not used. */
  readonly revision: string;
  readonly state: string;
}

/** Where to read a stream on from: after this version. */
export interface TailStart {
  readonly stream: string;
  readonly after: number;
}

/** An idempotency key: it means something within one client only. */
export interface KeyReference {
  readonly client: string;
  readonly key: string;
}

/** Rows to assign in one table. */
export interface Assignment {
  readonly table: string;
  readonly columns: readonly ProjectedColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Everything that one batch writes. */
export interface Append {
  readonly events: readonly EventRow[];
  readonly snapshots: readonly Snapshot[];
  readonly projected: readonly Assignment[];
}

/** A transaction that holds the head (until it ends, nobody else writes) or counts on it. */
export interface LogTransaction {
  readonly head: Head;
  /** If not, then what it appends is written only if nobody has written since that head. */
  readonly held: boolean;
  /** The facts after `position`, in order; undefined where they are too many to catch up with. */
  factsAfter(position: number): Promise<readonly Step[] | undefined>;
  snapshots(streams: readonly string[], revision: string): Promise<readonly Snapshot[]>;
  /** Facts after the given versions, ordered within each stream; at most `limit` of them. */
  tails(starts: readonly TailStart[], limit: number): Promise<readonly StoredEvent[]>;
  /** All facts that carry one of the keys, in order of position. */
  factsByKey(keys: readonly KeyReference[]): Promise<readonly StoredEvent[]>;
  eventIdAt(position: number): Promise<string | undefined>;
  /** Hands the rows over, once; whether the database takes them is known with the commit. */
  append(append: Append): Promise<void>;
}

/** A log in a database. */
export interface LogStore {
  readonly engine: 'sqlite' | 'postgres';
  /**
   * Takes the head, runs `work` and commits what it appended; a throw undoes everything. Where the
   * head can be taken for granted `work` may run on that, and again if it turns out to be wrong.
   * @param keys what `work` will ask `factsByKey` for: a database at the other end of a wire is
   * asked for them together with the head
   * @throws StoreUnavailable when the head can not be had, CommitUnknown when the commit was
   * sent and its answer never came
   */
  transaction<T>(
    work: (transaction: LogTransaction) => Promise<T>,
    keys?: readonly KeyReference[],
  ): Promise<T>;
}

/** How many facts `factsAfter` reads before it gives up: loading what is needed is less then. */
export const MAX_BEHIND = 2_000;
