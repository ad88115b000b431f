// Every event in words. A new event type does not compile until the page can say it.

import {
  refusalCodes,
  sayRefusal,
  type BankingCommand,
  type BankingEvent,
  type RefusalCode,
  type RefusalNumbers,
} from '@passbook/banking';
import type { Problem, WireEvent } from '@passbook/contracts';
import { formatAmount, formatCount } from '../../ui/money.ts';
import { eventOf } from './fact.ts';

export interface Sentence {
  /** What happened, in the past tense and without its actor: `Deposited`. */
  readonly what: string;
  /** The words of the person or the rule behind it. */
  readonly detail?: string | undefined;
}

type Sentences = {
  readonly [Event in BankingEvent as Event['type']]: (data: Event['data']) => Sentence;
};

const money = (amount: string, currency: string): string => `${formatAmount(amount)} ${currency}`;

const sentences: Sentences = {
  AccountOpened: ({ owner, currency }) => ({ what: `Opened for ${owner} in ${currency}` }),
  OverdraftLimitSet: ({ amount, currency, previous }) => ({
    what: `Overdraft limit set to ${money(amount, currency)}`,
    detail: `was ${formatAmount(previous)}`,
  }),
  AccountFrozen: ({ reason }) => ({ what: 'Frozen', detail: reason }),
  AccountUnfrozen: ({ reason }) => ({ what: 'Unfrozen', detail: reason }),
  AccountClosed: ({ reason }) => ({ what: 'Closed', detail: reason }),
  MoneyDeposited: ({ reference }) => ({ what: 'Deposited', detail: reference }),
  MoneyWithdrawn: ({ reference }) => ({ what: 'Withdrawn', detail: reference }),
  MoneySent: ({ to, reference }) => ({ what: `Sent to ${to}`, detail: reference }),
  MoneyReceived: ({ from, reference }) => ({ what: `Received from ${from}`, detail: reference }),
  HoldPlaced: ({ holdId, reference }) => ({
    what: `Hold ${brief(holdId)} placed`,
    detail: reference,
  }),
  HoldCaptured: ({ holdId, released, currency }) => ({
    what: `Hold ${brief(holdId)} captured`,
    detail: /[1-9]/.test(released) ? `${money(released, currency)} released` : undefined,
  }),
  HoldReleased: ({ holdId, reason }) => ({
    what: `Hold ${brief(holdId)} released`,
    detail: reason,
  }),
  HoldExpired: ({ holdId }) => ({ what: `Hold ${brief(holdId)} expired` }),
  TransactionReversed: ({ originalPosition, reason }) => ({
    what: `Reversed position ${formatCount(originalPosition)}`,
    detail: reason,
  }),
  CommandRefused: ({ command, code, numbers }) => ({
    what: `${attempts[command]} refused`,
    detail: sayRefusal({ code, numbers: readable(numbers) }),
  }),
};

const attempts: Readonly<Record<BankingCommand['type'], string>> = {
  OpenAccount: 'Opening',
  DepositMoney: 'Deposit',
  WithdrawMoney: 'Withdrawal',
  TransferMoney: 'Transfer',
  PlaceHold: 'Hold',
  CaptureHold: 'Capture',
  ReleaseHold: 'Release',
  ExpireHold: 'Expiry',
  SetOverdraftLimit: 'Overdraft limit',
  FreezeAccount: 'Freezing',
  UnfreezeAccount: 'Unfreezing',
  CloseAccount: 'Closing',
  ReverseTransaction: 'Reversal',
};

const amounts = ['available', 'requested', 'posted', 'held', 'limit', 'needed'];

/** The numbers of a refusal with its amounts grouped for people. */
function readable(numbers: RefusalNumbers): RefusalNumbers {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [
      name,
      amounts.includes(name) && typeof value === 'string' ? formatAmount(value) : value,
    ]),
  );
}

/** A problem's sentence with its amounts grouped, where it is the rule's own sentence. */
export function sayProblem({ code, detail, ...rest }: Problem): string {
  if (!isRefusalCode(code)) return detail;
  const numbers = rest as unknown as RefusalNumbers;
  // The server may word it differently than this version of the rules does; then it is right.
  if (sayRefusal({ code, numbers }) !== detail) return detail;
  return sayRefusal({ code, numbers: readable(numbers) });
}

function isRefusalCode(code: string): code is RefusalCode {
  return (refusalCodes as readonly string[]).includes(code);
}

/** Names that machines made are cut to what tells them apart. */
function brief(name: string): string {
  return name.length > 20 ? `…${name.slice(-6)}` : name;
}

/** What a fact says. */
export function sentenceOf(wire: WireEvent): Sentence {
  const event = eventOf(wire);
  const say = sentences[event.type] as (data: BankingEvent['data']) => Sentence;
  return say(event.data);
}

/** The whole sentence as plain text: `Deposited by teller-1: Salary May`. */
export function sayFact(wire: WireEvent): string {
  const { what, detail } = sentenceOf(wire);
  return `${what} by ${wire.actor}${detail === undefined ? '' : `: ${detail}`}`;
}
