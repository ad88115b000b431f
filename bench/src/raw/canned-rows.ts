// Rows of the log as the library writes them: what the raw drivers have to insert, to the byte.

import Sqlite from 'better-sqlite3';
import { openAccounts, openBank } from '../bank.ts';
import { sendWaves } from '../waves.ts';
import { fileOf, type Workplace } from '../workplace.ts';

/** A row in the order of `eventColumns`. */
export type EventCells = readonly (string | number | bigint | null)[];

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
  key_hash: 'bigint',
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

/** Records that many deposits through the library and reads their rows back. */
export async function cannedRows(
  workplace: Workplace,
  count: number,
  seed: number,
): Promise<readonly EventCells[]> {
  const database = await workplace.database('sqlite');
  const bank = await openBank(database.url);
  const accounts = await openAccounts(bank, 1000);
  await sendWaves(bank, { accounts, commands: count, batch: 1000, seed });
  await bank.close();
  const file = new Sqlite(fileOf(database.url), { readonly: true });
  const select = `SELECT ${Object.keys(eventColumns).join(', ')} FROM events
    WHERE position > ? ORDER BY position`;
  const rows = file.prepare(select).raw().safeIntegers().all(accounts.length) as EventCells[];
  file.close();
  await database.drop();
  return rows.map((row) => row.map(narrow));
}

/** Only a hash needs 64 bits; the rest is bound faster as a number. */
function narrow(cell: EventCells[number]): EventCells[number] {
  const wide = typeof cell === 'bigint' && (cell > 2n ** 53n || cell < -(2n ** 53n));
  return typeof cell === 'bigint' && !wide ? Number(cell) : cell;
}

/** The cells of some columns. */
export function cellsOf(rows: readonly EventCells[], columns: Columns): readonly EventCells[] {
  const names = Object.keys(eventColumns);
  const places = Object.keys(columns).map((name) => names.indexOf(name));
  return rows.map((row) => places.map((place) => row[place] ?? null));
}
