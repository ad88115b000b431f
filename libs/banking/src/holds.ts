// Money set aside: placed, then captured in whole or in part, released, or expired. Once.

import {
  movementFor,
  mustBeActive,
  mustBeOpen,
  mustCover,
  type Account,
  type Hold,
} from './account.ts';
import { formatMinor, parseMinor } from './money.ts';
import { isRefusal, refuse, type Refusal } from './refusals.ts';
import { emit, type Effects, type Fact, type Rules } from './rules.ts';

/** Sets money aside, until `expiresIn` seconds from now where that is given. */
export class PlaceHold {
  readonly type = 'PlaceHold';
  constructor(
    readonly data: {
      readonly account: string;
      readonly hold: string;
      readonly amount: string;
      readonly currency: string;
      readonly reference?: string | undefined;
      readonly expiresIn?: number | undefined;
    },
  ) {}
}

/** Takes the held money, or a part of it; the rest is free again. */
export class CaptureHold {
  readonly type = 'CaptureHold';
  constructor(
    readonly data: {
      readonly account: string;
      readonly hold: string;
      readonly amount?: string | undefined;
      readonly currency?: string | undefined;
    },
  ) {}
}

/** Gives the held money free. */
export class ReleaseHold {
  readonly type = 'ReleaseHold';
  constructor(
    readonly data: {
      readonly account: string;
      readonly hold: string;
      readonly reason?: string | undefined;
    },
  ) {}
}

/** The clock's command: ends a hold whose time is over, and does nothing to any other. */
export class ExpireHold {
  readonly type = 'ExpireHold';
  constructor(readonly data: { readonly account: string; readonly hold: string }) {}
}

export type HoldCommand = PlaceHold | CaptureHold | ReleaseHold | ExpireHold;

interface OfHold {
  holdId: string;
  amount: string;
  currency: string;
}

type HoldPlaced = Fact<
  'HoldPlaced',
  OfHold & { reference?: string | undefined; expiresAt?: string | undefined }
>;
/** `amount` was taken, `released` is free again. */
type HoldCaptured = Fact<'HoldCaptured', OfHold & { released: string }>;
type HoldReleased = Fact<'HoldReleased', OfHold & { reason?: string | undefined }>;
type HoldExpired = Fact<'HoldExpired', OfHold>;

export type HoldEvent = HoldPlaced | HoldCaptured | HoldReleased | HoldExpired;

export const holdRules: Rules<HoldCommand, HoldEvent> = {
  PlaceHold({ account: id, hold, amount, currency, reference, expiresIn }, bank) {
    const account = bank.account(id);
    const minor = mustBeActive(account) ?? movementFor(account, amount, currency);
    if (isRefusal(minor)) return minor;
    if (account.holds.has(hold) || account.settledHolds.has(hold)) {
      return refuse('hold-exists', { hold });
    }
    const short = mustCover(account, minor);
    if (short) return short;
    const expiresAt = expiresIn === undefined ? undefined : bank.now + expiresIn * 1000;
    const next = placed(account, { id: hold, amount: minor, expiresAt, reference });
    return [
      emit<HoldPlaced>(next, 'HoldPlaced', {
        ...ofHold(account, hold, minor),
        reference,
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
      }),
    ];
  },

  CaptureHold({ account: id, hold: holdId, amount, currency }, bank) {
    const account = bank.account(id);
    const hold = mustBeActive(account) ?? openHold(account, holdId, bank.now);
    if (isRefusal(hold)) return hold;
    const minor = movementFor(
      account,
      amount ?? formatMinor(hold.amount, account.currency),
      currency ?? account.currency,
    );
    if (isRefusal(minor)) return minor;
    if (minor > hold.amount) {
      const [held, requested] = [hold.amount, minor].map((m) => formatMinor(m, account.currency));
      return refuse('amount-beyond-hold', { held: held ?? '', requested: requested ?? '' });
    }
    return [
      emit<HoldCaptured>(settled(account, hold, minor), 'HoldCaptured', {
        ...ofHold(account, holdId, minor),
        released: formatMinor(hold.amount - minor, account.currency),
      }),
    ];
  },

  ReleaseHold({ account: id, hold: holdId, reason }, bank) {
    const account = bank.account(id);
    const hold = mustBeOpen(account) ?? openHold(account, holdId);
    if (isRefusal(hold)) return hold;
    const fields = { ...ofHold(account, holdId, hold.amount), reason };
    return [emit<HoldReleased>(settled(account, hold, 0n), 'HoldReleased', fields)];
  },

  ExpireHold({ account: id, hold: holdId }, bank) {
    const account = bank.account(id);
    const hold = account.holds.get(holdId);
    if (hold?.expiresAt === undefined || hold.expiresAt > bank.now) return [];
    const fields = ofHold(account, holdId, hold.amount);
    return [emit<HoldExpired>(settled(account, hold, 0n), 'HoldExpired', fields)];
  },
};

export const holdEffects: Effects<HoldEvent> = {
  HoldPlaced: (account, { holdId, amount, currency, reference, expiresAt }) =>
    placed(account, {
      id: holdId,
      amount: parseMinor(amount, currency),
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      reference,
    }),
  HoldCaptured: (account, { holdId, amount, currency }) =>
    settled(account, known(account, holdId), parseMinor(amount, currency)),
  HoldReleased: (account, { holdId }) => settled(account, known(account, holdId), 0n),
  HoldExpired: (account, { holdId }) => settled(account, known(account, holdId), 0n),
};

function ofHold(account: Account, holdId: string, minor: bigint): OfHold {
  return { holdId, amount: formatMinor(minor, account.currency), currency: account.currency };
}

/** The hold while it can be settled; past its time it can not be captured, only released. */
function openHold(account: Account, holdId: string, now?: number): Hold | Refusal {
  const hold = account.holds.get(holdId);
  if (!hold) {
    return account.settledHolds.has(holdId)
      ? refuse('hold-not-open', { hold: holdId })
      : refuse('hold-not-found', { hold: holdId, account: account.id });
  }
  const over = now !== undefined && hold.expiresAt !== undefined && hold.expiresAt <= now;
  return over ? refuse('hold-not-open', { hold: holdId }) : hold;
}

function known(account: Account, holdId: string): Hold {
  const hold = account.holds.get(holdId);
  if (!hold) throw new Error(`account ${account.id} holds nothing by the name of ${holdId}`);
  return hold;
}

function placed(account: Account, hold: Hold): Account {
  const holds = new Map(account.holds).set(hold.id, hold);
  return { ...account, held: account.held + hold.amount, holds };
}

function settled(account: Account, hold: Hold, captured: bigint): Account {
  const holds = new Map(account.holds);
  holds.delete(hold.id);
  return {
    ...account,
    posted: account.posted - captured,
    held: account.held - hold.amount,
    holds,
    settledHolds: account.settledHolds.with(hold.id),
  };
}
