// Opens the two data sources of a log, one to write and one to read, and brings its schema up.

import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { DataSource, type EntityTarget, type MigrationInterface } from 'typeorm';
import { EventEntity } from './entities/event.entity.ts';
import { LogHeadEntity } from './entities/log-head.entity.ts';
import { SnapshotEntity } from './entities/snapshot.entity.ts';
import type { LogStore } from './log-store.ts';
import { CreateLog1766000000000 } from './migrations/1766000000000-create-log.ts';
import { IndexKeys1767000000000 } from './migrations/1767000000000-index-keys.ts';
import { connectPostgres } from './postgres-connections.ts';
import { SqliteStore } from './sqlite-store.ts';
import { refuseForeign, unopenedFile } from './unopened.ts';

/** What others keep beside the log: their entities and migrations. */
export interface Schema {
  readonly entities: readonly (EntityTarget<object> & (new () => object))[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

export interface ConnectionOptions extends Schema {
  /** `sqlite:<file>`, `sqlite::memory:` or `postgres://...`. */
  readonly url: string;
  /** A replica to read from, PostgreSQL only; the same database where it is not given. */
  readonly readsUrl?: string | undefined;
  /** How many connections PostgreSQL may be asked for, for reads; 10 by default. */
  readonly poolSize?: number;
}

/** An open log. */
export interface Connections {
  readonly engine: 'sqlite' | 'postgres';
  /** Migrations and checks; the append path uses its own prepared statements on the same file. */
  readonly writes: DataSource;
  /** Sees committed facts only, and never waits for the writer. */
  readonly reads: DataSource;
  readonly store: LogStore;
  /** Where the data lives, without any password. */
  readonly location: string;
  close(): Promise<void>;
}

/**
 * Opens a log, creating and migrating what is missing.
 * @throws BootCheckFailed naming the database and what to do, when it can not be opened
 */
export async function connect(options: ConnectionOptions): Promise<Connections> {
  const schema = {
    entities: [EventEntity, LogHeadEntity, SnapshotEntity, ...options.entities],
    migrations: [CreateLog1766000000000, IndexKeys1767000000000, ...options.migrations],
    migrationsTransactionMode: 'all' as const,
  };
  return /^postgres(ql)?:/.test(options.url)
    ? connectPostgres(options, schema)
    : connectSqlite(options, schema);
}

/** Entities and migrations in the form of the ORM. */
export type LogSchema = Pick<
  ConstructorParameters<typeof DataSource>[0],
  'entities' | 'migrations'
>;

async function connectSqlite(
  { url, readsUrl }: ConnectionOptions,
  schema: LogSchema,
): Promise<Connections> {
  if (readsUrl !== undefined && readsUrl !== url) {
    throw new Error('READS_DATABASE_URL needs PostgreSQL: a SQLite file is its own replica');
  }
  const { file, remove } = sqliteFile(url);
  const opened: DataSource[] = [];
  try {
    const { raw, writes } = await openWriting(file, schema, opened);
    const store = new SqliteStore(raw);
    const reads = await openReading(file, schema, opened);
    return {
      engine: 'sqlite',
      writes,
      reads,
      store,
      location: url === 'sqlite::memory:' ? 'memory (a temporary file)' : file,
      close: async () => {
        await reads.destroy();
        await writes.destroy();
        remove();
      },
    };
  } catch (error) {
    for (const source of opened) if (source.isInitialized) await source.destroy();
    remove();
    throw unopenedFile(file, error);
  }
}

async function openWriting(
  file: string,
  schema: LogSchema,
  opened: DataSource[],
): Promise<{ readonly raw: Database.Database; readonly writes: DataSource }> {
  let raw: Database.Database | undefined;
  const writes = new DataSource({
    ...schema,
    type: 'better-sqlite3',
    database: file,
    prepareDatabase: (database: Database.Database) => {
      refuseForeign(database, file);
      // The driver's default with WAL is NORMAL, which may lose acknowledged commits.
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma('wal_autocheckpoint = 4000');
      // Facts hit the pages of an index everywhere: 64 MiB keep them at hand.
      database.pragma('cache_size = -65536');
      // Without it REPLACE deletes the former row behind the back of the append-only trigger.
      database.pragma('recursive_triggers = ON');
      raw = database;
    },
  });
  opened.push(await writes.initialize());
  if (!raw) throw new Error('the SQLite driver did not hand over its connection');
  await migrateSqlite(writes, raw);
  raw.pragma('busy_timeout = 0'); // Waiting would block the event loop; the processor retries.
  return { raw, writes };
}

async function openReading(
  file: string,
  schema: LogSchema,
  opened: DataSource[],
): Promise<DataSource> {
  const reads = new DataSource({
    ...schema,
    type: 'better-sqlite3',
    database: file,
    readonly: true,
    prepareDatabase: (database: Database.Database) => {
      database.pragma('cache_size = -65536');
      database.pragma('mmap_size = 1073741824');
    },
  });
  opened.push(await reads.initialize());
  return reads;
}

/** The file of a `sqlite:` URL; "memory" is a file of its own that goes when the log is closed. */
function sqliteFile(url: string): { file: string; remove: () => void } {
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
  if (file === undefined) {
    throw new Error(`"${url}" is neither sqlite:<file>, sqlite::memory: nor postgres://...`);
  }
  if (file === ':memory:') {
    const folder = mkdtempSync(join(tmpdir(), 'passbook-'));
    const remove = (): void => {
      rmSync(folder, { recursive: true, force: true });
    };
    return { file: join(folder, 'memory.sqlite'), remove };
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw unopenedFile(file, error);
  }
  return { file, remove: () => undefined };
}

/** Two servers may start at once: the second waits for the write lock, then finds all done. */
async function migrateSqlite(source: DataSource, raw: Database.Database): Promise<void> {
  raw.pragma('busy_timeout = 10000');
  raw.exec('BEGIN IMMEDIATE');
  try {
    await source.runMigrations({ transaction: 'none' });
    raw.exec('COMMIT');
  } finally {
    if (raw.inTransaction) raw.exec('ROLLBACK');
  }
}
