// One hot account against a thousand: through the library on both engines, and over HTTP.

import { openHttpBank } from '../http-bank.ts';
import { deposits, HTTP_PAYLOAD } from '../load/deposits.ts';
import { median, perSecond } from '../measure.ts';
import {
  sized,
  SQLITE_DURABILITY,
  type Findings,
  type Scenario,
  type Setting,
  type Target,
} from '../scenario.ts';
import type { Engine } from '../workplace.ts';
import { ENGINE_NAMES, ENGINES } from './batches.ts';
import { CONNECTIONS, httpRow, rateOf, recorded, runHttp, type HttpRun } from './http.ts';
import { libraryRow, runLibrary, type LibraryRun } from './library.ts';

const BATCH = 128;

function target(what: string, ratios: readonly number[]): Target {
  return {
    what: `one hot account, of a thousand, ${what}`,
    measured: median(ratios),
    target: 0.8,
    stretch: 0.9,
    unit: 'times',
    better: 'more',
  };
}

async function throughLibrary(setting: Setting, engine: Engine): Promise<Findings> {
  const commands = sized(setting, 400 * BATCH, BATCH);
  const [hot, spread]: [LibraryRun[], LibraryRun[]] = [[], []];
  for (let count = 0; count < setting.runs; count += 1) {
    spread.push(await runLibrary(setting, { engine, batch: BATCH, commands }));
    hot.push(await runLibrary(setting, { engine, batch: BATCH, commands, spread: 1 }));
  }
  const name = `library, ${ENGINE_NAMES[engine]}, batches of ${BATCH}`;
  const ratios = hot.map((one, at) => perSecond(one) / perSecond(spread[at] ?? one));
  return {
    rows: [
      libraryRow(`a thousand accounts, ${name}`, engine, spread),
      libraryRow(`one hot account, ${name}`, engine, hot),
    ],
    targets: [target(name, ratios)],
  };
}

async function overHttp(setting: Setting): Promise<Findings> {
  const seconds = setting.quick ? 1 : 5;
  const bank = await openHttpBank(setting, { engine: 'sqlite', accounts: 1000 });
  const { accounts, servers } = bank;
  const toMany = deposits(accounts, setting.seed);
  const toOne = deposits(accounts.slice(0, 1), setting.seed);
  const warm = [await runHttp({ servers, next: toMany, seconds })];
  const [hot, spread]: [HttpRun[], HttpRun[]] = [[], []];
  for (let count = 0; count < setting.runs; count += 1) {
    spread.push(await runHttp({ servers, next: toMany, seconds }));
    hot.push(await runHttp({ servers, next: toOne, seconds }));
  }
  const correctness = await bank.settle(recorded(warm, hot, spread));
  const rest = { durability: SQLITE_DURABILITY, payload: HTTP_PAYLOAD, correctness };
  const name = `HTTP, SQLite, ${CONNECTIONS} connections`;
  const ratios = hot.map((one, at) => rateOf(one) / rateOf(spread[at] ?? one));
  return {
    rows: [
      httpRow(`a thousand accounts, ${name}`, spread, rest),
      httpRow(`one hot account, ${name}`, hot, rest),
    ],
    targets: [target(name, ratios)],
  };
}

async function run(setting: Setting): Promise<Findings> {
  const parts: Findings[] = [];
  for (const engine of ENGINES) parts.push(await throughLibrary(setting, engine));
  parts.push(await overHttp(setting));
  return {
    rows: parts.flatMap(({ rows }) => rows),
    targets: parts.flatMap(({ targets }) => targets),
  };
}

export const hot: Scenario = { name: 'hot', title: 'One hot account against a thousand', run };
