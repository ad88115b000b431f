// Full commands through the library (decide, key, projection, snapshot) beside the raw driver.

import { checkBooks, openAccounts, openBank, PAYLOAD } from '../bank.ts';
import { latencyOf, median, medianLatency, perSecond } from '../measure.ts';
import { profiled } from '../profile.ts';
import { cannedRows } from '../raw/canned-rows.ts';
import {
  POSTGRES_DURABILITY,
  SQLITE_DURABILITY,
  type Correctness,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
  type Target,
} from '../scenario.ts';
import { sendWaves, type WavesDone } from '../waves.ts';
import type { Engine } from '../workplace.ts';
import { BATCHES, ENGINE_NAMES, ENGINES, workOf } from './batches.ts';
import { rawRow, runRaw, type RawRun } from './raw.ts';

const ACCOUNTS = 1000;

export interface LibraryRun extends WavesDone {
  readonly correctness: Correctness;
  /** Share of commands that had to be tried again. */
  readonly conflicts: number;
}

export interface LibraryWork {
  readonly engine: Engine;
  readonly batch: number;
  readonly commands: number;
  /** How many of the accounts take part. */
  readonly spread?: number;
  /** Under this name a processor profile is taken, when profiles are wanted. */
  readonly profile?: string;
}

/** One run of deposits on a fresh bank of a thousand accounts. */
export async function runLibrary(
  setting: Setting,
  { engine, batch, commands, spread = ACCOUNTS, profile }: LibraryWork,
): Promise<LibraryRun> {
  const database = await setting.workplace.database(engine);
  const bank = await openBank(database.url);
  try {
    const accounts = await openAccounts(bank, ACCOUNTS);
    const { seed } = setting;
    const taking = accounts.slice(0, spread);
    const send = (): Promise<WavesDone> =>
      sendWaves(bank, { accounts: taking, commands, batch, seed });
    const done = await (profile === undefined ? send() : profiled(setting, profile, send));
    const expected = { facts: ACCOUNTS + commands, cents: 100 * commands };
    const correctness = await checkBooks(bank, expected);
    return { ...done, correctness, conflicts: bank.trouble.count / commands };
  } finally {
    await bank.close();
    await database.drop();
  }
}

export function libraryRow(what: string, engine: Engine, runs: readonly LibraryRun[]): Row {
  return {
    what,
    unit: 'commands',
    perSecond: median(runs.map(perSecond)),
    runs: runs.map(perSecond),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    latency: medianLatency(runs.map(({ latencies }) => latencyOf(latencies))),
    conflicts: median(runs.map(({ conflicts }) => conflicts)),
    durability: engine === 'sqlite' ? SQLITE_DURABILITY : POSTGRES_DURABILITY,
    payload: PAYLOAD,
    correctness: worst(runs),
  };
}

function worst(runs: readonly LibraryRun[]): Correctness {
  const found = runs[0]?.correctness.found ?? '';
  return runs.find(({ correctness }) => !correctness.ok)?.correctness ?? { ok: true, found };
}

const TARGETS: Readonly<Record<Engine, Pick<Target, 'target' | 'stretch'>>> = {
  sqlite: { target: 0.4, stretch: 0.5 },
  postgres: { target: 0.4 },
};

async function run(setting: Setting): Promise<Findings> {
  const most = Math.max(...BATCHES.map((batch) => workOf(batch, setting)));
  const canned = await cannedRows(setting.workplace, most, setting.seed);
  const rows: Row[] = [];
  const targets: Target[] = [];
  for (const engine of ENGINES) {
    for (const batch of BATCHES) {
      const commands = workOf(batch, setting);
      const [raws, libraries]: [RawRun[], LibraryRun[]] = [[], []];
      for (let count = 0; count < setting.runs; count += 1) {
        raws.push(await runRaw(setting, canned, { engine, shape: 'full', batch }));
        libraries.push(await runLibrary(setting, { engine, batch, commands }));
      }
      if (setting.profile) {
        // A run of its own: the profiler would slow those that count.
        await runLibrary(setting, { engine, batch, commands, profile: `${engine}-${batch}` });
      }
      const name = ENGINE_NAMES[engine];
      rows.push(rawRow(raws, { engine, shape: 'full', batch }));
      rows.push(libraryRow(`library, ${name}, batches of ${batch}`, engine, libraries));
      targets.push({
        what: `full commands of the raw driver's inserts, ${name}, batches of ${batch}`,
        measured: median(libraries.map((one, at) => perSecond(one) / rateOf(raws[at]))),
        ...TARGETS[engine],
        unit: 'times',
        better: 'more',
      });
      setting.tell(`${name}, batches of ${batch}`);
    }
  }
  await canned.drop();
  return { rows, targets };
}

function rateOf(run: RawRun | undefined): number {
  return run ? perSecond(run) : Number.NaN;
}

export const library: Scenario = {
  name: 'library',
  title: 'Full commands through the library, beside the driver alone',
  run,
};
