// Creates the table of accounts. Columns that keep their value when a batch has none may be null.

import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = (text: string, bigint: string): string => `
  id ${text} PRIMARY KEY,
  owner ${text} NOT NULL,
  owner_key ${text} NOT NULL,
  currency ${text} NOT NULL,
  status ${text} NOT NULL,
  posted ${bigint} NOT NULL,
  held ${bigint} NOT NULL,
  overdraft_limit ${bigint} NOT NULL,
  version ${bigint} NOT NULL,
  position ${bigint} NOT NULL,
  opened_at ${text},
  opened_position ${bigint},
  last_movement_at ${text},
  activity ${bigint},
  closed_at ${text},
  holds ${text} NOT NULL,
  next_expiry ${bigint}`;

export class CreateAccounts1766000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      runner.dataSource.options.type === 'postgres'
        ? `CREATE TABLE accounts (${columns('TEXT COLLATE "C"', 'BIGINT')}) WITH (fillfactor = 70)`
        : `CREATE TABLE accounts (${columns('TEXT', 'INTEGER')}) STRICT, WITHOUT ROWID`,
    );
    await runner.query(
      'CREATE INDEX accounts_expiry ON accounts (next_expiry) WHERE next_expiry IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE accounts');
  }
}
