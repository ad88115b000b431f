// What the reference model knows of an account, and the questions that all of its rules ask.

import { digitsOf, MOST, read, write } from './amounts.ts';

/** One account in minor units; replaced, never changed, so that a bulk can be taken back. */
export interface Book {
  /** Absent where an opening was refused: such a book is on no shelf. */
  readonly status: 'open' | 'frozen' | 'closed' | 'absent';
  readonly owner: string;
  readonly currency: string;
  readonly posted: bigint;
  readonly limit: bigint;
  readonly holds: ReadonlyMap<string, { readonly amount: bigint; readonly end: number }>;
  readonly used: ReadonlySet<string>;
  readonly version: number;
}

/** A fact that a request leads to, and the account as it leaves it. */
export interface Change {
  readonly account: string;
  readonly book: Book;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface No {
  readonly code: string;
  readonly numbers: Readonly<Record<string, string | number>>;
}

/** What the rules look at. */
export interface Sight {
  readonly books: ReadonlyMap<string, Book>;
  readonly reversed: ReadonlySet<number>;
  readonly now: number;
}

export class Malformed extends Error {}

/** An account that nothing has happened to. */
export function blankBook(currency: string): Book {
  const nothing = { owner: '', posted: 0n, limit: 0n, version: 0 };
  return { status: 'absent', currency, ...nothing, holds: new Map(), used: new Set() };
}

export function held({ holds }: Book): bigint {
  let sum = 0n;
  for (const { amount } of holds.values()) sum += amount;
  return sum;
}

export const no = (code: string, numbers: No['numbers'] = {}): No => ({ code, numbers });
export const tooLarge = (minor: bigint, currency: string): No =>
  no('amount-too-large', { limit: write(MOST, currency), requested: write(minor, currency) });
export const spendable = (book: Book): bigint => book.posted - held(book) + book.limit;

/** The account if money may move on it (`frozen`: or if it may at least be spoken of). */
export function find(sight: Sight, account: string, frozen = false): Book | No {
  const book = sight.books.get(account);
  if (!book) return no('account-not-found', { account });
  if (book.status === 'closed') return no('account-closed', { account });
  if (book.status === 'frozen' && !frozen) return no('account-frozen', { account });
  return book;
}

export function amountOf(book: Book, amount: string, currency: string, least: bigint): bigint | No {
  if (currency !== book.currency) {
    return no('currency-mismatch', { expected: book.currency, given: currency });
  }
  const minor = read(amount, currency);
  if (minor === 'malformed') throw new Malformed(amount);
  if (minor === 'amount-precision') return no(minor, { currency, digits: digitsOf(currency) });
  if (minor > MOST) return tooLarge(minor, currency);
  return minor < least ? no('amount-not-positive') : minor;
}

export function add(book: Book, minor: bigint): Book | No {
  if (minor >= 0n) {
    const next = { ...book, posted: book.posted + minor };
    return next.posted + next.limit > MOST ? tooLarge(minor, book.currency) : next;
  }
  if (-minor <= spendable(book)) return { ...book, posted: book.posted + minor };
  const [available = '', requested = '', limit = ''] = [spendable(book), -minor, book.limit].map(
    (m) => write(m, book.currency),
  );
  return no('insufficient-funds', { available, requested, limit });
}

/** Tells a refusal from what a rule answers otherwise. */
export const isNo = (value: object | bigint): value is No =>
  typeof value === 'object' && 'code' in value && 'numbers' in value;
