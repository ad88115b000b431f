// The simulation is simulated: every bug that is planted in the bank must be found.

import { plantedBugs } from './planted/catalogue.ts';
import { openSqlite, type ScratchBank } from './scratch-bank.ts';
import { writeScript } from './script/write-script.ts';
import { simulate } from './simulate.ts';

/** A bug that lives through so many seeds has survived. */
const SEEDS = 120;
const STEPS = 300;

describe('a bug that is planted is found', () => {
  let bank: ScratchBank;
  const found: string[] = [];

  beforeAll(async () => {
    bank = await openSqlite();
  });
  afterAll(async () => {
    await bank.close();
    if (process.env['SIMULATION_REPORT'] !== undefined)
      process.stdout.write(found.join('\n') + '\n');
  });

  test.each(Object.entries(plantedBugs))(
    '%s',
    async (name, plant) => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const verdict = await simulate(writeScript(seed, STEPS), bank, plant);
        if (verdict.ok) continue;
        const { step, violation } = verdict;
        found.push(`${name} | seed ${seed}, step ${step} | ${violation.message.slice(0, 160)}`);
        expect(violation.invariant).not.toBe('unforeseen');
        return;
      }
      throw new Error(`${name}: survived ${SEEDS} seeds of ${STEPS} steps`);
    },
    120_000,
  );
});
