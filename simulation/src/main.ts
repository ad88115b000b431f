// The simulation as a command: `npm run simulate -- --seeds 1000`.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres, type RunningPostgres } from '@passbook/tools/testing';
import type { Campaign, Defeat, Engine } from './campaign.ts';
import { playCampaign } from './crew.ts';
import { openBanks } from './open-banks.ts';
import { startProgress } from './progress.ts';
import { tellFailure, tellShrunk } from './report.ts';
import { writeScript } from './script/write-script.ts';
import { shrink } from './shrink.ts';

const HELP = `Usage: npm run simulate -- [options]

Runs the bank from seeds: virtual clients, clock and faults, every reply predicted by a reference
model, every invariant checked after each round. A seed that fails is printed and shrunk.

  --seeds N      how many seeds to play (100); 0 for no end
  --seed S       the first of them (1)
  --steps K      how many steps each has (1000)
  --engine E     sqlite, postgres or both (sqlite); with both, their logs must be the same
  --threads T    how many seeds are played at the same time (one for each core)
  --server URL   a PostgreSQL to make databases in (one is started where none is named)
  --help         show this text
`;

interface Plan extends Campaign {
  readonly threads: number;
  readonly server: string | undefined;
}

const engines: Readonly<Record<string, readonly Engine[]>> = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
};

/** @throws Error in words for the one who typed it */
function planOf(args: readonly string[]): Plan | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '1000' },
      engine: { type: 'string', default: 'sqlite' },
      threads: { type: 'string', default: String(availableParallelism()) },
      server: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const chosen = engines[values.engine];
  if (!chosen) throw new Error(`--engine is sqlite, postgres or both, not ${values.engine}`);
  const count = (name: 'seeds' | 'seed' | 'steps' | 'threads'): number => {
    if (/^[0-9]{1,9}$/.test(values[name])) return Number(values[name]);
    throw new Error(`--${name} is a whole number, not ${values[name]}`);
  };
  return {
    engines: chosen,
    seeds: count('seeds') || Infinity,
    firstSeed: count('seed'),
    steps: count('steps'),
    threads: Math.max(1, count('threads')),
    server: values.server,
  };
}

async function run(plan: Plan): Promise<number> {
  const postgres = await startServer(plan);
  const server = plan.server ?? postgres?.url;
  try {
    const progress = startProgress(process.stderr, plan.seeds, plan.steps * plan.engines.length);
    const onSeed = (done: number): void => {
      progress.to(done);
    };
    const defeat = await playCampaign(plan, { threads: plan.threads, server, onSeed });
    progress.end();
    if (!defeat) {
      const played = `${plan.seeds} seeds of ${plan.steps} steps on ${plan.engines.join(' and ')}`;
      process.stdout.write(`every promise held over ${played}\n`);
      return 0;
    }
    await explain(defeat, plan.steps, server);
    return 1;
  } finally {
    await postgres?.stop();
  }
}

async function startServer({
  engines: needed,
  server,
}: Plan): Promise<RunningPostgres | undefined> {
  return needed.includes('postgres') && server === undefined ? startPostgres() : undefined;
}

/** Prints how a seed fails, and the shortest script that fails in the same way. */
async function explain(
  { seed, engine, failure }: Defeat,
  steps: number,
  server: string | undefined,
): Promise<void> {
  const script = writeScript(seed, steps);
  process.stdout.write(`${tellFailure(script, engine, failure)}\n`);
  if (failure.violation.invariant === 'I18') return;
  process.stderr.write('shrinking it ...\n');
  const { banks, close } = await openBanks([engine], server);
  try {
    for (const bank of banks) {
      process.stdout.write(`${tellShrunk(await shrink(script, failure, bank))}\n`);
    }
  } finally {
    await close();
  }
}

async function main(): Promise<number> {
  let plan: Plan | 'help';
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
