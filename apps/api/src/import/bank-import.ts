// Brings the movements of a file into a Passbook, and compares every balance with the bank's own.

import { formatMinor } from '@passbook/banking';
import type { Problem, Receipt } from '@passbook/contracts';
import type { BulkClient, BulkItem, BulkResult } from './bulk-client.ts';
import type { BankFile, Movement } from './passbook-csv.ts';

/** What was found when all rows were in. */
export interface ImportReport {
  readonly rows: number;
  /** How many rows left the balance that the bank recorded: all of them, or it had stopped. */
  readonly equal: number;
  readonly accounts: number;
  /** How many facts are new; none where the file had come in before. */
  readonly recorded: number;
}

/** A row was refused, or left another balance than the bank's; the message names it. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped';
}

interface ImportOptions {
  readonly currency: string;
  readonly onProgress?: (rows: number) => void;
}

const AT_ONCE = 1000;

/**
 * Imports a file. Every item has a key made of the bank's own ids: what is in already is answered
 * with its first outcome, so that an import can be broken off and repeated at any time.
 * @throws ImportStopped at the first row that does not come out right, NoPassbook
 */
export async function importBankFile(
  { movements, lowest }: BankFile,
  client: BulkClient,
  { currency, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const before = await client.logSize();
  const known = new Set<string>();
  let equal = 0;
  let waiting: Sent[] = [];
  const send = async (): Promise<void> => {
    const results = await client.send(waiting.map(({ item }) => item));
    for (const [at, { movement }] of waiting.entries()) {
      if (movement) equal += check(movement, results[at], currency);
      else checkOpened(results[at]);
    }
    waiting = [];
    onProgress?.(equal);
  };
  for (const movement of movements) {
    const { account } = movement;
    if (waiting.length + 2 > AT_ONCE) await send();
    if (!known.has(account)) waiting.push({ item: opening(account, lowest, currency) });
    known.add(account);
    waiting.push({ item: booking(movement, currency), movement });
  }
  if (waiting.length > 0) await send();
  const recorded = (await client.logSize()) - before;
  return { rows: movements.length, equal, accounts: known.size, recorded };
}

interface Sent {
  readonly item: BulkItem;
  /** Of a row; an opening has none. */
  readonly movement?: Movement;
}

/** Accounts open as they appear, with the overdraft that their history needs. */
function opening(account: string, lowest: ReadonlyMap<string, bigint>, currency: string): BulkItem {
  const overdraftLimit = formatMinor(-(lowest.get(account) ?? 0n), currency);
  return {
    key: `passbook-csv:account:${account}`,
    method: 'POST',
    path: '/v1/accounts',
    body: { id: account, owner: `Account ${account}`, currency, overdraftLimit },
  };
}

function booking(movement: Movement, currency: string): BulkItem {
  const { id, account, direction, amount, valueDate, reference } = movement;
  return {
    key: `passbook-csv:${id}`,
    method: 'POST',
    path: `/v1/accounts/${account}/${direction === 'credit' ? 'deposits' : 'withdrawals'}`,
    body: {
      amount: formatMinor(amount, currency),
      currency,
      valueDate,
      ...(reference !== undefined && { reference }),
    },
  };
}

/** An account that is there already may be the right one: its balances will tell. */
function checkOpened(result: BulkResult | undefined): void {
  if (!result) throw new ImportStopped('the server left out a result');
  if (result.status < 400) return;
  const { code, detail } = result.body as Problem;
  if (code !== 'account-exists') throw new ImportStopped(`${result.key}: ${code}. ${detail}`);
}

function check(movement: Movement, result: BulkResult | undefined, currency: string): 1 {
  const { line, id, account, balanceAfter } = movement;
  const row = `line ${line} (transaction ${id}, account ${account})`;
  if (!result) throw new ImportStopped(`${row}: the server left out its result`);
  if (result.status >= 400) {
    const { code, detail } = result.body as Problem;
    throw new ImportStopped(`${row} was refused: ${code}. ${detail}`);
  }
  const expected = formatMinor(balanceAfter, currency);
  const actual = (result.body as Receipt).balance.posted;
  if (actual === expected) return 1;
  throw new ImportStopped(
    `${row} left another balance: expected ${expected}, actual ${actual}. ` +
      'Nothing after it was sent.',
  );
}
