// The bank under simulation on SQLite: seed after seed, deterministic, with failures made small.

import { keptSeeds } from './kept-seeds.ts';
import { plantedBugs } from './planted/catalogue.ts';
import { tellShrunk } from './report.ts';
import { openSqlite, type ScratchBank } from './scratch-bank.ts';
import { writeScript } from './script/write-script.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { HELD, playLong, SEEDS as CAMPAIGNS, STEPS } from './testing/long-run.ts';

const SEEDS = CAMPAIGNS.sqlite;

describe('the bank under simulation on SQLite', () => {
  let bank: ScratchBank;

  beforeAll(async () => {
    bank = await openSqlite();
  });
  afterAll(() => bank.close());

  test(
    `keeps every promise over ${SEEDS} seeds of ${STEPS} steps`,
    async () => {
      expect(await playLong('sqlite', 1)).toEqual({
        code: 0,
        told: expect.stringMatching(HELD) as unknown,
      });
    },
    60_000 + SEEDS * 5_000,
  );

  test('plays a seed the same way twice', async () => {
    const script = writeScript(4711, 600);
    const first = await simulate(script, bank);
    const second = await simulate(writeScript(4711, 600), bank);
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
  }, 60_000);

  test.each(keptSeeds)('does not fail again: $why', async ({ script }) => {
    expect(await simulate(script, bank)).toMatchObject({ ok: true });
  });

  test('makes a failing seed small, and it still fails', async () => {
    const plant = plantedBugs['the key look-up is skipped'];
    const script = writeScript(2, 300);
    const verdict = await simulate(script, bank, plant);
    if (verdict.ok) throw new Error('the planted bug was not found');
    const shrunk = await shrink(script, verdict, bank, { plant });
    expect(shrunk.script.steps.length).toBeLessThanOrEqual(4);
    expect(await simulate(shrunk.script, bank, plant)).toMatchObject({ ok: false });
    expect(await simulate(shrunk.script, bank)).toMatchObject({ ok: true });
    expect(tellShrunk(shrunk)).toContain('I8');
  }, 120_000);
});
