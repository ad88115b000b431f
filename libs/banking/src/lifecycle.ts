// The life of an account: opening, its limit, freezing and closing.

import {
  amountFor,
  available,
  mustBeActive,
  mustBeOpen,
  mustFit,
  type Account,
} from './account.ts';
import { formatMinor, parseMinor } from './money.ts';
import { isRefusal, refuse } from './refusals.ts';
import { emit, type Effects, type Fact, type Rules } from './rules.ts';

/** Opens an account; `overdraftLimit` is what it may go below zero, none by default. */
export class OpenAccount {
  readonly type = 'OpenAccount';
  constructor(
    readonly data: {
      readonly account: string;
      readonly owner: string;
      readonly currency: string;
      readonly overdraftLimit?: string | undefined;
    },
  ) {}
}

/** Says how far an account may go below zero. */
export class SetOverdraftLimit {
  readonly type = 'SetOverdraftLimit';
  constructor(
    readonly data: { readonly account: string; readonly amount: string; readonly currency: string },
  ) {}
}

/** Stops all debits and credits until the account is unfrozen. */
export class FreezeAccount {
  readonly type = 'FreezeAccount';
  constructor(readonly data: { readonly account: string; readonly reason: string }) {}
}

/** Lets money move again. */
export class UnfreezeAccount {
  readonly type = 'UnfreezeAccount';
  constructor(readonly data: { readonly account: string; readonly reason: string }) {}
}

/** Ends an account that is empty. */
export class CloseAccount {
  readonly type = 'CloseAccount';
  constructor(readonly data: { readonly account: string; readonly reason?: string | undefined }) {}
}

export type LifecycleCommand =
  OpenAccount | SetOverdraftLimit | FreezeAccount | UnfreezeAccount | CloseAccount;

type AccountOpened = Fact<
  'AccountOpened',
  { owner: string; currency: string; overdraftLimit: string }
>;
type OverdraftLimitSet = Fact<
  'OverdraftLimitSet',
  { amount: string; currency: string; previous: string }
>;
type AccountFrozen = Fact<'AccountFrozen', { reason: string }>;
type AccountUnfrozen = Fact<'AccountUnfrozen', { reason: string }>;
type AccountClosed = Fact<'AccountClosed', { reason?: string | undefined }>;

export type LifecycleEvent =
  AccountOpened | OverdraftLimitSet | AccountFrozen | AccountUnfrozen | AccountClosed;

export const lifecycleRules: Rules<LifecycleCommand, LifecycleEvent> = {
  OpenAccount({ account: id, owner, currency, overdraftLimit = '0' }, bank) {
    const account = bank.account(id);
    if (account.status !== 'absent') return refuse('account-exists', { account: id });
    const blank: Account = { ...account, status: 'open', owner, currency };
    const limit = amountFor(blank, overdraftLimit, currency);
    if (isRefusal(limit)) return limit;
    const opened = { ...blank, overdraftLimit: limit };
    return [
      emit<AccountOpened>(opened, 'AccountOpened', {
        owner,
        currency,
        overdraftLimit: formatMinor(limit, currency),
      }),
    ];
  },

  SetOverdraftLimit({ account: id, amount, currency }, bank) {
    const account = bank.account(id);
    const limit = mustBeOpen(account) ?? amountFor(account, amount, currency);
    if (isRefusal(limit)) return limit;
    const next = { ...account, overdraftLimit: limit };
    if (available(next) < 0n && limit < account.overdraftLimit) {
      const needed = formatMinor(account.held - account.posted, currency);
      return refuse('overdraft-in-use', { needed, limit: formatMinor(limit, currency) });
    }
    const full = mustFit(next, limit);
    if (full) return full;
    return [
      emit<OverdraftLimitSet>(next, 'OverdraftLimitSet', {
        amount: formatMinor(limit, currency),
        currency,
        previous: formatMinor(account.overdraftLimit, currency),
      }),
    ];
  },

  FreezeAccount({ account: id, reason }, bank) {
    const account = bank.account(id);
    const barred = mustBeActive(account);
    if (barred) return barred;
    return [emit<AccountFrozen>({ ...account, status: 'frozen' }, 'AccountFrozen', { reason })];
  },

  UnfreezeAccount({ account: id, reason }, bank) {
    const account = bank.account(id);
    const barred = mustBeOpen(account);
    if (barred) return barred;
    if (account.status !== 'frozen') return refuse('account-not-frozen', { account: id });
    return [emit<AccountUnfrozen>({ ...account, status: 'open' }, 'AccountUnfrozen', { reason })];
  },

  CloseAccount({ account: id, reason }, bank) {
    const account = bank.account(id);
    const barred = mustBeActive(account);
    if (barred) return barred;
    if (account.holds.size > 0) return refuse('holds-open', { count: account.holds.size });
    if (account.posted !== 0n) {
      return refuse('balance-not-zero', { posted: formatMinor(account.posted, account.currency) });
    }
    return [emit<AccountClosed>({ ...account, status: 'closed' }, 'AccountClosed', { reason })];
  },
};

export const lifecycleEffects: Effects<LifecycleEvent> = {
  AccountOpened: (account, { owner, currency, overdraftLimit }) => ({
    ...account,
    status: 'open',
    owner,
    currency,
    overdraftLimit: parseMinor(overdraftLimit, currency),
  }),
  OverdraftLimitSet: (account, { amount, currency }) => ({
    ...account,
    overdraftLimit: parseMinor(amount, currency),
  }),
  AccountFrozen: (account) => ({ ...account, status: 'frozen' }),
  AccountUnfrozen: (account) => ({ ...account, status: 'open' }),
  AccountClosed: (account) => ({ ...account, status: 'closed' }),
};
