// The rules of a bank once more, as plainly as possible: what each request leads to.

import type { BankingCommand } from '@passbook/banking';
import { MOST, read, write } from './amounts.ts';
import {
  add,
  amountOf,
  blankBook,
  find,
  held,
  isNo,
  no,
  spendable,
  tooLarge,
  type Book,
  type Change,
  type No,
  type Sight,
} from './book.ts';

type DataOf<Type extends BankingCommand['type']> = Extract<BankingCommand, { type: Type }>['data'];
type Answer = readonly Change[] | No;

function move(
  sight: Sight,
  type: string,
  data: Omit<DataOf<'DepositMoney'>, 'account'>,
  sides: readonly (readonly [account: string, sign: 1n | -1n, fields: object, type?: string])[],
): Answer {
  const books = sides.map(([account]) => find(sight, account));
  const barred = books.find(isNo);
  if (barred) return barred;
  const [first, second] = sides;
  if (second && first?.[0] === second[0]) return no('same-account', { account: second[0] });
  const { currency, reference } = data;
  const amounts: bigint[] = [];
  for (const book of books) {
    const minor = amountOf(book as Book, data.amount, currency, 1n);
    if (isNo(minor)) return minor;
    amounts.push(minor);
  }
  const valueDate = data.valueDate ?? new Date(sight.now).toISOString().slice(0, 10);
  const changes: Change[] = [];
  for (const [index, [account, sign, fields, name = type]] of sides.entries()) {
    const minor = amounts[index] ?? 0n;
    const book = add(books[index] as Book, sign * minor);
    if (isNo(book)) return book;
    const known = { amount: write(minor, currency), currency, reference, valueDate, ...fields };
    changes.push({ account, book, type: name, data: known });
  }
  return changes;
}

function settle(
  { now, ...sight }: Sight,
  { account, hold }: { readonly account: string; readonly hold: string },
  want: 'capture' | 'release',
): { book: Book; amount: bigint; rest: Omit<Book, 'posted'> } | No {
  const book = find({ now, ...sight }, account, want === 'release');
  if (isNo(book)) return book;
  const open = book.holds.get(hold);
  if (!open && !book.used.has(hold)) return no('hold-not-found', { hold, account });
  if (!open || (want === 'capture' && now >= open.end)) return no('hold-not-open', { hold });
  const holds = new Map(book.holds);
  holds.delete(hold);
  return { book, amount: open.amount, rest: { ...book, holds } };
}

type Rules = {
  readonly [Type in Exclude<BankingCommand['type'], 'ReverseTransaction'>]: (
    data: DataOf<Type>,
    sight: Sight,
  ) => Answer;
};

export const rules: Rules = {
  OpenAccount({ account, owner, currency, overdraftLimit = '0' }, sight) {
    if (sight.books.has(account)) return no('account-exists', { account });
    const blank: Book = { ...blankBook(currency), status: 'open', owner };
    const limit = amountOf(blank, overdraftLimit, currency, 0n);
    if (isNo(limit)) return limit;
    const data = { owner, currency, overdraftLimit: write(limit, currency) };
    return [{ account, book: { ...blank, limit }, type: 'AccountOpened', data }];
  },
  SetOverdraftLimit({ account, amount, currency }, sight) {
    const book = find(sight, account, true);
    const limit = isNo(book) ? book : amountOf(book, amount, currency, 0n);
    if (isNo(book) || isNo(limit)) return limit as No;
    const next = { ...book, limit };
    if (spendable(next) < 0n && limit < book.limit) {
      const needed = write(held(book) - book.posted, currency);
      return no('overdraft-in-use', { needed, limit: write(limit, currency) });
    }
    if (next.posted + limit > MOST) return tooLarge(limit, currency);
    const previous = write(book.limit, currency);
    const data = { amount: write(limit, currency), currency, previous };
    return [{ account, book: next, type: 'OverdraftLimitSet', data }];
  },
  FreezeAccount({ account, reason }, sight) {
    const book = find(sight, account);
    if (isNo(book)) return book;
    return [
      { account, book: { ...book, status: 'frozen' }, type: 'AccountFrozen', data: { reason } },
    ];
  },
  UnfreezeAccount({ account, reason }, sight) {
    const book = find(sight, account, true);
    if (isNo(book)) return book;
    if (book.status !== 'frozen') return no('account-not-frozen', { account });
    return [
      { account, book: { ...book, status: 'open' }, type: 'AccountUnfrozen', data: { reason } },
    ];
  },
  CloseAccount({ account, reason }, sight) {
    const book = find(sight, account);
    if (isNo(book)) return book;
    if (book.holds.size > 0) return no('holds-open', { count: book.holds.size });
    const { posted, currency } = book;
    if (posted !== 0n) return no('balance-not-zero', { posted: write(posted, currency) });
    return [
      { account, book: { ...book, status: 'closed' }, type: 'AccountClosed', data: { reason } },
    ];
  },
  DepositMoney: (data, sight) => move(sight, 'MoneyDeposited', data, [[data.account, 1n, {}]]),
  WithdrawMoney: (data, sight) => move(sight, 'MoneyWithdrawn', data, [[data.account, -1n, {}]]),
  TransferMoney: (data, sight) =>
    move(sight, 'MoneySent', data, [
      [data.from, -1n, { transferId: data.transfer, to: data.to }],
      [data.to, 1n, { transferId: data.transfer, from: data.from }, 'MoneyReceived'],
    ]),
  PlaceHold({ account, hold, amount, currency, reference, expiresIn }, sight) {
    const book = find(sight, account);
    const minor = isNo(book) ? book : amountOf(book, amount, currency, 1n);
    if (isNo(book) || isNo(minor)) return minor as No;
    if (book.used.has(hold)) return no('hold-exists', { hold });
    const short = add(book, -minor);
    if (isNo(short)) return short;
    const end = expiresIn === undefined ? Infinity : sight.now + expiresIn * 1000;
    const holds = new Map(book.holds).set(hold, { amount: minor, end });
    const next = { ...book, holds, used: new Set(book.used).add(hold) };
    const expiresAt = end === Infinity ? undefined : new Date(end).toISOString();
    const data = { holdId: hold, amount: write(minor, currency), currency, reference, expiresAt };
    return [{ account, book: next, type: 'HoldPlaced', data }];
  },
  CaptureHold({ account, hold, amount, currency }, sight) {
    const found = settle(sight, { account, hold }, 'capture');
    if (isNo(found)) return found;
    const { book, rest } = found;
    const text = amount ?? write(found.amount, book.currency);
    const minor = amountOf(book, text, currency ?? book.currency, 1n);
    if (isNo(minor)) return minor;
    const [requested = '', all = '', released = ''] = [
      minor,
      found.amount,
      found.amount - minor,
    ].map((one) => write(one, book.currency));
    if (minor > found.amount) return no('amount-beyond-hold', { held: all, requested });
    const data = { holdId: hold, amount: requested, currency: book.currency, released };
    const next = { ...rest, posted: book.posted - minor };
    return [{ account, book: next, type: 'HoldCaptured', data }];
  },
  ReleaseHold({ account, hold, reason }, sight) {
    const found = settle(sight, { account, hold }, 'release');
    if (isNo(found)) return found;
    const { book, amount, rest } = found;
    const data = { holdId: hold, amount: write(amount, book.currency), currency: book.currency };
    const next = { ...rest, posted: book.posted };
    return [{ account, book: next, type: 'HoldReleased', data: { ...data, reason } }];
  },
  ExpireHold({ account, hold }, sight) {
    const open = sight.books.get(account)?.holds.get(hold);
    if (!open || sight.now < open.end) return [];
    const found = settle(sight, { account, hold }, 'release');
    if (isNo(found)) return found;
    const { book, amount, rest } = found;
    const data = { holdId: hold, amount: write(amount, book.currency), currency: book.currency };
    return [{ account, book: { ...rest, posted: book.posted }, type: 'HoldExpired', data }];
  },
};

const undoing: Readonly<Record<string, 1n | -1n>> = {
  MoneyDeposited: -1n,
  MoneyReceived: -1n,
  MoneyWithdrawn: 1n,
  MoneySent: 1n,
};

/** What the model remembers of a fact. */
export interface Original {
  readonly account: string;
  readonly position: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Undoes one side after the other; each on its own account. */
export function reverse(originals: readonly Original[], reason: string, sight: Sight): Answer {
  const changes: Change[] = [];
  for (const { account, position, type, data } of originals) {
    if (!sight.books.has(account)) return no('account-not-found', { account });
    const sign = undoing[type];
    if (sign === undefined) return no('not-reversible', { originalType: type });
    const book = find(sight, account);
    if (isNo(book)) return book;
    if (sight.reversed.has(position)) return no('already-reversed', { originalPosition: position });
    const { amount, currency, transferId } = data as Readonly<Record<string, string>>;
    const next = add(book, sign * (read(amount ?? '', book.currency) as bigint));
    if (isNo(next)) return next;
    const effect = sign > 0n ? 'credit' : 'debit';
    const original = { originalPosition: position, originalType: type };
    const known = { ...original, effect, amount, currency, reason, transferId };
    changes.push({ account, book: next, type: 'TransactionReversed', data: known });
  }
  return changes;
}
