// Keeps the index of idempotency keys by the keys themselves, and drops the hash it was kept by: a
// hash puts every key on another page, while keys that ascend (UUIDv7, the ids of an import) meet.

import type { MigrationInterface, QueryRunner } from 'typeorm';

const index = `CREATE INDEX events_command_key ON events (command_key, client)
  WHERE command_key IS NOT NULL`;

const sqlite = ['DROP INDEX events_key_hash', 'ALTER TABLE events DROP COLUMN key_hash', index];

const postgres = [
  'DROP INDEX events_key_hash',
  `ALTER TABLE events DROP COLUMN key_hash,
     ALTER COLUMN command_key TYPE TEXT COLLATE "C",
     ALTER COLUMN client TYPE TEXT COLLATE "C"`,
  index,
];

export class IndexKeys1767000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.dataSource.options.type === 'postgres' ? postgres : sqlite;
    for (const statement of statements) await runner.query(statement);
  }

  /** Nothing is lost by going on only: the former index can be made from the facts. */
  down(): Promise<void> {
    return Promise.reject(new Error('the index of keys has no way back; restore a backup instead'));
  }
}
