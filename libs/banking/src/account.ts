// What an account is, and the checks that every rule about accounts shares.

import { digitsOf } from './currencies.ts';
import { GrowingSet } from './growing-set.ts';
import { formatMinor, MAX_MINOR, parseAmount, withAllDigits } from './money.ts';
import { refuse, type Refusal } from './refusals.ts';

/** Where an account stands in its life. */
export type AccountStatus = 'open' | 'frozen' | 'closed';

/** Money set aside for a payment that may come. */
export interface Hold {
  readonly id: string;
  readonly amount: bigint;
  /** Milliseconds since 1970; a hold without an end stays until it is settled. */
  readonly expiresAt: number | undefined;
  readonly reference: string | undefined;
}

/** The state that decides: amounts in minor units of `currency`. */
export interface Account {
  readonly id: string;
  readonly status: AccountStatus | 'absent';
  readonly owner: string;
  readonly currency: string;
  readonly posted: bigint;
  /** The sum of the open holds. */
  readonly held: bigint;
  readonly overdraftLimit: bigint;
  readonly holds: ReadonlyMap<string, Hold>;
  /** Holds that were captured, released or expired: their names are not used again. */
  readonly settledHolds: GrowingSet<string>;
  /** Positions of this account's facts that were reversed. */
  readonly reversed: GrowingSet<number>;
}

/** The account as a fact left it; every event carries it, so that each explains itself. */
export interface After {
  /** Absent where an opening was refused: there is no account then, and nothing on it. */
  readonly status: Account['status'];
  readonly currency: string;
  readonly posted: string;
  readonly held: string;
  readonly overdraftLimit: string;
}

/** The account of that name before anything happened to it. */
export function absent(id: string): Account {
  return {
    id,
    status: 'absent',
    owner: '',
    currency: '',
    posted: 0n,
    held: 0n,
    overdraftLimit: 0n,
    holds: new Map(),
    settledHolds: GrowingSet.of(),
    reversed: GrowingSet.of(),
  };
}

/** What can be spent now, in minor units: posted - held + overdraft limit. */
export function available(account: Pick<Account, 'posted' | 'held' | 'overdraftLimit'>): bigint {
  return account.posted - account.held + account.overdraftLimit;
}

/** The account as its next fact will describe it. */
export function after(account: Account): After {
  const { status, currency } = account;
  if (currency === '') throw new Error(`account ${account.id} does not exist`);
  return {
    currency,
    held: formatMinor(account.held, currency),
    overdraftLimit: formatMinor(account.overdraftLimit, currency),
    posted: formatMinor(account.posted, currency),
    status,
  };
}

/** Refuses what needs an account that exists and is not closed. */
export function mustBeOpen(account: Account): Refusal | undefined {
  if (account.status === 'absent') return refuse('account-not-found', { account: account.id });
  if (account.status === 'closed') return refuse('account-closed', { account: account.id });
  return undefined;
}

/** Refuses what moves money on an account that is not open, or is frozen. */
export function mustBeActive(account: Account): Refusal | undefined {
  if (account.status === 'frozen') return refuse('account-frozen', { account: account.id });
  return mustBeOpen(account);
}

/** Reads an amount in the account's currency: minor units (zero allowed), or why not. */
export function amountFor(account: Account, amount: string, currency: string): bigint | Refusal {
  if (currency !== account.currency) {
    return refuse('currency-mismatch', { expected: account.currency, given: currency });
  }
  const minor = parseAmount(amount, currency);
  if (minor === 'amount-precision') {
    return refuse('amount-precision', { currency, digits: digitsOf(currency) });
  }
  return minor === 'amount-too-large' ? tooLarge(withAllDigits(amount, currency), currency) : minor;
}

/** Reads an amount of money that moves: more than zero, in the account's currency. */
export function movementFor(account: Account, amount: string, currency: string): bigint | Refusal {
  const minor = amountFor(account, amount, currency);
  return minor === 0n ? refuse('amount-not-positive') : minor;
}

/** Refuses to take more from an account than it has to spend: the floor of every debit. */
export function mustCover(account: Account, minor: bigint): Refusal | undefined {
  const spendable = available(account);
  if (minor <= spendable) return undefined;
  return refuse('insufficient-funds', {
    available: formatMinor(spendable, account.currency),
    limit: formatMinor(account.overdraftLimit, account.currency),
    requested: formatMinor(minor, account.currency),
  });
}

/**
 * Refuses a credit or a limit after which a number of the account would not fit its 64 bits.
 * Its parts bound the others: what is held or available never exceeds posted + overdraft limit.
 * @param minor the credit or the limit that would lead to `next`
 */
export function mustFit(next: Account, minor: bigint): Refusal | undefined {
  const reach = next.posted + next.overdraftLimit;
  if (reach <= MAX_MINOR) return undefined;
  return tooLarge(formatMinor(minor, next.currency), next.currency);
}

function tooLarge(requested: string, currency: string): Refusal {
  return refuse('amount-too-large', { limit: formatMinor(MAX_MINOR, currency), requested });
}
