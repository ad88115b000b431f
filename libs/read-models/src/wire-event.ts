// A recorded fact in the form that clients see.

import { available, formatMinor, parseMinor, type BankingEvent } from '@passbook/banking';
import type { Balance, WireEvent } from '@passbook/contracts';
import type { StoredEvent } from '@passbook/event-store';

/** The balance that a fact left, with what can be spent of it. */
export function balanceAfter({ after }: BankingEvent['data']): Balance {
  const { currency, posted, held, overdraftLimit } = after;
  const spendable = available({
    posted: parseMinor(posted, currency),
    held: parseMinor(held, currency),
    overdraftLimit: parseMinor(overdraftLimit, currency),
  });
  const text = formatMinor(spendable, currency);
  return { currency, posted, held, overdraftLimit, available: text };
}

/** A fact of the bank on the wire. */
export function wireEvent(fact: StoredEvent): WireEvent {
  const data = fact.data as BankingEvent['data'];
  return {
    position: fact.position,
    stream: fact.stream,
    version: fact.version,
    eventId: fact.eventId,
    type: fact.type as WireEvent['type'],
    schemaVersion: fact.schemaVersion,
    data: { ...data },
    actor: fact.actor,
    channel: fact.channel,
    correlationId: fact.correlationId,
    causationId: fact.causationId,
    ...(fact.commandKey !== undefined && { commandKey: fact.commandKey }),
    recordedAt: fact.recordedAt,
    ...('valueDate' in data && { valueDate: data.valueDate }),
    accountId: fact.stream,
    balance: balanceAfter(data),
  };
}
