// The import command: reads its arguments and a file, and says what came of it.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { isCurrency } from '@passbook/banking';
import { importBankFile, ImportStopped } from './bank-import.ts';
import { BulkClient, NoPassbook } from './bulk-client.ts';
import { readBankFile } from './passbook-csv.ts';
import { Failure, UsageError } from '../cli/command-line.ts';
import { progress, type ProgressStream } from '../cli/progress.ts';

export const IMPORT_HELP = `Usage: npm run import -- FILE [options]

Brings a bank's history into a running Passbook, through its public API. Accounts are opened as
they appear, with the overdraft that their history needs. Every balance that the bank recorded is
compared with the one that Passbook recorded; the first difference stops the import.

The whole file is checked first: when a row is bad, its line is named and nothing is recorded. An
import can be broken off and repeated at any time, since each transaction comes in once, by its id.

  FILE             a .csv file, or one that is compressed with gzip
  --format NAME    passbook-csv: a header, then one row for each movement, in booking order, with
                   transaction_id, account, value_date, direction (credit or debit), amount,
                   balance_after; and operation, purpose, counterparty_bank, counterparty_account
                   where they are known
  --currency CODE  the currency of the whole file, CZK by default
  --url URL        where Passbook is, http://localhost:3000 by default
  --help           show this text`;

const OPTIONS = {
  format: { type: 'string', default: 'passbook-csv' },
  currency: { type: 'string', default: 'CZK' },
  url: { type: 'string', default: 'http://localhost:3000' },
} as const;

interface Output {
  /** Where the progress goes. */
  readonly stream?: ProgressStream;
}

/**
 * Imports the file that the arguments name.
 * @returns one line that says what was found
 * @throws UsageError for arguments that make no sense, Failure where something is not right
 */
export async function importCommand(
  args: readonly string[],
  { stream }: Output = {},
): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const { format, currency, url } = values;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError('Name one file to import.');
  if (format !== 'passbook-csv') throw new UsageError(`There is no format "${format}".`);
  if (!isCurrency(currency)) throw new UsageError(`"${currency}" is not an ISO 4217 code.`);
  if (!URL.canParse(url)) throw new UsageError(`"${url}" is not a URL.`);
  const read = readBankFile(textOf(file), currency);
  if ('faults' in read) {
    throw new Failure(`${read.faults.join('\n')}\n${file}: nothing of it was recorded.`);
  }
  const bar = progress('import', read.movements.length, stream ? { stream } : {});
  const onProgress = (rows: number): void => {
    bar.to(rows);
  };
  try {
    const client = new BulkClient(url);
    const report = await importBankFile(read, client, { currency, onProgress });
    const { rows, equal, accounts, recorded } = report;
    bar.end();
    const counted = [rows, equal, accounts, recorded].map((n) => n.toLocaleString('en-US'));
    const [allRows, allEqual, allAccounts, allRecorded] = counted;
    return (
      `${allEqual} of ${allRows} balances equal, ${allAccounts} accounts, ` +
      `${allRecorded} new facts`
    );
  } catch (error) {
    bar.end();
    const told = error instanceof ImportStopped || error instanceof NoPassbook;
    throw told ? new Failure(error.message) : error;
  }
}

/** @throws UsageError for a file that can not be read */
function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (zipped ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${file} can not be read: ${why}`);
  }
}
