// Compares the client's books with the bank's log, key by key.

import type { WireEvent } from '@passbook/contracts';
import { plain, type Entry, type Ledger } from './ledger.ts';
import type { HttpClient } from './http.ts';

/** What the comparison found; `wrong` is empty where nothing was lost or doubled. */
export interface Reckoning {
  readonly acknowledged: number;
  /** Never answered, and recorded all the same: their keys say so. */
  readonly unansweredButRecorded: number;
  readonly unansweredAndAbsent: number;
  readonly facts: number;
  readonly wrong: readonly string[];
}

interface Outcome {
  readonly status: 'succeeded' | 'refused';
  readonly response: unknown;
  readonly positions: readonly number[];
}

/** The whole log, as the export tells it. */
export async function wholeLog(client: HttpClient): Promise<readonly WireEvent[]> {
  const { status, text } = await client.call({ path: '/v1/events/export', timeout: 120_000 });
  if (status !== 200) throw new Error(`the export answered ${status}`);
  const lines = text.trimEnd().split('\n');
  const trailer = JSON.parse(lines.pop() ?? '') as { readonly count?: number };
  if (trailer.count !== lines.length) throw new Error('the export is not whole');
  return lines.map((line) => JSON.parse(line) as WireEvent);
}

/**
 * Checks every key of the books against the log and against `GET /v1/commands/{key}`.
 * @param others keys that other books answer for
 */
export async function reckon(
  ledger: Ledger,
  client: HttpClient,
  { others = /^$/ }: { readonly others?: RegExp } = {},
): Promise<Reckoning> {
  const log = await wholeLog(client);
  const wrong = [...ledger.contradictions, ...gaps(log)];
  const byKey = new Map<string, WireEvent[]>();
  for (const fact of log) {
    if (fact.commandKey === undefined) continue;
    byKey.set(fact.commandKey, [...(byKey.get(fact.commandKey) ?? []), fact]);
  }
  const entries = ledger.entries;
  const counts = { acknowledged: 0, recorded: 0, absent: 0 };
  await eachOf(entries, 16, async (entry) => {
    const facts = byKey.get(entry.key) ?? [];
    const outcome = await outcomeOf(client, entry.key);
    if (entry.answer) counts.acknowledged += 1;
    else if (facts.length > 0) counts.recorded += 1;
    else counts.absent += 1;
    wrong.push(...faultsOf(entry, facts, outcome).map((fault) => `${entry.key}: ${fault}`));
  });
  const unknown = [...byKey.keys()].filter(
    (key) => !ledger.get(key) && !key.startsWith('open-') && !others.test(key),
  );
  wrong.push(...unknown.map((key) => `${key} is in the log, and nobody sent it`));
  return {
    acknowledged: counts.acknowledged,
    unansweredButRecorded: counts.recorded,
    unansweredAndAbsent: counts.absent,
    facts: log.length,
    wrong,
  };
}

function faultsOf(
  entry: Entry,
  facts: readonly WireEvent[],
  outcome: Outcome | undefined,
): readonly string[] {
  const faults: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) faults.push(`${what}; ${JSON.stringify({ entry, facts, outcome })}`);
  };
  claim(facts.length > 0 === (outcome !== undefined), 'the key tells other than the log');
  if (facts.length === 0) {
    claim(entry.answer === undefined, 'acknowledged, and lost');
    return faults;
  }
  if (!entry.answer) claim(entry.inDoubt, 'the bank said that nothing was recorded');
  claim(isOneCommand(facts), 'recorded more than once, or in part');
  const positions = facts.map(({ position }) => position);
  claim(String(outcome?.positions) === String(positions), 'the key names other positions');
  if (entry.answer) {
    const { status, text } = entry.answer;
    claim(status < 300 === (outcome?.status === 'succeeded'), 'the key tells another verdict');
    claim(plain(text) === plain(JSON.stringify(outcome?.response)), 'the key tells another reply');
  }
  return faults;
}

/** One fact, or the two sides of a transfer or of its reversal beside each other. */
function isOneCommand(facts: readonly WireEvent[]): boolean {
  const [first, second, third] = facts;
  if (!second) return first?.type !== 'MoneySent' && first?.type !== 'MoneyReceived';
  const sides = `${first?.type} ${second.type}`;
  return (
    third === undefined &&
    second.position === (first?.position ?? 0) + 1 &&
    ['MoneySent MoneyReceived', 'TransactionReversed TransactionReversed'].includes(sides)
  );
}

/** Places of the log and versions of each account have no gap, and time does not go back. */
export function gaps(log: readonly WireEvent[]): readonly string[] {
  const versions = new Map<string, number>();
  const wrong: string[] = [];
  let last = '';
  for (const [index, { position, stream, version, recordedAt }] of log.entries()) {
    if (position !== index + 1) wrong.push(`position ${position} stands in place ${index + 1}`);
    const expected = (versions.get(stream) ?? 0) + 1;
    if (version !== expected) wrong.push(`${stream} has version ${version}, not ${expected}`);
    if (recordedAt < last) wrong.push(`${recordedAt} follows ${last} at ${position}`);
    versions.set(stream, version);
    last = recordedAt;
  }
  return wrong;
}

async function outcomeOf(client: HttpClient, key: string): Promise<Outcome | undefined> {
  const { status, text } = await client.call({ path: `/v1/commands/${key}` });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`GET /v1/commands/${key} answered ${status}: ${text}`);
  return JSON.parse(text) as Outcome;
}

/** Does work for every item, some at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
