// The bank under simulation on PostgreSQL, and the same seeds side by side on both engines.

import { freshPostgres, type FreshDatabase } from '@passbook/tools/testing';
import { campaign } from './campaign.ts';
import { keptSeeds } from './kept-seeds.ts';
import { tellFailure } from './report.ts';
import { openPostgres, openSqlite, type ScratchBank } from './scratch-bank.ts';
import { simulate } from './simulate.ts';

/** `SIMULATION_SEEDS` raises it; PostgreSQL takes several times as long as SQLite. */
const SEEDS = Math.ceil(Number(process.env['SIMULATION_SEEDS'] ?? 100) / 10);
const STEPS = 1_000;

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
      const engines = ['sqlite', 'postgres'] as const;
      const plan = { engines, firstSeed: 1_000_001, seeds: SEEDS, steps: STEPS };
      const defeat = await campaign(plan, [sqlite, postgres]);
      const told = defeat && tellFailure(defeat.script, defeat.bank.engine, defeat.failure);
      expect(told).toBeUndefined();
    },
    SEEDS * 60_000,
  );

  test.each(keptSeeds)('does not fail again, and the engines agree: $why', async ({ script }) => {
    const verdict = await simulate(script, postgres);
    expect(verdict).toMatchObject({ ok: true });
    expect(await simulate(script, sqlite)).toEqual(verdict);
  });
});
