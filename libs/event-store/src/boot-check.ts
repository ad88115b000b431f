// Looks at a database before it is trusted with money, and says what it found.

import type { DataSource } from 'typeorm';
import type { Connections } from './connections.ts';
import { BootCheckFailed } from './errors.ts';

/** One thing that was looked at. */
export interface BootFinding {
  readonly name: string;
  readonly found: string;
  readonly ok: boolean;
  /** What to do when it is not right. */
  readonly advice: string;
}

/**
 * Checks durability, append-only triggers, unique keys, schema and event types.
 * @param eventTypes every type that the rulebook can fold
 * @returns what was found, all of it right
 * @throws BootCheckFailed naming each check that failed and what to do
 */
export async function checkAtBoot(
  { engine, writes, location }: Connections,
  eventTypes: readonly string[],
): Promise<readonly BootFinding[]> {
  const findings = [
    ...(engine === 'sqlite' ? await checkSqlite(writes) : await checkPostgres(writes)),
    await checkMigrations(writes),
    await checkTypes(writes, eventTypes),
  ];
  const wrong = findings.filter(({ ok }) => !ok);
  if (wrong.length === 0) return findings;
  throw new BootCheckFailed(
    wrong
      .map(({ name, found, advice }) => `${location}: ${name}: found ${found}. ${advice}`)
      .join('\n'),
  );
}

const indexes = ['events_command_key', 'events_event_id', 'events_stream_version'];

async function checkSqlite(source: DataSource): Promise<BootFinding[]> {
  const [mode] = await source.query<[{ journal_mode: string }]>('PRAGMA journal_mode');
  const [sync] = await source.query<[{ synchronous: number }]>('PRAGMA synchronous');
  const names = async (sql: string): Promise<string[]> =>
    (await source.query<{ name: string }[]>(sql)).map(({ name }) => name);
  const triggers = `SELECT name FROM sqlite_master WHERE tbl_name = 'events' AND type = 'trigger'`;
  const found = `SELECT name FROM pragma_index_list('events')
    WHERE "unique" = 1 OR name = 'events_command_key'`;
  return [
    {
      name: 'journal mode',
      found: mode.journal_mode,
      ok: mode.journal_mode === 'wal',
      advice: 'The file system must support WAL; move the file off a network share.',
    },
    {
      name: 'synchronous level',
      found: String(sync.synchronous),
      ok: sync.synchronous >= 2,
      advice: 'It must be FULL (2), or acknowledged facts may be lost with the power.',
    },
    present('append-only triggers', await names(triggers), [
      'events_refuse_delete',
      'events_refuse_update',
    ]),
    present('unique keys', await names(found), indexes),
  ];
}

async function checkPostgres(source: DataSource): Promise<BootFinding[]> {
  const show = async (name: string): Promise<string> => {
    const [row] = await source.query<[Record<string, string>]>(`SHOW ${name}`);
    return row[name] ?? '';
  };
  const [commit, fsync] = [await show('synchronous_commit'), await show('fsync')];
  const triggers = await source.query<{ tgname: string }[]>(
    `SELECT tgname FROM pg_trigger
     WHERE tgrelid = 'events'::regclass AND tgenabled IN ('O', 'A') AND NOT tgisinternal`,
  );
  const found = await source.query<{ relname: string }[]>(
    `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = 'events'::regclass AND i.indisvalid
       AND (i.indisunique OR c.relname = 'events_command_key')`,
  );
  return [
    {
      name: 'synchronous commit',
      found: commit,
      ok: !['off', 'local'].includes(commit),
      advice: 'Set synchronous_commit = on, or acknowledged facts may be lost in a crash.',
    },
    {
      name: 'fsync',
      found: fsync,
      ok: fsync === 'on',
      advice: 'Set fsync = on in postgresql.conf, or a crash may destroy the database.',
    },
    present(
      'append-only triggers',
      triggers.map(({ tgname }) => tgname),
      ['events_refuse_change', 'events_refuse_truncate'],
    ),
    present(
      'unique keys',
      found.map(({ relname }) => relname),
      indexes,
    ),
  ];
}

function present(name: string, found: readonly string[], needed: readonly string[]): BootFinding {
  const missing = needed.filter((one) => !found.includes(one));
  return {
    name,
    found: missing.length === 0 ? needed.join(', ') : `no ${missing.join(', ')}`,
    ok: missing.length === 0,
    advice: 'Somebody changed the schema: restore it from the migration before any command runs.',
  };
}

async function checkMigrations(source: DataSource): Promise<BootFinding> {
  const pending = await source.showMigrations();
  const rows = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  const known = new Set(source.migrations.map((one) => one.name ?? one.constructor.name));
  const newer = rows.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  return {
    name: 'schema version',
    found: newer[0] ?? (pending ? 'pending migrations' : (rows.at(-1)?.name ?? 'none')),
    ok: !pending && newer.length === 0,
    advice: 'The database belongs to another version of Passbook: start that one.',
  };
}

/** Reads the log once: a server that can not fold a fact must not take the next command. */
async function checkTypes(source: DataSource, eventTypes: readonly string[]): Promise<BootFinding> {
  const names = eventTypes.map((type) => `'${type.replaceAll("'", "''")}'`).join(', ');
  const [row] = await source.query<{ type: string }[]>(
    `SELECT type FROM events WHERE type NOT IN (${names}) LIMIT 1`,
  );
  return {
    name: 'event types',
    found: row ? row.type : 'all known',
    ok: row === undefined,
    advice: 'The log was written by another version of Passbook: start that one.',
  };
}
