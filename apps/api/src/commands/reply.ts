// The reply to a command, made of nothing but its recorded facts: the same today and in ten years.

import { sayRefusal, type BankingEvent, type Refusal } from '@passbook/banking';
import type { CommandReply, Problem, Receipt } from '@passbook/contracts';
import type { StoredEvent } from '@passbook/event-store';
import { balanceAfter } from '@passbook/read-models';
import { problemDocument } from '../http/api-problem.ts';
import { statusOf } from './verbs.ts';

/** An answer before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: CommandReply | Problem;
}

type DataOf<Type extends BankingEvent['type']> = Extract<BankingEvent, { type: Type }>['data'];

/**
 * The reply that facts stand for.
 * @param facts all facts of one command, in order of position
 */
export function replyTo(facts: readonly StoredEvent[]): Reply {
  const [first] = facts;
  const last = facts.at(-1);
  if (!first || !last) throw new Error('a reply is made of facts, and there are none');
  const headers = { etag: `"v${first.version}"`, 'x-position': String(last.position) };
  if (first.type === 'CommandRefused') return refused(first, headers);
  const status = statusOf(first.type);
  return {
    status,
    headers: status === 201 ? { ...headers, location: locationOf(first) } : headers,
    body: bodyOf(first, facts[1]),
  };
}

/** Whether facts record a refusal. */
export function isRefused(facts: readonly StoredEvent[]): boolean {
  return facts[0]?.type === 'CommandRefused';
}

/** The members of a problem that a refusal brings: its sentence, and its numbers by name. */
export function refusalMembers(refusal: Refusal): { detail: string; numbers: Refusal['numbers'] } {
  const numbers: Record<string, string | number> = {};
  // Facts are read back with their fields sorted: the first answer has to be so too.
  for (const name of Object.keys(refusal.numbers).sort()) {
    const value = refusal.numbers[name];
    if (value !== undefined) numbers[name] = value;
  }
  return { detail: sayRefusal(refusal), numbers };
}

function refused(fact: StoredEvent, headers: Reply['headers']): Reply {
  const { code, numbers } = fact.data as DataOf<'CommandRefused'>;
  const members = refusalMembers({ code, numbers });
  const instance = `/v1/events/${fact.position}`;
  const body = problemDocument(code, { detail: members.detail, instance, ...members.numbers });
  return { status: body.status, headers, body };
}

function bodyOf(first: StoredEvent, second: StoredEvent | undefined): CommandReply {
  const receipt = receiptOf(first);
  if (!second) return receipt;
  if (first.type !== 'MoneySent') return { ...receipt, counterpart: receiptOf(second) };
  const { transferId } = first.data as DataOf<'MoneySent'>;
  return { transferId, from: receipt, to: receiptOf(second) };
}

function receiptOf(fact: StoredEvent): Receipt {
  const data = fact.data as BankingEvent['data'];
  return {
    accountId: fact.stream,
    position: fact.position,
    version: fact.version,
    eventId: fact.eventId,
    type: fact.type,
    recordedAt: fact.recordedAt,
    balance: balanceAfter(data),
    ...('holdId' in data && { holdId: data.holdId }),
  };
}

function locationOf({ type, stream, position }: StoredEvent): string {
  return type === 'AccountOpened' ? `/v1/accounts/${stream}` : `/v1/events/${position}`;
}
