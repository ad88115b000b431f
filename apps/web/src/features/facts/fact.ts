// Facts of the wire, read with the types of the rulebook.

import {
  formatMinor,
  isAmount,
  isCurrency,
  parseAmount,
  type BankingEvent,
  type BankingEventType,
} from '@passbook/banking';
import type { WireEvent } from '@passbook/contracts';

/** The event inside a fact; its type and data were written together. */
export function eventOf({ type, data }: WireEvent): BankingEvent {
  return { type, data } as BankingEvent;
}

/** Every event type in words, in the order of a filter's list. */
export const typeWords: Readonly<Record<BankingEventType, string>> = {
  AccountOpened: 'Account opened',
  MoneyDeposited: 'Deposit',
  MoneyWithdrawn: 'Withdrawal',
  MoneySent: 'Transfer sent',
  MoneyReceived: 'Transfer received',
  HoldPlaced: 'Hold placed',
  HoldCaptured: 'Hold captured',
  HoldReleased: 'Hold released',
  HoldExpired: 'Hold expired',
  OverdraftLimitSet: 'Overdraft limit set',
  AccountFrozen: 'Account frozen',
  AccountUnfrozen: 'Account unfrozen',
  TransactionReversed: 'Reversal',
  AccountClosed: 'Account closed',
  CommandRefused: 'Refused attempt',
};

export const eventTypes = Object.keys(typeWords) as readonly BankingEventType[];

/** What a fact did with money: `in` and `out` moved the balance, the others did not. */
export interface Movement {
  readonly effect: 'in' | 'out' | 'held' | 'freed' | 'refused';
  readonly amount: string;
  readonly currency: string;
}

/** The amount a fact is about, where it is about one. */
export function movementOf(wire: WireEvent): Movement | undefined {
  const event = eventOf(wire);
  const of = (
    effect: Movement['effect'],
    { amount, currency }: { readonly amount: string; readonly currency: string },
  ): Movement => ({ effect, amount, currency });
  switch (event.type) {
    case 'MoneyDeposited':
    case 'MoneyReceived':
      return of('in', event.data);
    case 'MoneyWithdrawn':
    case 'MoneySent':
    case 'HoldCaptured':
      return of('out', event.data);
    case 'HoldPlaced':
      return of('held', event.data);
    case 'HoldReleased':
    case 'HoldExpired':
      return of('freed', event.data);
    case 'TransactionReversed':
      return of(event.data.effect === 'credit' ? 'in' : 'out', event.data);
    case 'CommandRefused':
      return refusedAmount(event.data.request, event.data.after.currency);
    case 'AccountOpened':
    case 'OverdraftLimitSet':
    case 'AccountFrozen':
    case 'AccountUnfrozen':
    case 'AccountClosed':
      return undefined;
  }
}

function refusedAmount(
  request: Readonly<Record<string, unknown>>,
  fallback: string,
): Movement | undefined {
  const { amount, currency } = request;
  if (typeof amount !== 'string') return undefined;
  const code = typeof currency === 'string' ? currency : fallback;
  return { effect: 'refused', amount: completed(amount, code), currency: code };
}

/** What was typed with all digits of its currency, where it is an amount of that currency. */
function completed(amount: string, currency: string): string {
  if (!isAmount(amount) || !isCurrency(currency)) return amount;
  const minor = parseAmount(amount, currency);
  return typeof minor === 'bigint' ? formatMinor(minor, currency) : amount;
}

/** Whether a fact records an attempt that a rule refused. */
export function isRefused({ type }: WireEvent): boolean {
  return type === 'CommandRefused';
}

/** The position that a reversal undid. */
export function originalOf(wire: WireEvent): number | undefined {
  const event = eventOf(wire);
  return event.type === 'TransactionReversed' ? event.data.originalPosition : undefined;
}

/** The other account of a transfer. */
export function counterpartOf(wire: WireEvent): string | undefined {
  const event = eventOf(wire);
  if (event.type === 'MoneySent') return event.data.to;
  return event.type === 'MoneyReceived' ? event.data.from : undefined;
}
