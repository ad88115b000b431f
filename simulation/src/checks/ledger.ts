// The invariants that can be asked of facts alone, asked of each fact as it is committed.

import type { BankingEvent } from '@passbook/banking';
import { read, write } from '../model/amounts.ts';
import type { CommittedFact } from '../port/truth.ts';
import { must } from './violation.ts';

interface Line {
  version: number;
  status: string;
  posted: bigint;
  readonly holds: Map<string, { readonly amount: bigint; readonly end: string }>;
  readonly names: Set<string>;
}

const whileFrozen: readonly string[] = [
  'AccountUnfrozen',
  'OverdraftLimitSet',
  'HoldReleased',
  'HoldExpired',
  'CommandRefused',
];

/** How many amounts are remembered at most. */
const MANY = 10_000;

/** Minor units of what was read before: balances, limits and sums of holds often stay the same. */
const amounts = new Map<string, bigint>();

/** Minor units of what the bank itself wrote, which may be negative. */
function minor(text: string, currency: string): bigint {
  const name = `${currency}${text}`;
  const known = amounts.get(name);
  if (known !== undefined) return known;
  const value = readMinor(text, currency);
  if (amounts.size === MANY) amounts.clear();
  amounts.set(name, value);
  return value;
}

function readMinor(text: string, currency: string): bigint {
  const size = read(text.replace(/^-/, ''), currency);
  must(typeof size === 'bigint', 'I16', `"${text}" is not money`);
  const value = text.startsWith('-') ? -size : size;
  must(write(value, currency) === text, 'I16', `"${text}" has not the digits of ${currency}`);
  return value;
}

/** What a fact does to the posted balance of its account, and whether money enters or leaves. */
function movementOf({ type, data }: BankingEvent): { moved: bigint; crosses: boolean } {
  switch (type) {
    case 'MoneyDeposited':
      return { moved: minor(data.amount, data.currency), crosses: true };
    case 'MoneyWithdrawn':
    case 'HoldCaptured':
      return { moved: -minor(data.amount, data.currency), crosses: true };
    case 'MoneyReceived':
      return { moved: minor(data.amount, data.currency), crosses: false };
    case 'MoneySent':
      return { moved: -minor(data.amount, data.currency), crosses: false };
    case 'TransactionReversed': {
      const amount = minor(data.amount, data.currency);
      const moved = data.effect === 'credit' ? amount : -amount;
      return { moved, crosses: data.transferId === undefined };
    }
    default:
      return { moved: 0n, crosses: false };
  }
}

/** Follows the log fact by fact; every check costs the same however long the log is. */
export class Ledger {
  readonly #lines = new Map<string, Line>();
  readonly #reversed = new Set<number>();
  readonly #keys = new Map<string, string>();
  /** By currency: the sum of all balances less what came in from outside. */
  readonly #surplus = new Map<string, bigint>();
  /** By commit and transfer: what has left one account and not yet reached the other. */
  #underWay = new Map<string, bigint>();
  #commit = 0;
  #position = 0;
  #time = '';

  /** @throws Violation at the first fact that breaks an invariant */
  add({ event: fact, commit }: CommittedFact): void {
    if (commit !== this.#commit) this.endCommit();
    this.#commit = commit;
    const event = fact as unknown as BankingEvent;
    const line = this.#lineOf(fact.stream);
    must(fact.position === this.#position + 1, 'I7', `after ${this.#position}: ${fact.position}`);
    must(fact.version === line.version + 1, 'I6', `after ${line.version}: ${fact.version}`);
    must(fact.recordedAt >= this.#time, 'I17', `${fact.recordedAt} follows ${this.#time}`);
    this.#position = fact.position;
    this.#time = fact.recordedAt;
    line.version = fact.version;
    this.#checkKey(fact);
    this.#checkLife(line, event);
    this.#checkHold(line, event, fact.recordedAt);
    this.#checkBalance(line, event);
    this.#checkReversal(event);
  }

  /** All of a transfer is in one commit, and the sums are those of what came in. */
  endCommit(): void {
    must(
      this.#underWay.size === 0,
      'I11',
      () => `half a transfer: ${[...this.#underWay.keys()][0]}`,
    );
    for (const [currency, surplus] of this.#surplus) {
      must(surplus === 0n, 'I1', () => `${currency}: ${write(surplus, currency)} too much`);
    }
  }

  /** The posted balances by currency, as the facts say. */
  get accounts(): number {
    return this.#lines.size;
  }

  #lineOf(stream: string): Line {
    let line = this.#lines.get(stream);
    if (!line) {
      line = { version: 0, status: 'absent', posted: 0n, holds: new Map(), names: new Set() };
      this.#lines.set(stream, line);
    }
    return line;
  }

  /** One key, one outcome: all facts that carry a key come from one request. */
  #checkKey({ client, commandKey, correlationId }: CommittedFact['event']): void {
    if (commandKey === undefined) return;
    const name = `${client} ${commandKey}`;
    const owner = this.#keys.get(name) ?? correlationId;
    must(owner === correlationId, 'I8', `key ${name} has a second outcome`);
    this.#keys.set(name, owner);
  }

  #checkLife(line: Line, { type, data }: BankingEvent): void {
    const { status } = line;
    const legal =
      (status === 'absent' && (type === 'AccountOpened' || type === 'CommandRefused')) ||
      (status === 'open' && type !== 'AccountOpened' && type !== 'AccountUnfrozen') ||
      (status === 'frozen' && whileFrozen.includes(type)) ||
      (status === 'closed' && type === 'CommandRefused');
    must(legal, 'I14', `${type} on an account that is ${status}`);
    const same = type !== 'CommandRefused' || data.after.status === status;
    must(same, 'I14', `a refusal leaves an account that was ${status} ${data.after.status}`);
    line.status = data.after.status;
    const empty = !/[1-9]/.test(data.after.posted + data.after.held) && line.holds.size === 0;
    must(line.status !== 'closed' || empty, 'I14', 'a closed account is not empty');
  }

  #checkBalance(line: Line, event: BankingEvent): void {
    const { currency, posted, held, overdraftLimit } = event.data.after;
    const { moved, crosses } = movementOf(event);
    const now = minor(posted, currency);
    must(now === line.posted + moved, 'I3', () => `${event.type} leaves ${posted}`);
    line.posted = now;
    let sum = 0n;
    for (const { amount } of line.holds.values()) sum += amount;
    must(minor(held, currency) === sum, 'I12', () => `${event.type} leaves ${held} held`);
    const available = now - sum + minor(overdraftLimit, currency);
    must(available >= 0n || event.type === 'CommandRefused', 'I4', () => `${event.type} overdraws`);
    const surplus = this.#surplus.get(currency) ?? 0n;
    this.#surplus.set(currency, surplus + moved - (crosses ? moved : 0n));
    if (moved === 0n || crosses) return;
    must('transferId' in event.data, 'I11', `${event.type} names no transfer`);
    const back = event.type === 'TransactionReversed' ? 'back ' : '';
    const transfer = `${back}${event.data.transferId}`;
    const rest = (this.#underWay.get(transfer) ?? 0n) + moved;
    if (rest === 0n) this.#underWay.delete(transfer);
    else this.#underWay.set(transfer, rest);
  }

  #checkHold(line: Line, { type, data }: BankingEvent, now: string): void {
    if (!('holdId' in data)) return;
    const { holdId, amount: text, currency } = data;
    const amount = minor(text, currency);
    must(amount > 0n, 'I15', `${type} of ${text}`);
    if (type === 'HoldPlaced') {
      must(!line.names.has(holdId), 'I12', `hold ${holdId} is placed twice`);
      line.holds.set(holdId, { amount, end: data.expiresAt ?? '9999' });
      line.names.add(holdId);
      return;
    }
    const hold = line.holds.get(holdId);
    must(hold !== undefined, 'I12', `${type} of hold ${holdId}, which is not open`);
    const rest = type === 'HoldCaptured' ? minor(data.released, currency) : 0n;
    must(
      rest >= 0n && hold.amount === amount + rest,
      'I12',
      `${type} of ${text} of hold ${holdId}`,
    );
    must(type !== 'HoldCaptured' || now < hold.end, 'I12', `hold ${holdId} is captured too late`);
    must(type !== 'HoldExpired' || now >= hold.end, 'I12', `hold ${holdId} expires too early`);
    line.holds.delete(holdId);
  }

  #checkReversal({ type, data }: BankingEvent): void {
    if (type !== 'TransactionReversed') return;
    const { originalPosition } = data;
    must(!this.#reversed.has(originalPosition), 'I13', `${originalPosition} is reversed twice`);
    this.#reversed.add(originalPosition);
  }
}
