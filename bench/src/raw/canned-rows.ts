// Rows of the log as the library writes them: what the raw drivers have to insert, to the byte.

import Sqlite from 'better-sqlite3';
import { openAccounts, openBank } from '../bank.ts';
import { sendWaves } from '../waves.ts';
import { fileOf, type Workplace } from '../workplace.ts';

/** The cells of one row. */
export type EventCells = readonly (string | number | null)[];

/** The columns of `events`, with the types that PostgreSQL wants to be told. */
export const eventColumns = {
  position: 'bigint',
  stream_id: 'text',
  version: 'integer',
  event_id: 'uuid',
  type: 'text',
  schema_version: 'integer',
  data: 'text',
  actor: 'text',
  correlation_id: 'text',
  causation_id: 'text',
  channel: 'text',
  client: 'text',
  command_key: 'text',
  fingerprint: 'text',
  recorded_at: 'text',
  leaf_hash: 'text',
} as const;

/** The least that an event store can do with: six columns and one unique key. */
export const minimalColumns = {
  position: 'bigint',
  stream_id: 'text',
  version: 'integer',
  type: 'text',
  data: 'text',
  recorded_at: 'text',
} as const;

export type Columns = Readonly<Record<string, string>>;

/**
 * The rows wait in a file of their own and are read before each run: kept in memory, they would
 * make every collection of garbage longer for the library, which is measured in turn with them.
 */
export interface CannedRows {
  /** Some columns of the first so many rows. */
  readonly take: (count: number, columns: Columns) => readonly EventCells[];
  readonly drop: () => Promise<void>;
}

/** Records that many deposits through the library and keeps their rows. */
export async function cannedRows(
  workplace: Workplace,
  count: number,
  seed: number,
): Promise<CannedRows> {
  const database = await workplace.database('sqlite');
  const bank = await openBank(database.url);
  const accounts = await openAccounts(bank, 1000);
  await sendWaves(bank, { accounts, commands: count, batch: 1000, seed });
  await bank.close();
  return {
    take: (most, columns) => {
      const file = new Sqlite(fileOf(database.url), { readonly: true });
      const select = `SELECT ${Object.keys(columns).join(', ')} FROM events
        WHERE position > ? ORDER BY position LIMIT ?`;
      const rows = file.prepare(select).raw().all(accounts.length, most) as EventCells[];
      file.close();
      return rows;
    },
    drop: () => database.drop(),
  };
}
