// Inline projections: tables that change in the transaction of the facts that change them.

import type { DomainEvent, RecordedEvent } from '@passbook/event-sourcing';

/** A value of a projected row; bigints are exact over 64 bits on both engines. */
export type Cell = string | number | bigint | null;

export interface ProjectedColumn {
  readonly name: string;
  readonly type: 'text' | 'bigint';
  /** Once set it stays unless a later value is given: a null leaves it as it was. */
  readonly sticky?: boolean;
}

/** What folds and projections look at in a fact: not who asked for it, nor by which key. */
export type FoldedFact<Event extends DomainEvent = DomainEvent> = Pick<
  RecordedEvent<Event>,
  'position' | 'stream' | 'version' | 'type' | 'data' | 'recordedAt'
>;

/** One stream of a batch after its facts: where it stands, and what brought it there. */
export interface Touched<State, Event extends DomainEvent> {
  readonly stream: string;
  readonly version: number;
  /** As it was before the facts. */
  readonly before: State;
  /** As they left it. */
  readonly state: State;
  readonly facts: readonly FoldedFact<Event>[];
}

/**
 * A table with at most one row for each stream. Rows are assigned, never added to: projecting the
 * same facts twice leaves the same row.
 */
export interface InlineProjection<State, Event extends DomainEvent> {
  readonly table: string;
  /** The first column is the primary key. */
  readonly columns: readonly ProjectedColumn[];
  /** The row in the order of `columns`; none while the stream stands for nothing. */
  row(touched: Touched<State, Event>): readonly Cell[] | undefined;
}
