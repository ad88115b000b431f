// The tables of the test domain, and two later migrations: one by hand, one by the ORM's builder.

import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateTallies1766000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [text, whole, options] =
      runner.dataSource.options.type === 'postgres'
        ? ['TEXT COLLATE "C"', 'BIGINT', '']
        : ['TEXT', 'INTEGER', 'STRICT, WITHOUT ROWID'];
    await runner.query(
      `CREATE TABLE tallies (
         id ${text} PRIMARY KEY,
         value ${whole} NOT NULL,
         version ${whole} NOT NULL,
         facts ${whole} NOT NULL,
         note ${text}
       ) ${options}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tallies');
  }
}

/** What a later version may do to the log: add a column, by hand. */
export class AddRemark1766000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events ADD COLUMN remark TEXT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events DROP COLUMN remark');
  }
}

/** What nobody may do to the log: let the ORM's builder change it. */
export class AddRemarkByOrm1766000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const remark = new TableColumn({ name: 'remark', type: 'text', isNullable: true });
    await runner.addColumn('events', remark);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('events', 'remark');
  }
}
