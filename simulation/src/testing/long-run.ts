// Plays the long campaigns of tests as the program that users run: on two cores, from the build.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const PROGRAM = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** `SIMULATION_SEEDS` raises it; what is here fits into every run of the tests. */
const ALL = Number(process.env['SIMULATION_SEEDS'] ?? 1_000);

/** PostgreSQL takes several times as long as SQLite: one seed in twenty is played on both. */
const BOTH = Math.ceil(ALL / 20);

export const SEEDS = { sqlite: ALL - BOTH, both: BOTH };
export const STEPS = 1_000;

/** Others are tested at the same time, and the machine may have two cores only. */
const THREADS = 2;

/** What is told of a campaign in which nothing went wrong. */
export const HELD = /^every promise held over \d+ seeds/;

/** What a campaign ended with: a failing seed is told on the standard output. */
export interface LongRun {
  readonly code: string | number;
  readonly told: string;
}

/** Plays a campaign to its end or to the first seed that fails. */
export function playLong(
  engine: 'sqlite' | 'both',
  firstSeed: number,
  server?: string,
): Promise<LongRun> {
  if (!existsSync(PROGRAM)) throw new Error('not built: npx nx run @passbook/simulation:build');
  const options = {
    engine,
    seed: firstSeed,
    seeds: SEEDS[engine],
    steps: STEPS,
    threads: THREADS,
    ...(server !== undefined && { server }),
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--enable-source-maps', PROGRAM, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve({ code: 0, told: stdout });
        else resolve({ code: error.code ?? error.signal ?? 1, told: stdout || stderr });
      },
    );
  });
}
