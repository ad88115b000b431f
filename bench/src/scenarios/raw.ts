// What the drivers reach on their own: the log's table and a minimal one, at four batch sizes.

import { median, perSecond, type Stretch } from '../measure.ts';
import { cannedRows, type CannedRows } from '../raw/canned-rows.ts';
import { rawPostgres } from '../raw/raw-postgres.ts';
import { rawSqlite } from '../raw/raw-sqlite.ts';
import type { RawTable, Shape } from '../raw/raw-table.ts';
import {
  POSTGRES_DURABILITY,
  SQLITE_DURABILITY,
  type Correctness,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
} from '../scenario.ts';
import type { Engine } from '../workplace.ts';
import { BATCHES, ENGINE_NAMES, ENGINES, workOf } from './batches.ts';

export function openRaw(setting: Setting, engine: Engine, shape: Shape): Promise<RawTable> {
  const open = engine === 'sqlite' ? rawSqlite : rawPostgres;
  return open(setting.workplace, shape);
}

export interface RawRun extends Stretch {
  readonly correctness: Correctness;
}

/** One run of raw inserts into a fresh table. */
export async function runRaw(
  setting: Setting,
  canned: CannedRows,
  { engine, shape, batch }: { engine: Engine; shape: Shape; batch: (typeof BATCHES)[number] },
): Promise<RawRun> {
  const table = await openRaw(setting, engine, shape);
  try {
    const rows = canned.take(workOf(batch, setting), table.columns);
    const stretch = await table.insert(rows, batch);
    return { ...stretch, correctness: await table.check(rows.length) };
  } finally {
    await table.close();
  }
}

/** A row of the table from the runs of raw inserts. */
export function rawRow(
  runs: readonly RawRun[],
  { engine, shape, batch }: { engine: Engine; shape: Shape; batch: number },
): Row {
  const table = shape === 'full' ? "the log's table" : 'a table of 6 columns';
  return {
    what: `raw driver, ${ENGINE_NAMES[engine]}, ${table}, batches of ${batch}`,
    unit: 'events',
    perSecond: median(runs.map(perSecond)),
    runs: runs.map(perSecond),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    conflicts: 0,
    durability: engine === 'sqlite' ? SQLITE_DURABILITY : POSTGRES_DURABILITY,
    payload: 'rows as the library wrote them',
    correctness: runs.find(({ correctness }) => !correctness.ok)?.correctness ?? {
      ok: true,
      found: runs[0]?.correctness.found ?? '',
    },
  };
}

async function run(setting: Setting): Promise<Findings> {
  const most = Math.max(...BATCHES.map((batch) => workOf(batch, setting)));
  const canned = await cannedRows(setting.workplace, most, setting.seed);
  const measured: Row[] = [];
  for (const engine of ENGINES) {
    for (const batch of BATCHES) {
      const runs: Record<Shape, RawRun[]> = { full: [], minimal: [] };
      for (let count = 0; count < setting.runs; count += 1) {
        for (const shape of ['full', 'minimal'] as const) {
          runs[shape].push(await runRaw(setting, canned, { engine, shape, batch }));
        }
      }
      for (const shape of ['full', 'minimal'] as const) {
        measured.push(rawRow(runs[shape], { engine, shape, batch }));
      }
      setting.tell(`${ENGINE_NAMES[engine]}, batches of ${batch}`);
    }
  }
  await canned.drop();
  return { rows: measured, targets: [] };
}

export const raw: Scenario = { name: 'raw', title: 'The drivers alone', run };
