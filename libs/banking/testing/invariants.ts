// What must hold after every step of any history, asked of the facts and states alone.

import { inspect, isDeepStrictEqual } from 'node:util';
import { fold, type RecordedEvent } from '@passbook/event-sourcing';
import { bankingRulebook, type Account, type BankingEvent } from '../src/index.ts';

/** A fact with its place in the log and in its stream, and the time of its decision. */
export type LoggedFact = Pick<RecordedEvent, 'position' | 'stream' | 'version'> & {
  readonly now: number;
  readonly event: BankingEvent;
};

const MOST = 9_223_372_036_854_775_807n;

const fits = (number: bigint): boolean => number <= MOST && number >= -MOST;

/** Minor units of money as it is written: its digits without the point. */
const minor = (text: string): bigint => BigInt(text.replace('.', ''));

/** Jest's `expect` takes most of the time of a law; this says the same and takes none. */
function must(claim: string, holds: boolean, seen: unknown): asserts holds {
  if (!holds) throw new Error(`${claim}; seen: ${inspect(seen)}`);
}

/** What an event does to the balance of its account. */
function movementOf(event: BankingEvent): bigint {
  switch (event.type) {
    case 'MoneyDeposited':
    case 'MoneyReceived':
      return minor(event.data.amount);
    case 'MoneyWithdrawn':
    case 'MoneySent':
    case 'HoldCaptured':
      return -minor(event.data.amount);
    case 'TransactionReversed':
      return (event.data.effect === 'credit' ? 1n : -1n) * minor(event.data.amount);
    default:
      return 0n;
  }
}

/** I1: what entered the bank less what left it is what is on its accounts, in each currency. */
export function checkConservation(log: readonly LoggedFact[], accounts: readonly Account[]): void {
  const sums = new Map<string, bigint>();
  const add = (currency: string, amount: bigint): void => {
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  };
  for (const { posted, currency } of accounts) add(currency, posted);
  for (const { event } of log) {
    const inside = 'transferId' in event.data && event.data.transferId !== undefined;
    if (!inside) add(event.data.after.currency, -movementOf(event));
  }
  const isZero = (sum: bigint): boolean => sum === 0n;
  must('I1: no money is lost, doubled or invented', [...sums.values()].every(isZero), sums);
}

/** A state of which everything is seen when it is compared. */
function plain({ settledHolds, reversed, ...account }: Account): object {
  return { ...account, settledHolds: [...settledHolds], reversed: [...reversed] };
}

/** I2: the state is the fold of the events, from the first one and from a snapshot. */
export function checkFold(log: readonly LoggedFact[], accounts: readonly Account[]): void {
  for (const account of accounts) {
    const events = log.filter(({ stream }) => stream === account.id).map(({ event }) => event);
    const middle = Math.floor(events.length / 2);
    const early = fold(
      bankingRulebook,
      bankingRulebook.initial(account.id),
      events.slice(0, middle),
    );
    const snapshot = bankingRulebook.thaw(bankingRulebook.freeze(early));
    const late = fold(bankingRulebook, snapshot, events.slice(middle));
    const same = isDeepStrictEqual(plain(late), plain(account));
    must('I2: the state is the fold of its events', same, account);
  }
}

/** I3: each row's balance is the one before it plus its movement. */
export function checkRunningBalance(
  log: readonly LoggedFact[],
  accounts: readonly Account[],
): void {
  const running = new Map<string, bigint>();
  for (const { stream, event } of log) {
    const balance = (running.get(stream) ?? 0n) + movementOf(event);
    must(
      'I3: each row continues the one before',
      minor(event.data.after.posted) === balance,
      event,
    );
    running.set(stream, balance);
  }
  for (const { id, posted } of accounts) {
    must('I3: the last row has the balance', running.get(id) === posted, { id, posted });
  }
}

/** I4 and the bounds of I15: no account is below its floor, no number beyond 64 bits. */
export function checkFloorAndBounds(accounts: readonly Account[]): void {
  for (const account of accounts) {
    const { posted, held, overdraftLimit } = account;
    const available = posted - held + overdraftLimit;
    const floored = available >= 0n && held >= 0n && overdraftLimit >= 0n;
    const numbers = [posted, held, overdraftLimit, available];
    must('I4: no account is below its floor', floored, account);
    must('I15: every number fits 64 bits', numbers.every(fits), account);
  }
}

/** I12: a hold resolves once; captured + released + expired + open = placed; never late. */
export function checkHolds(log: readonly LoggedFact[], accounts: readonly Account[]): void {
  const open = new Map<string, { readonly amount: bigint; readonly end: number }>();
  const seen = new Set<string>();
  for (const { stream, event, now } of log) {
    if (!('holdId' in event.data)) continue;
    const name = `${stream} ${event.data.holdId}`;
    const amount = minor(event.data.amount);
    if (event.type === 'HoldPlaced') {
      must('I12: a name of a hold is used once', !seen.has(name), event);
      const { expiresAt } = event.data;
      open.set(name, { amount, end: expiresAt ? Date.parse(expiresAt) : Infinity });
      seen.add(name);
      continue;
    }
    const hold = open.get(name);
    must('I12: only an open hold is settled', hold !== undefined, event);
    const rest = event.type === 'HoldCaptured' ? minor(event.data.released) : 0n;
    must('I12: all of a hold is settled', hold.amount === amount + rest && rest >= 0n, event);
    const inTime = event.type !== 'HoldCaptured' || now < hold.end;
    must('I12: no hold is captured at its end or later', inTime, event);
    must('I12: no hold expires early', event.type !== 'HoldExpired' || now >= hold.end, event);
    open.delete(name);
  }
  for (const { id, held, holds } of accounts) {
    let sum = 0n;
    for (const hold of holds.values()) {
      sum += hold.amount;
      must('I12: the state has the open holds', open.delete(`${id} ${hold.id}`), hold);
    }
    must('I12: held is the sum of the open holds', sum === held, { id, held });
  }
  must('I12: the state has every open hold', open.size === 0, open);
}

/** I13: a transaction is reversed at most once, by its own amount, and never a reversal. */
export function checkReversals(log: readonly LoggedFact[]): void {
  const done = new Set<number>();
  for (const { stream, event } of log) {
    if (event.type !== 'TransactionReversed') continue;
    const { originalPosition } = event.data;
    const original = log[originalPosition - 1];
    must('I13: a transaction is reversed once', !done.has(originalPosition), event);
    must('I13: a reversal has an original', original?.stream === stream, event);
    const { type } = original.event;
    must('I13: it names the type of its original', type === event.data.originalType, event);
    must('I13: a reversal is not reversed', type !== 'TransactionReversed', event);
    const undone = movementOf(original.event) === -movementOf(event);
    must('I13: a reversal undoes its original exactly', undone, event);
    done.add(originalPosition);
  }
}

const whileFrozen: readonly BankingEvent['type'][] = [
  'AccountUnfrozen',
  'OverdraftLimitSet',
  'HoldReleased',
  'HoldExpired',
  'CommandRefused',
];

/** I14: only legal steps of life; a closed account is empty and nothing happens to it. */
export function checkLifecycle(log: readonly LoggedFact[]): void {
  const status = new Map<string, string>();
  for (const { stream, event } of log) {
    const before = status.get(stream) ?? 'absent';
    const { type } = event;
    const legal =
      (before === 'absent' && type === 'AccountOpened') ||
      (before === 'open' && type !== 'AccountOpened' && type !== 'AccountUnfrozen') ||
      (before === 'frozen' && whileFrozen.includes(type)) ||
      (before === 'closed' && type === 'CommandRefused');
    must('I14: only legal steps of life', legal, { before, event });
    const { after } = event.data;
    const empty = minor(after.posted) === 0n && minor(after.held) === 0n;
    must('I14: a closed account is empty', after.status !== 'closed' || empty, event);
    status.set(stream, after.status);
  }
}

/** I15: amounts are positive, exact and in their account's currency; a transfer has two ends. */
export function checkAmounts(log: readonly LoggedFact[]): void {
  const digits: Readonly<Record<string, number>> = { EUR: 2, JPY: 0, KWD: 3, CLF: 4 };
  for (const { stream, event } of log) {
    const other = event.type === 'MoneySent' ? event.data.to : undefined;
    must('I15: a transfer has two ends', other !== stream, event);
    if (!('amount' in event.data)) continue;
    const { amount, currency, after } = event.data;
    const exact = (amount.split('.')[1]?.length ?? 0) === digits[currency];
    must('I15: amounts have the digits of their currency', exact, event);
    must('I15: amounts are in the currency of the account', currency === after.currency, event);
    const least = event.type === 'OverdraftLimitSet' ? 0n : 1n;
    must('I15: amounts are positive', minor(amount) >= least && fits(minor(amount)), event);
  }
}

/** All of them. */
export function checkInvariants(log: readonly LoggedFact[], accounts: readonly Account[]): void {
  checkConservation(log, accounts);
  checkFold(log, accounts);
  checkRunningBalance(log, accounts);
  checkFloorAndBounds(accounts);
  checkHolds(log, accounts);
  checkReversals(log);
  checkLifecycle(log);
  checkAmounts(log);
}
