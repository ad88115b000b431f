// The form in which each concept writes its rules, so that the compiler can ask for a missing one.

import type { DomainEvent, Emitted } from '@passbook/event-sourcing';
import { after, type Account, type After } from './account.ts';
import type { Refusal } from './refusals.ts';

/** A fact of this bank: its own fields, and the account as it left it. */
export type Fact<Type extends string, Fields> = DomainEvent<
  Type,
  Readonly<Fields & { after: After }>
>;

/** What a rule may look at. */
export interface Bank {
  account(id: string): Account;
  /** Milliseconds since 1970; the recorded time of what is decided. */
  readonly now: number;
}

/** One rule for each command: the events it leads to, or the refusal. */
export type Rules<
  Command extends { readonly type: string; readonly data: unknown },
  Event extends DomainEvent,
> = {
  readonly [C in Command as C['type']]: (
    data: C['data'],
    bank: Bank,
  ) => readonly Emitted<Event>[] | Refusal;
};

/** How each event changes an account. `evolve` checks the outcome against the event's `after`. */
export type Effects<Event extends DomainEvent> = {
  readonly [E in Event as E['type']]: (account: Account, data: E['data']) => Account;
};

/**
 * The event that takes an account to `next`, addressed to it; without the fields not given, and
 * with names in order, which is how the log writes them.
 */
export function emit<E extends Fact<string, object>>(
  next: Account,
  type: E['type'],
  fields: Omit<E['data'], 'after'>,
): Emitted<E> {
  const data = { after: after(next), ...withoutUndefined(fields) };
  return { stream: next.id, event: { type, data } as unknown as E };
}

/** The fields that were given, for JSON has no `undefined`. */
export function withoutUndefined(fields: object): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  const given = fields as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields).sort()) {
    if (given[name] !== undefined) rest[name] = given[name];
  }
  return rest;
}

/** The UTC day of a moment as YYYY-MM-DD: the value date where none is given. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
