// Creates the log, its head and its snapshots, and the triggers that make the log append-only.
// Hand-written, because the ORM's own table rebuild on SQLite silently drops triggers.

import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  `CREATE TABLE events (
     position INTEGER PRIMARY KEY,
     stream_id TEXT NOT NULL,
     version INTEGER NOT NULL,
     event_id TEXT NOT NULL,
     type TEXT NOT NULL,
     schema_version INTEGER NOT NULL,
     data TEXT NOT NULL,
     actor TEXT NOT NULL,
     correlation_id TEXT NOT NULL,
     causation_id TEXT NOT NULL,
     channel TEXT NOT NULL,
     client TEXT NOT NULL,
     command_key TEXT,
     key_hash INTEGER,
     fingerprint TEXT,
     recorded_at TEXT NOT NULL,
     leaf_hash TEXT NOT NULL
   ) STRICT`,
  `CREATE UNIQUE INDEX events_stream_version ON events (stream_id, version)`,
  `CREATE UNIQUE INDEX events_event_id ON events (event_id)`,
  `CREATE INDEX events_key_hash ON events (key_hash) WHERE key_hash IS NOT NULL`,
  `CREATE TABLE log_head (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     position INTEGER NOT NULL,
     recorded_at TEXT NOT NULL
   ) STRICT`,
  `INSERT INTO log_head (id, position, recorded_at) VALUES (1, 0, '')`,
  `CREATE TABLE snapshots (
     stream_id TEXT PRIMARY KEY,
     version INTEGER NOT NULL,
     revision TEXT NOT NULL,
     state TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
   BEGIN SELECT RAISE(ABORT, 'the log is append-only: events can not be updated'); END`,
  `CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
   BEGIN SELECT RAISE(ABORT, 'the log is append-only: events can not be deleted'); END`,
];

const postgres = [
  `CREATE TABLE events (
     position BIGINT PRIMARY KEY,
     stream_id TEXT COLLATE "C" NOT NULL,
     version INTEGER NOT NULL,
     event_id UUID NOT NULL,
     type TEXT COLLATE "C" NOT NULL,
     schema_version INTEGER NOT NULL,
     data TEXT NOT NULL,
     actor TEXT NOT NULL,
     correlation_id TEXT NOT NULL,
     causation_id TEXT NOT NULL,
     channel TEXT NOT NULL,
     client TEXT NOT NULL,
     command_key TEXT,
     key_hash BIGINT,
     fingerprint TEXT,
     recorded_at TEXT COLLATE "C" NOT NULL,
     leaf_hash TEXT NOT NULL
   )`,
  `CREATE UNIQUE INDEX events_stream_version ON events (stream_id, version) INCLUDE (position)`,
  `CREATE UNIQUE INDEX events_event_id ON events (event_id)`,
  `CREATE INDEX events_key_hash ON events (key_hash) WHERE key_hash IS NOT NULL`,
  `CREATE TABLE log_head (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     position BIGINT NOT NULL,
     recorded_at TEXT COLLATE "C" NOT NULL
   ) WITH (fillfactor = 10)`,
  `INSERT INTO log_head (id, position, recorded_at) VALUES (1, 0, '')`,
  `CREATE TABLE snapshots (
     stream_id TEXT COLLATE "C" PRIMARY KEY,
     version INTEGER NOT NULL,
     revision TEXT NOT NULL,
     state TEXT NOT NULL
   ) WITH (fillfactor = 70)`,
  `CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'the log is append-only: % on events refused', TG_OP;
   END $$`,
  `CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE ON events
   FOR EACH ROW EXECUTE FUNCTION events_refuse_change()`,
  `CREATE TRIGGER events_refuse_truncate BEFORE TRUNCATE ON events
   FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change()`,
];

export class CreateLog1766000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.dataSource.options.type === 'postgres' ? postgres : sqlite;
    for (const statement of statements) await runner.query(statement);
  }

  /** Facts are never thrown away by a migration. */
  down(): Promise<void> {
    return Promise.reject(new Error('the log can not be migrated away; restore a backup instead'));
  }
}
