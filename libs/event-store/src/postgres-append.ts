// One statement for everything that a batch writes on PostgreSQL.

import type { EventRow } from './fact.ts';
import type { Append, Assignment } from './log-store.ts';
import type { Cell } from './projection.ts';

/** A statement with its values, and the name it is prepared under. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

const eventTypes =
  'bigint text integer uuid text integer text text text text text text text text text text';

/**
 * Events, projected rows, snapshots and head as one statement with common table expressions:
 * each part takes arrays of columns, so the text is the same for any number of rows.
 */
export function appendStatement(
  { events, snapshots, projected }: Append,
  columnsOf: (rows: readonly EventRow[]) => readonly (readonly (Cell | undefined)[])[],
  factColumns: string,
): NamedStatement {
  const values: unknown[] = [];
  const unnest = (types: string, arrays: readonly (readonly (Cell | undefined)[])[]): string => {
    const places = types.split(' ').map((type, index) => {
      values.push(arrayLiteral(arrays[index] ?? []));
      return `$${values.length}::${type}[]`;
    });
    return `SELECT * FROM unnest(${places.join(', ')})`;
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
  values.push(last?.position, last?.recordedAt);
  const places = [values.length - 1, values.length].map((place) => `$${place}`);
  const head = `UPDATE log_head SET (position, recorded_at) = (${places.join(', ')}) WHERE id = 1`;
  const text = `WITH ${parts.map((part, index) => `part${index} AS (${part})`).join(', ')} ${head}`;
  return { name: `append ${projected.map(({ table }) => table).join(' ')}`, text, values };
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
