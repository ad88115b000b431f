// Undoing a transaction: never by changing it, always by a new fact that names it. Once.

import { mustBeActive, mustCover, mustFit, type Account } from './account.ts';
import { formatMinor, parseMinor } from './money.ts';
import { credited, debited, type MovementEvent } from './movements.ts';
import { refuse, type Refusal } from './refusals.ts';
import { emit, type Effects, type Fact, type Rules } from './rules.ts';

/** One recorded side of the transaction to undo, read from the log; facts never change. */
export interface OriginalFact {
  readonly account: string;
  readonly position: number;
  readonly type: string;
  readonly data: unknown;
}

/** Undoes a deposit, a withdrawal, or both sides of a transfer. */
export class ReverseTransaction {
  readonly type = 'ReverseTransaction';
  constructor(
    readonly data: {
      readonly reason: string;
      /** The fact that was asked for first, then the other side where it is a transfer. */
      readonly originals: readonly [OriginalFact, ...OriginalFact[]];
    },
  ) {}
}

export type ReversalCommand = ReverseTransaction;

type TransactionReversed = Fact<
  'TransactionReversed',
  {
    originalPosition: number;
    originalType: string;
    /** What the reversal itself does to this account. */
    effect: 'credit' | 'debit';
    amount: string;
    currency: string;
    reason: string;
    transferId?: string | undefined;
  }
>;

export type ReversalEvent = TransactionReversed;

/** How each movement is undone. */
const undoing: Readonly<Record<MovementEvent['type'], 'credit' | 'debit'>> = {
  MoneyDeposited: 'debit',
  MoneyWithdrawn: 'credit',
  MoneySent: 'credit',
  MoneyReceived: 'debit',
};

/** Whether a fact of that type can be reversed. */
export function isReversible(type: string): type is MovementEvent['type'] {
  return Object.hasOwn(undoing, type);
}

export const reversalRules: Rules<ReversalCommand, ReversalEvent> = {
  ReverseTransaction({ reason, originals }, bank) {
    const events = [];
    for (const original of originals) {
      const account = bank.account(original.account);
      const { position, type } = original;
      // The refusal of an opening is a fact too, on an account that never came to be.
      if (account.status === 'absent') return mustBeActive(account) as Refusal;
      if (!isReversible(type)) return refuse('not-reversible', { originalType: type });
      const barred = mustBeActive(account);
      if (barred) return barred;
      if (account.reversed.has(position)) {
        return refuse('already-reversed', { originalPosition: position });
      }
      const data = movementOf(original);
      const minor = parseMinor(data.amount, data.currency);
      const effect = undoing[type];
      const next = undone(account, position, effect, minor);
      const short = effect === 'debit' ? mustCover(account, minor) : mustFit(next, minor);
      if (short) return short;
      events.push(
        emit<TransactionReversed>(next, 'TransactionReversed', {
          originalPosition: position,
          originalType: type,
          effect,
          amount: formatMinor(minor, data.currency),
          currency: data.currency,
          reason,
          transferId: data.transferId,
        }),
      );
    }
    assertWhole(originals);
    return events;
  },
};

export const reversalEffects: Effects<ReversalEvent> = {
  TransactionReversed: (account, { originalPosition, effect, amount, currency }) =>
    undone(account, originalPosition, effect, parseMinor(amount, currency)),
};

function movementOf(original: OriginalFact): MovementEvent['data'] & { transferId?: string } {
  return original.data as MovementEvent['data'];
}

/** Half of a transfer undone would invent money or lose it: the caller brings both sides. */
function assertWhole(originals: readonly OriginalFact[]): void {
  const types = originals.map(({ type }) => type).sort();
  const transfers = new Set(originals.map((original) => movementOf(original).transferId));
  const whole = transfers.has(undefined)
    ? types.length === 1
    : types.join() === 'MoneyReceived,MoneySent' && transfers.size === 1;
  if (!whole) throw new Error(`${types.join(' with ')} is not one whole transaction`);
}

function undone(
  account: Account,
  position: number,
  effect: 'credit' | 'debit',
  minor: bigint,
): Account {
  const moved = effect === 'credit' ? credited(account, minor) : debited(account, minor);
  return { ...moved, reversed: account.reversed.with(position) };
}
