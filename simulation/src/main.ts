// The simulation as a command: `npm run simulate -- --seeds 1000`.

import { parseArgs } from 'node:util';
import { campaign, openBanks, type Campaign, type Engine } from './campaign.ts';
import { startProgress } from './progress.ts';
import { tellFailure, tellShrunk } from './report.ts';
import { shrink } from './shrink.ts';

const HELP = `Usage: npm run simulate -- [options]

Runs the bank from seeds: virtual clients, clock and faults, every reply predicted by a reference
model, every invariant checked after each round. A seed that fails is printed and shrunk.

  --seeds N      how many seeds to play (100); 0 for no end
  --seed S       the first of them (1)
  --steps K      how many steps each has (1000)
  --engine E     sqlite, postgres or both (sqlite); with both, their logs must be the same
  --help         show this text
`;

const engines: Readonly<Record<string, readonly Engine[]>> = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
};

/** @throws Error in words for the one who typed it */
function planOf(args: readonly string[]): Campaign | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '1000' },
      engine: { type: 'string', default: 'sqlite' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const chosen = engines[values.engine];
  if (!chosen) throw new Error(`--engine is sqlite, postgres or both, not ${values.engine}`);
  const count = (name: 'seeds' | 'seed' | 'steps'): number => {
    if (/^[0-9]{1,9}$/.test(values[name])) return Number(values[name]);
    throw new Error(`--${name} is a whole number, not ${values[name]}`);
  };
  return {
    engines: chosen,
    seeds: count('seeds') || Infinity,
    firstSeed: count('seed'),
    steps: count('steps'),
  };
}

async function run(plan: Campaign): Promise<number> {
  const { banks, close } = await openBanks(plan.engines);
  try {
    const progress = startProgress(process.stderr, plan.seeds, plan.steps * banks.length);
    const onSeed = (done: number): void => {
      progress.to(done);
    };
    const defeat = await campaign({ ...plan, onSeed }, banks);
    progress.end();
    if (!defeat) return 0;
    const { script, bank, failure } = defeat;
    process.stdout.write(`${tellFailure(script, bank.engine, failure)}\n`);
    if (failure.violation.invariant === 'I18') return 1;
    process.stderr.write('shrinking it ...\n');
    process.stdout.write(`${tellShrunk(await shrink(script, failure, bank))}\n`);
    return 1;
  } finally {
    await close();
  }
}

async function main(): Promise<number> {
  let plan: Campaign | 'help';
  try {
    plan = planOf(process.argv.slice(2));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\n\n${HELP}`);
    return 2;
  }
  if (plan !== 'help') return run(plan);
  process.stdout.write(HELP);
  return 0;
}

process.exitCode = await main();
