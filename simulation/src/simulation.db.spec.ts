// The bank under simulation on PostgreSQL, and the same seeds side by side on both engines.

import { freshPostgres, type FreshDatabase } from '@passbook/tools/testing';
import { keptSeeds } from './kept-seeds.ts';
import { openPostgres, openSqlite, type ScratchBank } from './scratch-bank.ts';
import { simulate } from './simulate.ts';
import { HELD, playLong, SEEDS as CAMPAIGNS } from './testing/long-run.ts';

const SEEDS = CAMPAIGNS.both;

describe('the bank under simulation on PostgreSQL', () => {
  let database: FreshDatabase;
  let postgres: ScratchBank;
  let sqlite: ScratchBank;

  beforeAll(async () => {
    database = await freshPostgres();
    postgres = await openPostgres(database.url);
    sqlite = await openSqlite();
  });
  afterAll(async () => {
    await sqlite.close();
    await postgres.close();
    await database.drop();
  });

  test(
    `keeps every promise over ${SEEDS} seeds, with the same facts and replies as on SQLite`,
    async () => {
      const server = process.env['PASSBOOK_TEST_POSTGRES'];
      expect(await playLong('both', 1_000_001, server)).toEqual({
        code: 0,
        told: expect.stringMatching(HELD) as unknown,
      });
    },
    60_000 + SEEDS * 20_000,
  );

  test.each(keptSeeds)('does not fail again, and the engines agree: $why', async ({ script }) => {
    const verdict = await simulate(script, postgres);
    expect(verdict).toMatchObject({ ok: true });
    expect(await simulate(script, sqlite)).toEqual(verdict);
  });
});
