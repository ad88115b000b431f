// The last look at a bank: database, facts, fold and model say the same, row by row.

import type { Connections } from '@passbook/event-store';
import { verify } from '@passbook/read-models';
import { write } from '../model/amounts.ts';
import { held, type Book } from '../model/book.ts';
import type { ReferenceBank } from '../model/reference-bank.ts';
import type { Truth } from '../port/truth.ts';
import { must, mustEqual } from './violation.ts';

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly currency: string;
  readonly status: string;
  readonly posted: string;
  readonly held: string;
  readonly overdraftLimit: string;
  readonly version: string;
}

/** @throws Violation */
export async function checkAll(
  connections: Connections,
  model: ReferenceBank,
  truth: Truth,
): Promise<void> {
  await checkFacts(connections, truth);
  await checkRows(connections, model);
  for (const { id, claim, ok, found } of await verify(connections)) {
    must(ok, id, () => `it does not hold that ${claim}: ${found}`);
  }
}

/** What was committed is what is stored, no more and no less. */
async function checkFacts({ reads }: Connections, truth: Truth): Promise<void> {
  const rows = await reads.query<{ leaf_hash: string }[]>(
    'SELECT leaf_hash FROM events ORDER BY position',
  );
  const stored = rows.map(({ leaf_hash }) => leaf_hash);
  const wanted = truth.facts.map(({ leafHash }) => leafHash);
  mustEqual(stored, wanted, 'I19', 'the hashes of the stored facts');
}

/** The accounts table as the model has it. */
export async function checkRows({ reads }: Connections, model: ReferenceBank): Promise<void> {
  const rows = await reads.query<Row[]>(
    `SELECT id, owner, currency, status, CAST(posted AS TEXT) AS posted,
       CAST(held AS TEXT) AS held, CAST(overdraft_limit AS TEXT) AS "overdraftLimit",
       CAST(version AS TEXT) AS version
     FROM accounts ORDER BY id`,
  );
  const wanted = [...model.books].sort(([left], [right]) => (left < right ? -1 : 1)).map(rowOf);
  mustEqual(rows, wanted, 'I2', 'the table of accounts');
}

function rowOf([id, book]: readonly [string, Book]): Row {
  const { owner, currency, status, posted, limit, version } = book;
  const numbers = { posted: `${posted}`, held: `${held(book)}`, overdraftLimit: `${limit}` };
  return { id, owner, currency, status, ...numbers, version: String(version) };
}

/** The sums of the model by currency, as text. */
export function sumsOf(model: ReferenceBank): Readonly<Record<string, string>> {
  const sums = new Map<string, bigint>();
  for (const { currency, posted } of model.books.values()) {
    sums.set(currency, (sums.get(currency) ?? 0n) + posted);
  }
  return Object.fromEntries([...sums].map(([code, sum]) => [code, write(sum, code)]));
}
