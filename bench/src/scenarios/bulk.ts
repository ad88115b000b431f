// A thousand commands in one request, over several connections.

import { cpuOf, openHttpBank } from '../http-bank.ts';
import { bulks, createdIn } from '../load/deposits.ts';
import { load } from '../load/generator.ts';
import { latencyOf, median, medianLatency, type Latency } from '../measure.ts';
import {
  sized,
  SQLITE_DURABILITY,
  type Findings,
  type Scenario,
  type Setting,
} from '../scenario.ts';

const CONNECTIONS = 4;
const ITEMS = 1000;

interface BulkRun {
  readonly commands: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly latency: Latency;
}

async function run(setting: Setting): Promise<Findings> {
  const bank = await openHttpBank(setting, { engine: 'sqlite', accounts: 1000 });
  const count = sized(setting, 80, 8);
  const once = async (seed: number): Promise<BulkRun> => {
    const prepared = bulks(bank.accounts, { count, items: ITEMS, seed });
    let next = 0;
    let commands = 0;
    const before = cpuOf(bank.servers);
    const done = await load({
      urls: bank.servers.map(({ url }) => url),
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
    const cpuMicros = (cpuOf(bank.servers) - before) / Math.max(commands, 1);
    const perSecond = commands / done.seconds;
    return { commands, perSecond, cpuMicros, latency: latencyOf(done.latencies) };
  };
  const warm = await once(setting.seed);
  const runs: BulkRun[] = [];
  for (let index = 0; index < setting.runs; index += 1) runs.push(await once(setting.seed + index));
  const all = [warm, ...runs].reduce((sum, { commands }) => sum + commands, 0);
  const correctness = await bank.settle(all);
  const perSecond = median(runs.map((one) => one.perSecond));
  return {
    rows: [
      {
        what: `bulk over HTTP, SQLite, ${ITEMS} commands a request, ${CONNECTIONS} connections`,
        unit: 'commands',
        perSecond,
        runs: runs.map((one) => one.perSecond),
        cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
        latency: medianLatency(runs.map(({ latency }) => latency)),
        conflicts: 0,
        durability: SQLITE_DURABILITY,
        payload: 'deposits of 1.00 EUR with reference and key',
        correctness,
      },
    ],
    targets: [
      {
        what: 'bulk over HTTP, commands',
        measured: perSecond,
        target: 20_000,
        stretch: 30_000,
        unit: 'per second',
        better: 'more',
      },
    ],
    notes: ['The latency of a bulk is that of the whole request.'],
  };
}

export const bulk: Scenario = { name: 'bulk', title: 'Bulk over HTTP', run };
