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
  for (const name of inOrder(Object.keys(fields))) {
    if (given[name] !== undefined) rest[name] = given[name];
  }
  return rest;
}

/** Most facts name their fields in order already; sorting them costs as much as deciding. */
function inOrder(names: string[]): string[] {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.sort();
  }
  return names;
}

const DAY_MS = 86_400_000;

/** The last day that was written: a bank decides thousands of commands on the same one. */
let written = { day: 0, text: '1970-01-01' };

/** The UTC day of a moment as YYYY-MM-DD: the value date where none is given. */
export function dayOf(now: number): string {
  const day = Math.floor(now / DAY_MS);
  if (day !== written.day) {
    written = { day, text: new Date(day * DAY_MS).toISOString().slice(0, 10) };
  }
  return written.text;
}
