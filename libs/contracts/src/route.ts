// How a command stands on the wire, and how its facts do: one entry of each table.

import type { BankingCommand, BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { after } from './primitives.ts';

/** The commands that clients may send; the others belong to the clock. */
export type PublicCommand = Exclude<BankingCommand['type'], 'ExpireHold'>;

/** One command of the API. */
export interface CommandRoute {
  readonly method: 'POST' | 'PUT';
  /** With `{id}` and `{holdId}` where the path names an account or a hold. */
  readonly path: string;
  /** 201 where something new comes to be, else 200. */
  readonly status: 200 | 201;
  readonly summary: string;
  /** A strict object: an unknown field is an error. */
  readonly body: z.ZodObject;
}

/** One schema for each event of a union, proven by the compiler to be that event's data. */
export type EventSchemas<Event extends BankingEvent> = {
  readonly [E in Event as E['type']]: z.ZodType<E['data']>;
};

/** The schema of an event's data: its own fields and the account as it left it. */
export function fact<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.strictObject({ ...fields, after });
}
