// A thousand commands in one request, over several connections.

import { cpuOf, openHttpBank, type HttpBank } from '../http-bank.ts';
import { bulks, createdIn } from '../load/deposits.ts';
import { load } from '../load/generator.ts';
import { latencyOf, median, medianLatency, type Latency } from '../measure.ts';
import {
  sized,
  SQLITE_DURABILITY,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
  type Target,
} from '../scenario.ts';

const CONNECTIONS = 4;
const ITEMS = 1000;

interface BulkRun {
  readonly commands: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly latency: Latency;
}

/** Sends bulks until all are answered; they were made before. */
async function once(
  { accounts, servers }: HttpBank,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<BulkRun> {
  const prepared = bulks(accounts, { count, items: ITEMS, seed });
  let next = 0;
  let commands = 0;
  const before = cpuOf(servers);
  const done = await load({
    urls: servers.map(({ url }) => url),
    connections: CONNECTIONS,
    next: () => {
      next += 1;
      return prepared[next - 1];
    },
    status: 200,
    seconds: 60,
    onReply: ({ body }) => {
      commands += createdIn(body);
    },
  });
  const cpuMicros = (cpuOf(servers) - before) / Math.max(commands, 1);
  const perSecond = commands / done.seconds;
  return { commands, perSecond, cpuMicros, latency: latencyOf(done.latencies) };
}

async function run(setting: Setting): Promise<Findings> {
  const bank = await openHttpBank(setting, { engine: 'sqlite', accounts: 1000 });
  const { seed } = setting;
  const count = sized(setting, 80, 8);
  const warm = await once(bank, { count, seed });
  const runs: BulkRun[] = [];
  for (let at = 1; at <= setting.runs; at += 1) runs.push(await once(bank, { count, seed }));
  const all = [warm, ...runs].reduce((sum, { commands }) => sum + commands, 0);
  const correctness = await bank.settle(all);
  const row: Row = {
    what: `bulk over HTTP, SQLite, ${ITEMS} commands a request, ${CONNECTIONS} connections`,
    unit: 'commands',
    perSecond: median(runs.map((one) => one.perSecond)),
    runs: runs.map((one) => one.perSecond),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    latency: medianLatency(runs.map(({ latency }) => latency)),
    conflicts: 0,
    durability: SQLITE_DURABILITY,
    payload: 'deposits of 1.00 EUR with reference and key',
    correctness,
  };
  const target: Target = {
    what: 'bulk over HTTP, commands',
    measured: row.perSecond ?? Number.NaN,
    target: 20_000,
    stretch: 30_000,
    unit: 'per second',
    better: 'more',
  };
  const note = 'The latency of a bulk is that of the whole request.';
  return { rows: [row], targets: [target], notes: [note] };
}

export const bulk: Scenario = { name: 'bulk', title: 'Bulk over HTTP', run };
