// Writing at ten thousand and at a million facts, and how fast a long log is read again.

import { bankingRulebook } from '@passbook/banking';
import { rebuildProjection } from '@passbook/event-store';
import { accountsProjection, verify } from '@passbook/read-models';
import { checkBooks, openBank, PAYLOAD } from '../bank.ts';
import { largeBank, smallBank, type GrownBank } from '../grown-bank.ts';
import { median, perSecond, timed, type Stretch } from '../measure.ts';
import {
  sized,
  SQLITE_DURABILITY,
  type Correctness,
  type Findings,
  type Row,
  type Scenario,
  type Setting,
} from '../scenario.ts';
import { sendWaves } from '../waves.ts';
import type { Database } from '../workplace.ts';
import { libraryRow, type LibraryRun } from './library.ts';

const BATCH = 128;
const SPREAD = 1000;

/** A bank as it is written to: a copy, and what was added to it. */
interface Written {
  readonly grown: GrownBank;
  readonly copy: Database;
  added: number;
}

function copied({ workplace }: Setting, grown: GrownBank): Written {
  return { grown, copy: workplace.copyOf(grown.database), added: 0 };
}

/** One run of deposits; the states are loaded before, as in a server that has been running. */
async function write(setting: Setting, written: Written): Promise<LibraryRun> {
  const commands = sized(setting, 200 * BATCH, BATCH);
  const bank = await openBank(written.copy.url);
  try {
    const accounts = written.grown.accounts.slice(0, SPREAD);
    const { seed } = setting;
    await sendWaves(bank, { accounts, commands: 4 * SPREAD, batch: SPREAD, seed });
    const done = await sendWaves(bank, { accounts, commands, batch: BATCH, seed: seed + 1 });
    written.added += 4 * SPREAD + commands;
    const correctness = { ok: true, found: '' };
    return { ...done, correctness, conflicts: bank.trouble.count / commands };
  } finally {
    await bank.close();
  }
}

async function auditOf({ grown, copy, added }: Written): Promise<Correctness> {
  const bank = await openBank(copy.url);
  const expected = { facts: grown.facts + added, cents: grown.cents + 100 * added };
  const correctness = await checkBooks(bank, expected);
  await bank.close();
  return correctness;
}

async function writing(setting: Setting): Promise<Findings> {
  const [small, large] = [await smallBank(setting), await largeBank(setting)];
  const onLarge = copied(setting, large);
  const [few, many]: [LibraryRun[], LibraryRun[]] = [[], []];
  for (let count = 0; count < setting.runs; count += 1) {
    // The small bank would soon be a large one: it starts anew for each run.
    const onSmall = copied(setting, small);
    const run = await write(setting, onSmall);
    few.push({ ...run, correctness: await auditOf(onSmall) });
    await onSmall.copy.drop();
    many.push(await write(setting, onLarge));
  }
  const correctness = await auditOf(onLarge);
  await onLarge.copy.drop();
  const checked = many.map((run) => ({ ...run, correctness }));
  const what = (facts: number): string => `writing at ${facts} facts, library, batches of ${BATCH}`;
  return {
    rows: [
      libraryRow(what(small.facts), 'sqlite', few),
      libraryRow(what(large.facts), 'sqlite', checked),
    ],
    targets: [
      {
        what: `writing at ${large.facts} facts, of writing at ${small.facts}`,
        measured: median(many.map((run, at) => perSecond(run) / perSecond(few[at] ?? run))),
        target: 0.9,
        unit: 'times',
        better: 'more',
      },
    ],
    notes: [`Written rows: ${PAYLOAD}, on ${SPREAD} accounts.`],
  };
}

function replayRow(what: string, runs: readonly Stretch[], correctness: Correctness): Row {
  return {
    what,
    unit: 'facts',
    perSecond: median(runs.map(perSecond)),
    runs: runs.map(perSecond),
    cpuMicros: median(runs.map(({ cpuMicros }) => cpuMicros)),
    conflicts: 0,
    durability: SQLITE_DURABILITY,
    payload: 'deposits, withdrawals, one refusal in a hundred',
    correctness,
  };
}

async function replaying(setting: Setting): Promise<Findings> {
  const { database, facts, accounts } = await largeBank(setting);
  const bank = await openBank(database.url);
  const [rebuilds, verifies]: [Stretch[], Stretch[]] = [[], []];
  let different = 0;
  let broken = 0;
  const projection = accountsProjection;
  for (let count = 0; count < Math.min(setting.runs, 3); count += 1) {
    const rebuild = async (): Promise<number> => {
      const report = await rebuildProjection(bank.connections, {
        rulebook: bankingRulebook,
        projection,
      });
      different += report.different.length;
      return report.facts;
    };
    rebuilds.push(await timed(rebuild));
    const check = async (): Promise<number> => {
      const verdicts = await verify(bank.connections);
      broken += verdicts.filter(({ ok }) => !ok).length;
      return facts;
    };
    verifies.push(await timed(check));
  }
  await bank.close();
  const rebuilt = { ok: different === 0, found: `${different} of ${accounts.length} rows differ` };
  const verified = { ok: broken === 0, found: `${broken} invariants broken` };
  const rebuildRow = replayRow(`rebuild of ${facts} facts`, rebuilds, rebuilt);
  return {
    rows: [rebuildRow, replayRow(`verify of ${facts} facts`, verifies, verified)],
    targets: [
      {
        what: 'rebuild, facts',
        measured: rebuildRow.perSecond ?? Number.NaN,
        target: 100_000,
        unit: 'per second',
        better: 'more',
      },
    ],
  };
}

async function run(setting: Setting): Promise<Findings> {
  const [written, replayed] = [await writing(setting), await replaying(setting)];
  return {
    rows: [...written.rows, ...replayed.rows],
    targets: [...written.targets, ...replayed.targets],
    notes: [...(written.notes ?? [])],
  };
}

export const scale: Scenario = {
  name: 'scale',
  title: 'Writing, rebuilding and verifying a long log',
  run,
};
