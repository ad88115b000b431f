// Deposits over HTTP beside a POST that does nothing, on the same stack and from the same sender.

import { cpuOf, openHttpBank } from '../http-bank.ts';
import { deposits, HTTP_PAYLOAD } from '../load/deposits.ts';
import { load, type Load } from '../load/generator.ts';
import { startNoOpServer, type ServerProcess } from '../load/server-process.ts';
import { latencyOf, median, medianLatency } from '../measure.ts';
import {
  SQLITE_DURABILITY,
  type Correctness,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
} from '../scenario.ts';

export const CONNECTIONS = 64;

export interface HttpRun extends Load {
  readonly cpuMicros: number;
}

export interface Sent {
  readonly servers: readonly ServerProcess[];
  readonly next: () => string | Buffer | undefined;
  readonly seconds: number;
  readonly rate?: number;
  readonly connections?: number;
  readonly status?: number;
}

/** Loads servers for a while; processor time is theirs, not that of the sender. */
export async function runHttp(sent: Sent): Promise<HttpRun> {
  const { servers, next, seconds, rate, connections = CONNECTIONS, status = 201 } = sent;
  const before = cpuOf(servers);
  const urls = servers.map(({ url }) => url);
  const done = await load({
    urls,
    next,
    seconds,
    connections,
    status,
    ...(rate !== undefined && { rate }),
  });
  return { ...done, cpuMicros: (cpuOf(servers) - before) / Math.max(done.good, 1) };
}

export const rateOf = ({ good, seconds }: Load): number => good / seconds;

export function httpRow(
  what: string,
  runs: readonly HttpRun[],
  rest: Pick<Row, 'durability' | 'payload' | 'correctness'>,
): Row {
  const [bad] = runs.filter((run) => run.bad > 0);
  const sent = runs.reduce((sum, run) => sum + run.good + run.bad, 0);
  const failed = runs.reduce((sum, run) => sum + run.bad, 0);
  return {
    what,
    unit: 'requests',
    perSecond: median(runs.map(rateOf)),
    runs: runs.map(rateOf),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    latency: medianLatency(runs.map(({ latencies }) => latencyOf(latencies))),
    conflicts: failed / sent,
    ...rest,
    correctness: bad ? { ok: false, found: bad.firstBad ?? '' } : rest.correctness,
  };
}

/** How many replies of several runs said that a deposit was recorded. */
export function recorded(...runs: readonly (readonly HttpRun[])[]): number {
  return runs.flat().reduce((sum, { good }) => sum + good, 0);
}

async function run(setting: Setting): Promise<Findings> {
  const seconds = setting.quick ? 1.5 : 8;
  const noOp = await startNoOpServer();
  const bank = await openHttpBank(setting, { engine: 'sqlite', accounts: 1000 });
  const next = deposits(bank.accounts, setting.seed);
  const nothing: Sent = { servers: [noOp], next, seconds };
  const real: Sent = { servers: bank.servers, next, seconds };
  const warm = [await runHttp(real)];
  await runHttp(nothing);
  const [noOps, full, half]: [HttpRun[], HttpRun[], HttpRun[]] = [[], [], []];
  for (let count = 0; count < setting.runs; count += 1) {
    noOps.push(await runHttp(nothing));
    full.push(await runHttp(real));
    setting.tell(`run ${count + 1} of ${setting.runs}`);
  }
  const rate = median(full.map(rateOf)) / 2;
  for (let count = 0; count < setting.runs; count += 1) {
    half.push(await runHttp({ ...real, rate }));
  }
  await noOp.stop();
  const correctness = await bank.settle(recorded(warm, full, half));
  return findings({ noOps, full, half }, correctness);
}

function findings(
  { noOps, full, half }: Readonly<Record<'noOps' | 'full' | 'half', readonly HttpRun[]>>,
  correctness: Correctness,
): Findings {
  const kept = { durability: SQLITE_DURABILITY, payload: HTTP_PAYLOAD, correctness };
  const idle = { ok: true, found: 'every reply was 201' };
  const rows = [
    httpRow(`POST that does nothing, ${CONNECTIONS} connections`, noOps, {
      durability: 'none',
      payload: HTTP_PAYLOAD,
      correctness: idle,
    }),
    httpRow(`deposits over HTTP, SQLite, ${CONNECTIONS} connections`, full, kept),
    httpRow('deposits over HTTP at half of the maximum load', half, kept),
  ];
  const ratios = full.map((one, at) => rateOf(one) / rateOf(noOps[at] ?? one));
  return {
    rows,
    targets: [
      {
        what: 'deposits over HTTP, of the POST that does nothing',
        measured: median(ratios),
        target: 0.28,
        stretch: 0.35,
        unit: 'times',
        better: 'more',
      },
      {
        what: 'p99 of deposits at half of the maximum load',
        measured: rows[2]?.latency?.p99 ?? Number.NaN,
        target: 25,
        unit: 'ms',
        better: 'less',
      },
    ],
    notes: ['Under a given rate, latency counts from the moment at which a request was due.'],
  };
}

export const http: Scenario = {
  name: 'http',
  title: 'Deposits over HTTP beside a POST that does nothing',
  run,
};
