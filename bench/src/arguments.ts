// What the benchmark can be told on its command line.

import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Sizes } from './scenario.ts';

export interface Arguments extends Sizes {
  readonly help: boolean;
  /** Whether docs/benchmarks.md is written. */
  readonly write: boolean;
  /** Where databases and results are put. */
  readonly directory: string;
  /** Names of scenarios; all of them where none is given. */
  readonly scenarios: readonly string[];
}

/** @throws TypeError for what is not an option */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      runs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      dir: { type: 'string', default: os.tmpdir() },
    },
  });
  const { help, quick, write, profile, runs, seed, dir } = values;
  return {
    help,
    quick,
    write,
    profile,
    runs: wholeNumber('--runs', runs ?? (quick ? '2' : '5')),
    seed: wholeNumber('--seed', seed),
    directory: dir,
    scenarios: positionals,
  };
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new TypeError(`${name} wants a whole number above zero, not "${text}"`);
}

export function helpText(scenarios: readonly { name: string; title: string }[]): string {
  const names = scenarios.map(({ name, title }) => `  ${name.padEnd(10)} ${title}`);
  return `Usage: npm run bench -- [scenario...] [options]

Measures Passbook on this machine, each figure with a check that the data was right afterwards,
and compares ratios with their targets. Without a scenario all of them run.

Scenarios:
${names.join('\n')}

Options:
  --quick      small sizes and 2 runs: to try the machinery, not to measure
  --runs N     runs of each measurement, of which the median counts (5)
  --seed N     seed of every choice (1)
  --dir PATH   where databases are put: durable figures need a real disk (${os.tmpdir()})
  --write      write docs/benchmarks.md
  --profile    take processor profiles of the library and of the servers, and keep them
  --help       this text

Exit code: 0 when all data was right, 1 when not; a missed target is reported, not an error.`;
}
