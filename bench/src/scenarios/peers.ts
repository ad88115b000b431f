// Other event stores under the same work in the same run: one event with an expected version.

import { median, medianLatency, perSecond } from '../measure.ts';
import { STREAMS, type Appended } from '../peers/appending.ts';
import { CANDIDATES, installPeers, rowsOf, type Candidate } from '../peers/candidates.ts';
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
import { ENGINE_NAMES } from './batches.ts';

const CONCURRENCIES = [1, 16, 64] as const;

interface PeerRun extends Appended {
  readonly correctness: Correctness;
}

async function once(
  { workplace, quick }: Setting,
  candidate: Candidate,
  concurrency: number,
): Promise<PeerRun> {
  const database = await workplace.database(candidate.engine);
  try {
    const appended = await candidate.work(database.url, { concurrency, seconds: quick ? 0.8 : 3 });
    const rows = await rowsOf(database, candidate.table);
    const found = `${rows} of ${appended.total} rows`;
    return { ...appended, correctness: { ok: rows === appended.total, found } };
  } finally {
    await database.drop();
  }
}

function rowFor(candidate: Candidate, concurrency: number, runs: readonly PeerRun[]): Row {
  const attempts = runs.map(({ count, failed }) => failed / Math.max(count + failed, 1));
  const durability = candidate.engine === 'sqlite' ? SQLITE_DURABILITY : POSTGRES_DURABILITY;
  return {
    what: `${candidate.name}, ${ENGINE_NAMES[candidate.engine]}, ${concurrency} at once`,
    unit: 'appends',
    perSecond: median(runs.map(perSecond)),
    runs: runs.map(perSecond),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    latency: medianLatency(runs.map(({ latency }) => latency)),
    conflicts: median(attempts),
    durability: candidate.durability ?? durability,
    foreign: candidate.name !== 'passbook',
    payload: `one event with an expected version, ${STREAMS} streams`,
    correctness: runs.find(({ correctness }) => !correctness.ok)?.correctness ?? {
      ok: true,
      found: 'every acknowledged append is one row',
    },
  };
}

/** By how much the own log has to be ahead, by the other's name and how many append at once. */
const TARGETS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  'emmett-postgresql': { 64: 8, 16: 4 },
  'castore-postgres': { 64: 3, 16: 1.5 },
};

function targetFor(
  { name, engine }: Candidate,
  concurrency: number,
  [own, theirs]: readonly [readonly PeerRun[], readonly PeerRun[]],
): Target[] {
  const target = TARGETS[name]?.[concurrency];
  if (target === undefined) return [];
  return [
    {
      what: `appends on ${ENGINE_NAMES[engine]}, of ${name}, ${concurrency} at once`,
      measured: median(own.map((one, at) => perSecond(one) / perSecond(theirs[at] ?? one))),
      target,
      unit: 'times',
      better: 'more',
    },
  ];
}

/** A peer that can not run is named, and the others go on. */
async function attempt(
  setting: Setting,
  { candidate, concurrency }: { candidate: Candidate; concurrency: number },
  failures: Set<string>,
): Promise<PeerRun[]> {
  const fail = (reason: string): void => {
    const said = reason.split('\n').find((line) => /error/i.test(line)) ?? reason.slice(0, 300);
    failures.add(`- ${candidate.name}, ${concurrency} at once, failed: ${said.trim()}`);
  };
  try {
    const done = await once(setting, candidate, concurrency);
    if (done.firstFailure !== undefined) fail(done.firstFailure);
    return [done];
  } catch (error) {
    if (candidate.name === 'passbook') throw error;
    fail(error instanceof Error ? error.message : String(error));
    return [];
  }
}

async function run(setting: Setting): Promise<Findings> {
  installPeers(setting.tell);
  const rows: Row[] = [];
  const targets: Target[] = [];
  const failures = new Set<string>();
  for (const concurrency of CONCURRENCIES) {
    const runs = CANDIDATES.map((): PeerRun[] => []);
    for (let count = 0; count < setting.runs; count += 1) {
      for (const [at, candidate] of CANDIDATES.entries()) {
        runs[at]?.push(...(await attempt(setting, { candidate, concurrency }, failures)));
      }
    }
    const own = (engine: string): readonly PeerRun[] =>
      runs[CANDIDATES.findIndex((one) => one.name === 'passbook' && one.engine === engine)] ?? [];
    for (const [at, candidate] of CANDIDATES.entries()) {
      const theirs = runs[at] ?? [];
      if (theirs.length === 0) continue;
      rows.push(rowFor(candidate, concurrency, theirs));
      targets.push(...targetFor(candidate, concurrency, [own(candidate.engine), theirs]));
    }
    setting.tell(`${concurrency} at once`);
  }
  return { rows, targets, notes: [...failures] };
}

export const peers: Scenario = { name: 'peers', title: 'Other event stores, the same work', run };
