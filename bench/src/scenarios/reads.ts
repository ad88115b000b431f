// Reads over HTTP at ten thousand and a million facts: the pages that people look at.

import { checkBooks, openBank } from '../bank.ts';
import { largeBank, smallBank, type GrownBank } from '../grown-bank.ts';
import { requestText } from '../load/connection.ts';
import { startBankServer } from '../load/server-process.ts';
import { flagsFor } from '../profile.ts';
import {
  sized,
  SQLITE_DURABILITY,
  type Correctness,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
  type Target,
} from '../scenario.ts';
import { seeded } from '../seeded.ts';
import { httpRow, runHttp, type HttpRun } from './http.ts';

const CONNECTIONS = 4;

interface Read {
  readonly what: string;
  readonly path: (bank: GrownBank, chance: () => number) => string;
  /** No target: the log's own indexes can not serve it, it is shown for what it costs. */
  readonly unserved?: true;
}

const anyOf = ({ accounts }: GrownBank, chance: () => number): string =>
  accounts[Math.floor(chance() * accounts.length)] ?? '';

const READS: readonly Read[] = [
  { what: 'account', path: (bank, chance) => `/v1/accounts/${anyOf(bank, chance)}` },
  { what: 'history page', path: (bank, chance) => `/v1/accounts/${anyOf(bank, chance)}/history` },
  { what: 'list page', path: () => '/v1/accounts' },
  {
    what: 'event by position',
    path: ({ facts }, chance) => `/v1/events/${1 + Math.floor(chance() * facts)}`,
  },
  { what: 'audit log, first page', path: () => '/v1/events' },
  { what: 'audit log, one type', path: () => '/v1/events?type=MoneyWithdrawn' },
  { what: 'audit log, refusals only', path: () => '/v1/events?outcome=refused' },
  {
    what: 'audit log, one account and type',
    path: (bank, chance) => `/v1/events?account=${anyOf(bank, chance)}&type=MoneyDeposited`,
  },
  { what: 'audit log, amounts', path: () => '/v1/events?minAmount=999999', unserved: true },
];

interface Measured {
  readonly read: Read;
  readonly row: Row;
}

async function measure(setting: Setting, bank: GrownBank): Promise<Measured[]> {
  const server = await startBankServer(bank.database.url, flagsFor(setting));
  const requests = sized(setting, 4_000, 400);
  const measured: Measured[] = [];
  const wanted: Correctness = { ok: true, found: 'every reply was 200' };
  for (const read of READS) {
    const chance = seeded(setting.seed);
    const once = (count: number): Promise<HttpRun> => {
      let left = count;
      const next = (): string | undefined => {
        left -= 1;
        return left < 0 ? undefined : requestText({ method: 'GET', path: read.path(bank, chance) });
      };
      const servers = [server];
      return runHttp({ servers, next, seconds: 5, connections: CONNECTIONS, status: 200 });
    };
    await once(requests / 4);
    const runs: HttpRun[] = [];
    for (let count = 0; count < setting.runs; count += 1) runs.push(await once(requests));
    const row = httpRow(
      `${read.what}, ${bank.facts} facts, ${bank.accounts.length} accounts`,
      runs,
      {
        durability: SQLITE_DURABILITY,
        payload: 'pages of 50',
        correctness: wanted,
      },
    );
    measured.push({ read, row });
  }
  await server.stop();
  return measured;
}

async function auditOf({ database, facts, cents }: GrownBank): Promise<Correctness> {
  const bank = await openBank(database.url);
  const correctness = await checkBooks(bank, { facts, cents });
  await bank.close();
  return correctness;
}

async function run(setting: Setting): Promise<Findings> {
  const rows: Row[] = [];
  const targets: Target[] = [];
  for (const bank of [await smallBank(setting), await largeBank(setting)]) {
    const measured = await measure(setting, bank);
    const audited = await auditOf(bank);
    for (const { read, row } of measured) {
      const right = row.correctness.ok ? audited : row.correctness;
      rows.push({ ...row, correctness: right });
      if (read.unserved) continue;
      targets.push({
        what: `p99 of ${row.what}`,
        measured: row.latency?.p99 ?? Number.NaN,
        target: 10,
        unit: 'ms',
        better: 'less',
      });
    }
    setting.tell(`${bank.facts} facts`);
  }
  const note = `Reads come over ${CONNECTIONS} connections, each sending once it is answered.`;
  return { rows, targets, notes: [note] };
}

export const reads: Scenario = { name: 'reads', title: 'Reads over HTTP', run };
