// One statement for everything that a batch writes on PostgreSQL.

import type { EventRow } from './fact.ts';
import type { Append, Assignment, Head, KeyReference } from './log-store.ts';
import type { Cell } from './projection.ts';

/** A statement with its values, and the name it is prepared under. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

const eventTypes =
  'bigint text integer uuid text integer text text text text text text text text text text';

/** What must hold for a batch that was decided without holding the head. */
export interface Assumed {
  /** The end of the log is still this one, so that nothing has been written since. */
  readonly head: Head;
  /** No fact carries one of these keys. */
  readonly keys: readonly KeyReference[];
}

/**
 * Events, projected rows, snapshots and head as one statement with common table expressions:
 * each part takes arrays of columns, so the text is the same for any number of rows.
 * @param assumed where it is given, all is written or nothing is, and one row is returned if so
 */
export function appendStatement(
  { events, snapshots, projected }: Append,
  columnsOf: (rows: readonly EventRow[]) => readonly (readonly (Cell | undefined)[])[],
  factColumns: string,
  assumed?: Assumed,
): NamedStatement {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const source = assumed ? 'SELECT list.* FROM head,' : 'SELECT list.* FROM';
  const unnest = (types: string, arrays: readonly (readonly (Cell | undefined)[])[]): string => {
    const places = types.split(' ').map((type, index) => {
      return `${place(arrayLiteral(arrays[index] ?? []))}::${type}[]`;
    });
    return `${source} unnest(${places.join(', ')}) AS list`;
  };
  const parts = [
    `INSERT INTO events (${factColumns}, leaf_hash)
     ${unnest(eventTypes, columnsOf(events))}`,
    ...projected.map((assignment) => assign(assignment, unnest)),
    `INSERT INTO snapshots (stream_id, version, revision, state)
     ${unnest('text integer text text', [
       snapshots.map(({ stream }) => stream),
       snapshots.map(({ version }) => version),
       snapshots.map(({ revision }) => revision),
       snapshots.map(({ state }) => state),
     ])}
     ON CONFLICT (stream_id) DO UPDATE SET
       version = excluded.version, revision = excluded.revision, state = excluded.state`,
  ];
  const last = events.at(-1)?.event;
  const head = `UPDATE log_head
    SET (position, recorded_at) = (${place(last?.position)}, ${place(last?.recordedAt)})
    WHERE id = 1 ${assumed ? `AND ${holds(assumed, place)} RETURNING id` : ''}`;
  const named = parts.map((part, index) => `part${index} AS (${part})`).join(', ');
  const tables = projected.map(({ table }) => table).join(' ');
  return assumed
    ? { name: `assume ${tables}`, text: `WITH head AS (${head}), ${named} TABLE head`, values }
    : { name: `append ${tables}`, text: `WITH ${named} ${head}`, values };
}

/**
 * The assumptions as a condition on the row of the head. Who finds it locked waits, and looks at it
 * again as it then is: where it has not changed, the statement has seen everything there is.
 */
function holds({ head, keys }: Assumed, place: (value: unknown) => string): string {
  const asked = [keys.map(({ key }) => key), keys.map(({ client }) => client)];
  const lists = asked.map((texts) => `${place(arrayLiteral(texts))}::text[]`);
  return `position = ${place(head.position)} AND recorded_at = ${place(head.recordedAt)}
    AND NOT EXISTS (
      SELECT FROM unnest(${lists.join(', ')}) AS asked (key, client)
      JOIN events e ON e.command_key = asked.key AND e.client = asked.client)`;
}

/**
 * A list as PostgreSQL reads arrays. The driver would quote and escape every element; most of what
 * a batch carries (numbers, ids, times, hashes) needs neither.
 */
function arrayLiteral(list: readonly (Cell | undefined)[]): string {
  let text = '{';
  for (const [index, item] of list.entries()) {
    if (index > 0) text += ',';
    text += typeof item === 'string' ? element(item) : `${item ?? 'NULL'}`;
  }
  return `${text}}`;
}

const PLAIN = /^(?!null$)[\w.:/+=-]+$/i;

function element(text: string): string {
  return PLAIN.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function assign(
  { table, columns, rows }: Assignment,
  unnest: (types: string, arrays: readonly (readonly (Cell | undefined)[])[]) => string,
): string {
  const updates = columns.slice(1).map(({ name, sticky }) => {
    const kept = `COALESCE(excluded.${name}, ${table}.${name})`;
    return `${name} = ${sticky === true ? kept : `excluded.${name}`}`;
  });
  const arrays = columns.map((_, index) => rows.map((row) => row[index]));
  return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
    ${unnest(columns.map(({ type }) => type).join(' '), arrays)}
    ON CONFLICT (${columns[0]?.name ?? ''}) DO UPDATE SET ${updates.join(', ')}`;
}
