// The log on SQLite: prepared statements on the one connection that writes.

import type { Database, Statement } from 'better-sqlite3';
import { CommitUnknown, StoreUnavailable } from './errors.ts';
import {
  factColumns,
  factOf,
  stepOf,
  type EventRow,
  type RawFact,
  type RawStep,
  type Step,
  type StoredEvent,
} from './fact.ts';
import {
  MAX_BEHIND,
  type Append,
  type Assignment,
  type Head,
  type KeyReference,
  type LogStore,
  type LogTransaction,
  type Snapshot,
  type TailStart,
} from './log-store.ts';

const columns = factColumns.join(', ');
const insert = `INSERT INTO events (${columns}, leaf_hash)
  VALUES (${Array.from({ length: factColumns.length + 1 }, () => '?').join(', ')})`;

/**
 * SQLite's own locking makes one writer of many processes: `BEGIN IMMEDIATE` takes the lock
 * before anything is read, so that nothing read in the transaction can be out of date.
 */
export class SqliteStore implements LogStore {
  readonly engine = 'sqlite';
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  async transaction<T>(work: (transaction: LogTransaction) => Promise<T>): Promise<T> {
    this.#begin();
    try {
      const transaction = this.#transaction();
      const result = await work(transaction).catch((error: unknown) => {
        throw asUnavailable(error, StoreUnavailable);
      });
      if (transaction.appended) this.#commit();
      return result;
    } finally {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    }
  }

  #begin(): void {
    if (this.#database.inTransaction) {
      throw new StoreUnavailable('SQLite: another transaction of this process holds the head');
    }
    try {
      this.prepare('BEGIN IMMEDIATE').run();
    } catch (error) {
      throw asUnavailable(error, StoreUnavailable);
    }
  }

  #commit(): void {
    try {
      this.prepare('COMMIT').run();
    } catch (error) {
      throw asUnavailable(error, this.#database.inTransaction ? StoreUnavailable : CommitUnknown);
    }
  }

  #transaction(): SqliteTransaction {
    const raw = this.prepare('SELECT position, recorded_at FROM log_head').get() as
      { position: number; recorded_at: string } | undefined;
    if (!raw) throw new Error('log_head is empty: this database was not made by Passbook');
    return new SqliteTransaction(this, { position: raw.position, recordedAt: raw.recorded_at });
  }

  /** The prepared statement of a text; SQLite prepares it again by itself after a migration. */
  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

class SqliteTransaction implements LogTransaction {
  readonly #store: SqliteStore;
  readonly head: Head;
  readonly held = true;
  appended = false;

  constructor(store: SqliteStore, head: Head) {
    this.#store = store;
    this.head = head;
  }

  factsAfter(position: number): Promise<readonly Step[] | undefined> {
    if (this.head.position - position > MAX_BEHIND) return Promise.resolve(undefined);
    const select = this.#store.prepare(
      'SELECT stream_id, version, type, data FROM events WHERE position > ? ORDER BY position',
    );
    return Promise.resolve((select.all(position) as RawStep[]).map(stepOf));
  }

  snapshots(streams: readonly string[], revision: string): Promise<readonly Snapshot[]> {
    const select = this.#store.prepare(
      `SELECT stream_id AS stream, version, revision, state FROM snapshots
       WHERE stream_id = ? AND revision = ?`,
    );
    const found = streams.map((stream) => select.get(stream, revision) as Snapshot | undefined);
    return Promise.resolve(found.filter((snapshot) => snapshot !== undefined));
  }

  tails(starts: readonly TailStart[], limit: number): Promise<readonly StoredEvent[]> {
    const select = this.#store.prepare(
      `SELECT ${columns} FROM events WHERE stream_id = ? AND version > ? ORDER BY version LIMIT ?`,
    );
    const facts: StoredEvent[] = [];
    for (const { stream, after } of starts) {
      const rest = limit - facts.length;
      if (rest > 0) facts.push(...(select.all(stream, after, rest) as RawFact[]).map(factOf));
    }
    return Promise.resolve(facts);
  }

  factsByKey(keys: readonly KeyReference[]): Promise<readonly StoredEvent[]> {
    const select = this.#store.prepare(
      `SELECT ${columns} FROM events
       WHERE client = ? AND command_key IN (SELECT value FROM json_each(?))`,
    );
    const found: StoredEvent[] = [];
    for (const [client, own] of byClient(keys)) {
      found.push(...(select.all(client, JSON.stringify(own)) as RawFact[]).map(factOf));
    }
    return Promise.resolve(found.sort((one, other) => one.position - other.position));
  }

  eventIdAt(position: number): Promise<string | undefined> {
    const select = this.#store.prepare('SELECT event_id FROM events WHERE position = ?').pluck();
    return Promise.resolve(select.get(position) as string | undefined);
  }

  append({ events, snapshots, projected }: Append): Promise<void> {
    this.appended = true;
    const statement = this.#store.prepare(insert);
    for (const row of events) insertRow(statement, row);
    for (const assignment of projected) this.#assign(assignment);
    const save = this.#store.prepare(
      `INSERT INTO snapshots (stream_id, version, revision, state) VALUES (?, ?, ?, ?)
       ON CONFLICT (stream_id) DO UPDATE SET
         version = excluded.version, revision = excluded.revision, state = excluded.state`,
    );
    for (const { stream, version, revision, state } of snapshots) {
      save.run(stream, version, revision, state);
    }
    const last = events.at(-1)?.event;
    if (last) {
      this.#store
        .prepare('UPDATE log_head SET position = ?, recorded_at = ?')
        .run(last.position, last.recordedAt);
    }
    return Promise.resolve();
  }

  #assign({ table, columns: all, rows }: Assignment): void {
    const names = all.map(({ name }) => name);
    const updates = all.slice(1).map(({ name, sticky }) => {
      const kept = `COALESCE(excluded.${name}, ${table}.${name})`;
      return `${name} = ${sticky === true ? kept : `excluded.${name}`}`;
    });
    const upsert = this.#store.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (${names[0] ?? ''}) DO UPDATE SET ${updates.join(', ')}`,
    );
    for (const row of rows) upsert.run(...row);
  }
}

function byClient(keys: readonly KeyReference[]): ReadonlyMap<string, readonly string[]> {
  const clients = new Map<string, string[]>();
  for (const { client, key } of keys) {
    const own = clients.get(client);
    if (own) own.push(key);
    else clients.set(client, [key]);
  }
  return clients;
}

function insertRow(statement: Statement, { event, data, leafHash }: EventRow): void {
  statement.run(
    event.position,
    event.stream,
    event.version,
    event.eventId,
    event.type,
    event.schemaVersion,
    data,
    event.actor,
    event.correlationId,
    event.causationId,
    event.channel,
    event.client,
    event.commandKey ?? null,
    event.fingerprint ?? null,
    event.recordedAt,
    leafHash,
  );
}

/** A database that is busy, full or gone is unavailable; any other error stays what it is. */
function asUnavailable(
  error: unknown,
  Kind: typeof StoreUnavailable | typeof CommitUnknown,
): unknown {
  // The driver makes its errors in its own realm, where there are several: no instanceof.
  const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : '';
  const away = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOTADB|CORRUPT)/.test(code);
  return away ? new Kind(`SQLite: ${code}`, { cause: error }) : error;
}
