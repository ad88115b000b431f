// Money that moves: into an account, out of it, and from one to another in a single decision.

import { movementFor, mustBeActive, mustCover, mustFit, type Account } from './account.ts';
import { formatMinor, parseMinor } from './money.ts';
import { isRefusal, refuse } from './refusals.ts';
import { dayOf, emit, type Effects, type Fact, type Rules } from './rules.ts';

interface MovementData {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly reference?: string | undefined;
  /** YYYY-MM-DD; the UTC day of recording where it is not given. */
  readonly valueDate?: string | undefined;
}

/** Puts money into an account. */
export class DepositMoney {
  readonly type = 'DepositMoney';
  constructor(readonly data: MovementData) {}
}

/** Takes money out of an account. */
export class WithdrawMoney {
  readonly type = 'WithdrawMoney';
  constructor(readonly data: MovementData) {}
}

/** Moves money between two accounts of this bank: wholly or not at all. */
export class TransferMoney {
  readonly type = 'TransferMoney';
  constructor(
    readonly data: Omit<MovementData, 'account'> & {
      readonly transfer: string;
      readonly from: string;
      readonly to: string;
    },
  ) {}
}

export type MovementCommand = DepositMoney | WithdrawMoney | TransferMoney;

interface Movement {
  amount: string;
  currency: string;
  reference?: string | undefined;
  valueDate: string;
}

type MoneyDeposited = Fact<'MoneyDeposited', Movement>;
type MoneyWithdrawn = Fact<'MoneyWithdrawn', Movement>;
type MoneySent = Fact<'MoneySent', Movement & { transferId: string; to: string }>;
type MoneyReceived = Fact<'MoneyReceived', Movement & { transferId: string; from: string }>;

export type MovementEvent = MoneyDeposited | MoneyWithdrawn | MoneySent | MoneyReceived;

export const movementRules: Rules<MovementCommand, MovementEvent> = {
  DepositMoney(data, bank) {
    const account = bank.account(data.account);
    const minor = mustBeActive(account) ?? movementFor(account, data.amount, data.currency);
    if (isRefusal(minor)) return minor;
    const next = credited(account, minor);
    const full = mustFit(next, minor);
    if (full) return full;
    const fields = movement(data, minor, bank.now);
    return [emit<MoneyDeposited>(next, 'MoneyDeposited', fields)];
  },

  WithdrawMoney(data, bank) {
    const account = bank.account(data.account);
    const minor = mustBeActive(account) ?? movementFor(account, data.amount, data.currency);
    if (isRefusal(minor)) return minor;
    const short = mustCover(account, minor);
    if (short) return short;
    const fields = movement(data, minor, bank.now);
    return [emit<MoneyWithdrawn>(debited(account, minor), 'MoneyWithdrawn', fields)];
  },

  TransferMoney(data, bank) {
    const from = bank.account(data.from);
    const to = bank.account(data.to);
    const barred = mustBeActive(from) ?? mustBeActive(to);
    if (barred) return barred;
    if (from.id === to.id) return refuse('same-account', { account: from.id });
    const minor = movementFor(from, data.amount, data.currency);
    if (isRefusal(minor)) return minor;
    const received = movementFor(to, data.amount, data.currency);
    if (isRefusal(received)) return received;
    const short = mustCover(from, minor) ?? mustFit(credited(to, minor), minor);
    if (short) return short;
    const fields = { transferId: data.transfer, ...movement(data, minor, bank.now) };
    return [
      emit<MoneySent>(debited(from, minor), 'MoneySent', { ...fields, to: to.id }),
      emit<MoneyReceived>(credited(to, minor), 'MoneyReceived', { ...fields, from: from.id }),
    ];
  },
};

export const movementEffects: Effects<MovementEvent> = {
  MoneyDeposited: (account, data) => credited(account, minorOf(data)),
  MoneyWithdrawn: (account, data) => debited(account, minorOf(data)),
  MoneySent: (account, data) => debited(account, minorOf(data)),
  MoneyReceived: (account, data) => credited(account, minorOf(data)),
};

/** The account with that much more on it. */
export function credited(account: Account, minor: bigint): Account {
  return withPosted(account, account.posted + minor);
}

/** The account with that much less on it. */
export function debited(account: Account, minor: bigint): Account {
  return withPosted(account, account.posted - minor);
}

/** Every movement comes by here, twice: a spread was a fifth of all that deciding costs. */
function withPosted(account: Account, posted: bigint): Account {
  const { id, status, owner, currency, held, overdraftLimit } = account;
  const { holds, settledHolds, reversed } = account;
  return {
    id,
    status,
    owner,
    currency,
    posted,
    held,
    overdraftLimit,
    holds,
    settledHolds,
    reversed,
  };
}

function minorOf({ amount, currency }: Movement): bigint {
  return parseMinor(amount, currency);
}

function movement(data: Omit<MovementData, 'account'>, minor: bigint, now: number): Movement {
  return {
    amount: formatMinor(minor, data.currency),
    currency: data.currency,
    reference: data.reference,
    valueDate: data.valueDate ?? dayOf(now),
  };
}
