// Three servers on one PostgreSQL against one: the lock on the head may not cost the sum.

import { openHttpBank } from '../http-bank.ts';
import { deposits, HTTP_PAYLOAD } from '../load/deposits.ts';
import { median } from '../measure.ts';
import { POSTGRES_DURABILITY, type Findings, type Scenario, type Setting } from '../scenario.ts';
import { CONNECTIONS, httpRow, rateOf, recorded, runHttp, type HttpRun } from './http.ts';

async function run(setting: Setting): Promise<Findings> {
  const seconds = setting.quick ? 1.5 : 8;
  const bank = await openHttpBank(setting, { engine: 'postgres', accounts: 1000, servers: 3 });
  const next = deposits(bank.accounts, setting.seed);
  const all = { servers: bank.servers, next, seconds };
  const alone = { ...all, servers: bank.servers.slice(0, 1) };
  const warm = [await runHttp(all)];
  const [one, three]: [HttpRun[], HttpRun[]] = [[], []];
  for (let count = 0; count < setting.runs; count += 1) {
    one.push(await runHttp(alone));
    three.push(await runHttp(all));
    setting.tell(`run ${count + 1} of ${setting.runs}`);
  }
  const correctness = await bank.settle(recorded(warm, one, three));
  const rest = { durability: POSTGRES_DURABILITY, payload: HTTP_PAYLOAD, correctness };
  const each = `${CONNECTIONS} connections to each`;
  return {
    rows: [
      httpRow(`one server on PostgreSQL, ${each}`, one, rest),
      httpRow(`three servers on one PostgreSQL, ${each}`, three, rest),
    ],
    targets: [
      {
        what: 'three servers on one PostgreSQL in sum, of one',
        measured: median(three.map((run, at) => rateOf(run) / rateOf(one[at] ?? run))),
        target: 0.9,
        unit: 'times',
        better: 'more',
      },
    ],
    notes: ['All servers, PostgreSQL and the sender share the processors of one machine.'],
  };
}

export const servers: Scenario = {
  name: 'servers',
  title: 'Several servers on one PostgreSQL',
  run,
};
