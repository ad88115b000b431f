// Indexes for the two lists that would otherwise be sought through whole tables.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexLists1767000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Most facts are no refusals: they pay nothing for it.
    await runner.query(
      `CREATE INDEX events_refused ON events (position) WHERE type = 'CommandRefused'`,
    );
    // PostgreSQL sorts instead: there, a column with an index costs each deposit a row of its own
    // in every index (no heap-only tuples), and reads do not wait for each other.
    if (runner.dataSource.options.type === 'postgres') return;
    await runner.query('CREATE INDEX accounts_activity ON accounts (activity DESC, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_refused');
    await runner.query('DROP INDEX IF EXISTS accounts_activity');
  }
}
