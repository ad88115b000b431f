// The format `passbook-csv`: one movement a row, each with the balance that the bank recorded.

import { formatMinor, parseAmount } from '@passbook/banking';
import { receipt } from '@passbook/contracts';
import * as z from 'zod';
import { csvRecords, NotCsv, type CsvRecord } from './csv-records.ts';

/** A movement as the bank booked it; amounts in minor units. */
export interface Movement {
  readonly line: number;
  readonly id: string;
  readonly account: string;
  readonly valueDate: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: bigint;
  /** What the bank itself recorded as the balance after this row. */
  readonly balanceAfter: bigint;
  readonly reference: string | undefined;
}

/** A file without a fault. */
export interface BankFile {
  readonly movements: readonly Movement[];
  /** The lowest balance of each account, zero where it never went below. */
  readonly lowest: ReadonlyMap<string, bigint>;
}

/** What is wrong with a file, each with its line; there is at least one. */
export interface BadRows {
  readonly faults: readonly string[];
}

const NEEDED = [
  'transaction_id',
  'account',
  'value_date',
  'direction',
  'amount',
  'balance_after',
] as const;
const OPTIONAL = ['operation', 'purpose', 'counterparty_bank', 'counterparty_account'] as const;

type Row = Readonly<Record<(typeof NEEDED)[number] | (typeof OPTIONAL)[number], string>>;

/** Enough to see what is wrong with a file. */
const MOST_FAULTS = 20;

/** Reads a whole file and checks each row, and that the balances of each account chain up. */
export function readBankFile(text: string, currency: string): BankFile | BadRows {
  const file = new FileReader(currency);
  try {
    for (const record of csvRecords(text)) {
      file.read(record);
      if (file.faults.length >= MOST_FAULTS) break;
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    file.faults.push(error.message);
  }
  return file.result();
}

class FileReader {
  readonly faults: string[] = [];
  readonly #currency: string;
  readonly #movements: Movement[] = [];
  readonly #lines = new Map<string, number>();
  readonly #balances = new Map<string, bigint>();
  readonly #lowest = new Map<string, bigint>();
  #header: readonly string[] | undefined;

  constructor(currency: string) {
    this.#currency = currency;
  }

  read(record: CsvRecord): void {
    if (!this.#header) {
      this.#header = record.cells.map((name) => name.trim());
      const missing = NEEDED.filter((name) => !this.#header?.includes(name));
      if (missing.length > 0) this.#fault(record, `the column ${missing.join(', ')} is missing`);
      return;
    }
    if (record.cells.length !== this.#header.length) {
      const { length } = record.cells;
      this.#fault(record, `has ${length} cells, the header has ${this.#header.length}`);
      return;
    }
    const cells = record.cells;
    const row = Object.fromEntries(this.#header.map((name, at) => [name, cells[at]?.trim() ?? '']));
    const movement = this.#movement(record, row as unknown as Row);
    if (typeof movement === 'string') this.#fault(record, movement);
    else this.#book(movement);
  }

  result(): BankFile | BadRows {
    if (this.#header === undefined) this.faults.push('line 1: the file is empty');
    if (this.faults.length > 0) return { faults: this.faults };
    return { movements: this.#movements, lowest: this.#lowest };
  }

  /** The movement of a row, or what is wrong with it. */
  #movement({ line }: CsvRecord, row: Row): Movement | string {
    const { transaction_id: id, account, value_date: valueDate, direction } = row;
    if (!/^[\x21-\x7e]{1,200}$/.test(id)) return `transaction_id "${id}" is not a name`;
    const former = this.#lines.get(id);
    if (former !== undefined) return `transaction_id ${id} stands on line ${former} already`;
    this.#lines.set(id, line);
    if (!receipt.shape.accountId.safeParse(account).success) {
      return `account "${account}" is not 1 to 64 of A-Z a-z 0-9 . _ -`;
    }
    if (!z.iso.date().safeParse(valueDate).success) return `value_date "${valueDate}" is no date`;
    if (direction !== 'credit' && direction !== 'debit') {
      return `direction "${direction}" is neither credit nor debit`;
    }
    const amount = this.#amount(row.amount);
    if (amount === undefined || amount <= 0n) {
      return `amount "${row.amount}" is not a positive amount of ${this.#currency}`;
    }
    const balanceAfter = this.#amount(row.balance_after);
    if (balanceAfter === undefined) {
      return `balance_after "${row.balance_after}" is not an amount of ${this.#currency}`;
    }
    return { line, id, account, valueDate, direction, amount, balanceAfter, reference: said(row) };
  }

  /** The balance after a row must be the one before it and the movement; the first starts at 0. */
  #book(movement: Movement): void {
    const { account, line, direction, amount, balanceAfter } = movement;
    const before = this.#balances.get(account) ?? 0n;
    const after = direction === 'credit' ? before + amount : before - amount;
    if (after !== balanceAfter) {
      const [was, says, is] = [before, balanceAfter, after].map((minor) =>
        formatMinor(minor, this.#currency),
      );
      this.#fault(
        { line },
        `gap in the balance of account ${account}: ${was} before this row, so ${is} after it, ` +
          `but balance_after says ${says}`,
      );
    }
    this.#movements.push(movement);
    this.#balances.set(account, balanceAfter);
    const lowest = this.#lowest.get(account) ?? 0n;
    this.#lowest.set(account, balanceAfter < lowest ? balanceAfter : lowest);
  }

  /** Minor units of an amount with an optional minus, exactly. */
  #amount(text: string): bigint | undefined {
    const match = /^(-?)((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)$/.exec(text);
    if (!match) return undefined;
    const minor = parseAmount(match[2] ?? '', this.#currency);
    if (typeof minor !== 'bigint') return undefined;
    return match[1] === '-' ? -minor : minor;
  }

  #fault({ line }: Pick<CsvRecord, 'line'>, says: string): void {
    this.faults.push(`line ${line}: ${says}`);
  }
}

/** What the row says of itself, for people. */
function said(row: Row): string | undefined {
  const counterparty = [row.counterparty_bank, row.counterparty_account].filter(Boolean).join(' ');
  const words = [row.operation, row.purpose, counterparty].filter(Boolean).join(', ');
  return words === '' ? undefined : words.slice(0, 500);
}
