// A second bank, written as plainly as possible: it predicts every verdict and every balance of
// the first from the commands alone, and shares no code with the rules that it is held against.

import type { BankingCommand, OriginalFact } from '../src/index.ts';

const DIGITS: Readonly<Record<string, number>> = { EUR: 2, JPY: 0, KWD: 3, CLF: 4 };
const MOST = 9_223_372_036_854_775_807n;

interface ReferenceHold {
  readonly amount: bigint;
  readonly end: number;
}

/** One account, in minor units; nothing here is ever copied. */
export interface Book {
  readonly currency: string;
  status: 'open' | 'frozen' | 'closed';
  posted: bigint;
  limit: bigint;
  readonly holds: Map<string, ReferenceHold>;
  readonly usedNames: Set<string>;
}

/** What is set aside in a book. */
export function heldIn(book: Book): bigint {
  return [...book.holds.values()].reduce((sum, { amount }) => sum + amount, 0n);
}

function spendable(book: Book): bigint {
  return book.posted + book.limit - heldIn(book);
}

/** Minor units of an amount, or undefined where it is none that this book can take. */
function read(book: Book, amount: string, currency = book.currency): bigint | undefined {
  const [whole = '', fraction = ''] = amount.split('.');
  const digits = DIGITS[currency];
  if (currency !== book.currency || digits === undefined) return undefined;
  if (fraction.length > digits) return undefined;
  const minor = BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction.padEnd(digits, '0') || 0);
  return minor > MOST ? undefined : minor;
}

/** The bank that the other one is compared with. */
export class ReferenceBank {
  readonly books = new Map<string, Book>();
  readonly reversed = new Set<number>();

  /** Carries a command out where it is allowed, and says whether it was. */
  accepts(command: BankingCommand, now: number): boolean {
    switch (command.type) {
      case 'OpenAccount':
        return this.#open(command.data);
      case 'DepositMoney':
        return this.#move(command.data, command.data.account, 1n);
      case 'WithdrawMoney':
        return this.#move(command.data, command.data.account, -1n);
      case 'TransferMoney':
        return this.#transfer(command.data);
      case 'ReverseTransaction':
        return this.#reverse(command.data.originals);
      case 'ExpireHold':
        return this.#expire(command.data, now);
      default:
        return this.#onExisting(command, now);
    }
  }

  #onExisting(
    command: Exclude<
      BankingCommand,
      {
        type:
          | 'OpenAccount'
          | 'DepositMoney'
          | 'WithdrawMoney'
          | 'TransferMoney'
          | 'ReverseTransaction'
          | 'ExpireHold';
      }
    >,
    now: number,
  ): boolean {
    const book = this.books.get(command.data.account);
    if (!book || book.status === 'closed') return false;
    switch (command.type) {
      case 'SetOverdraftLimit': {
        const limit = read(book, command.data.amount, command.data.currency);
        if (limit === undefined || book.posted + limit > MOST) return false;
        if (book.posted + limit < heldIn(book)) return false;
        book.limit = limit;
        return true;
      }
      case 'FreezeAccount':
        return this.#turn(book, 'open', 'frozen');
      case 'UnfreezeAccount':
        return this.#turn(book, 'frozen', 'open');
      case 'CloseAccount':
        return book.posted === 0n && book.holds.size === 0 && this.#turn(book, 'open', 'closed');
      case 'PlaceHold': {
        const { hold, amount, currency, expiresIn = Infinity } = command.data;
        const minor = read(book, amount, currency) ?? 0n;
        if (book.status !== 'open' || minor === 0n || minor > spendable(book)) return false;
        if (book.usedNames.has(hold)) return false;
        book.usedNames.add(hold);
        book.holds.set(hold, { amount: minor, end: now + expiresIn * 1000 });
        return true;
      }
      case 'CaptureHold': {
        const { hold: name, amount, currency = book.currency } = command.data;
        const hold = book.holds.get(name);
        if (book.status !== 'open' || !hold || now >= hold.end) return false;
        const whole = currency === book.currency ? hold.amount : 0n;
        const minor = amount === undefined ? whole : (read(book, amount, currency) ?? 0n);
        if (minor === 0n || minor > hold.amount) return false;
        book.posted -= minor;
        return book.holds.delete(name);
      }
      case 'ReleaseHold':
        return book.holds.delete(command.data.hold);
    }
  }

  #turn(book: Book, from: Book['status'], to: Book['status']): boolean {
    if (book.status !== from) return false;
    book.status = to;
    return true;
  }

  #open(data: { account: string; currency: string; overdraftLimit?: string | undefined }): boolean {
    const book: Book = {
      currency: data.currency,
      status: 'open',
      posted: 0n,
      limit: 0n,
      holds: new Map(),
      usedNames: new Set(),
    };
    const limit = read(book, data.overdraftLimit ?? '0');
    if (limit === undefined || this.books.has(data.account)) return false;
    this.books.set(data.account, Object.assign(book, { limit }));
    return true;
  }

  /** Adds where `sign` is 1 and takes where it is -1, if that is allowed; `dry` only asks. */
  #move(
    { amount, currency }: { readonly amount: string; readonly currency: string },
    account: string,
    sign: 1n | -1n,
    dry = false,
  ): boolean {
    const book = this.books.get(account);
    if (book?.status !== 'open') return false;
    const minor = read(book, amount, currency) ?? 0n;
    if (minor === 0n) return false;
    if (sign < 0 ? minor > spendable(book) : book.posted + book.limit + minor > MOST) return false;
    if (!dry) book.posted += sign * minor;
    return true;
  }

  #transfer(data: { amount: string; currency: string; from: string; to: string }): boolean {
    if (data.from === data.to || !this.#move(data, data.to, 1n, true)) return false;
    return this.#move(data, data.from, -1n) && this.#move(data, data.to, 1n);
  }

  #reverse(originals: readonly OriginalFact[]): boolean {
    const signs: Readonly<Record<string, 1n | -1n>> = {
      MoneyDeposited: -1n,
      MoneyReceived: -1n,
      MoneyWithdrawn: 1n,
      MoneySent: 1n,
    };
    const sides = originals.map(({ account, position, type, data }) => ({
      account,
      position,
      sign: signs[type],
      money: data as { readonly amount: string; readonly currency: string },
    }));
    const each = (dry: boolean): boolean =>
      sides.every(({ account, sign, money }) => sign && this.#move(money, account, sign, dry));
    if (sides.some(({ position }) => this.reversed.has(position)) || !each(true)) return false;
    for (const { position } of sides) this.reversed.add(position);
    return each(false);
  }

  /** The clock may always ask; it only ends what is over. */
  #expire({ account, hold }: { account: string; hold: string }, now: number): true {
    const holds = this.books.get(account)?.holds;
    if (now >= (holds?.get(hold)?.end ?? Infinity)) holds?.delete(hold);
    return true;
  }
}
