// A table of events without anything around it: the ceiling that a library can be measured by.

import type { Stretch } from '../measure.ts';
import type { Correctness } from '../scenario.ts';
import type { Columns, EventCells } from './canned-rows.ts';

/** `full`: the log's own table, columns and indexes; `minimal`: six columns and one unique key. */
export type Shape = 'full' | 'minimal';

export interface RawTable {
  readonly columns: Columns;
  /** Inserts rows of those columns in transactions of `batch` rows. */
  readonly insert: (rows: readonly EventCells[], batch: number) => Promise<Stretch>;
  /** Whether all rows are there. */
  readonly check: (rows: number) => Promise<Correctness>;
  readonly close: () => Promise<void>;
}

export function countedRows(counted: number, expected: number): Correctness {
  return { ok: counted === expected, found: `${counted} of ${expected} rows` };
}
