// Every question the API answers: its parameters, strictly, and the shape of its answer.

import { bankingEventTypes } from '@passbook/banking';
import * as z from 'zod';
import { accountStatus, amount, balance, currency, id, signedAmount, time } from './primitives.ts';
import { position } from './reversals.ts';

const wholeNumber = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/, 'must be a whole number')
  .transform(Number);

/** A moment: RFC 3339 in UTC, or a day. */
export const moment = z.union([time, z.iso.date()]);

const paging = {
  limit: wholeNumber.pipe(z.number().min(1).max(200)).default(50),
  cursor: z.string().max(1000).optional(),
};

/** On every read: wait until the view has reached this position. */
export const minPosition = { minPosition: wholeNumber.optional() };

const asOf = {
  atPosition: wholeNumber.pipe(z.number().min(1)).optional(),
  asOf: time.optional(),
};

function oneMoment(query: Readonly<Record<string, unknown>>): boolean {
  return ['atPosition', 'asOf', 'atVersion'].filter((n) => query[n] !== undefined).length <= 1;
}
const oneMomentRule = 'give one of atPosition, asOf and atVersion';

export const listAccountsQuery = z
  .strictObject({
    ...paging,
    ...minPosition,
    ...asOf,
    q: z.string().min(1).max(200).optional(),
    status: accountStatus.optional(),
    currency: currency.optional(),
    sort: z.enum(['-lastMovementAt', 'owner', '-posted', 'id']).default('-lastMovementAt'),
  })
  .refine(oneMoment, oneMomentRule);
export type ListAccountsQuery = z.output<typeof listAccountsQuery>;

export const accountQuery = z
  .strictObject({
    ...minPosition,
    ...asOf,
    atVersion: wholeNumber.pipe(z.number().min(1)).optional(),
  })
  .refine(oneMoment, oneMomentRule);
export type AccountQuery = z.output<typeof accountQuery>;

/** One type, or several with commas between them. */
const types = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(bankingEventTypes)).min(1));

const direction = z.enum(['asc', 'desc']).default('desc');

export const historyQuery = z.strictObject({
  ...paging,
  ...minPosition,
  direction,
  type: types.optional(),
  from: moment.optional(),
  to: moment.optional(),
});
export type HistoryQuery = z.output<typeof historyQuery>;

const ofAmount =
  'Inclusive, in any currency. The amount of a refusal is the one that was asked for.';
const ofText =
  'Part of an owner, reference, reason, account, counterpart, hold, transfer or idempotency key, ' +
  'in the request of a refusal too. Upper and lower case of every script are the same where each ' +
  'is one character; accents count.';

/** What the audit log can be narrowed to. */
export const eventFilter = {
  account: id.optional(),
  type: types.optional(),
  actor: z.string().min(1).max(200).optional(),
  correlation: z.string().min(1).max(200).optional(),
  outcome: z.enum(['accepted', 'refused']).optional(),
  from: moment.optional(),
  to: moment.optional(),
  minAmount: amount.meta({ description: ofAmount }).optional(),
  maxAmount: amount.meta({ description: ofAmount }).optional(),
  q: z.string().min(1).max(200).meta({ description: ofText }).optional(),
};
const filterOnly = z.object(eventFilter);
export type EventFilter = z.output<typeof filterOnly>;

export const listEventsQuery = z.strictObject({
  ...paging,
  ...minPosition,
  direction,
  ...eventFilter,
});
export type ListEventsQuery = z.output<typeof listEventsQuery>;

export const exportEventsQuery = z.strictObject({
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  ...minPosition,
  ...eventFilter,
});
export type ExportEventsQuery = z.output<typeof exportEventsQuery>;

export const streamQuery = z.strictObject({
  ...minPosition,
  account: id.optional(),
  type: types.optional(),
  after: wholeNumber.optional(),
});
export type StreamQuery = z.output<typeof streamQuery>;

export const openHold = z
  .strictObject({
    id,
    amount: signedAmount,
    reference: z.string().optional(),
    expiresAt: time.optional(),
  })
  .meta({ id: 'OpenHold' });
export type OpenHold = z.infer<typeof openHold>;

/** Which moment an answer shows, in the words in which it was asked for. */
const moments = { atPosition: position.optional(), asOf: time.optional() };

export const accountView = z
  .strictObject({
    id,
    owner: z.string(),
    status: accountStatus,
    currency: z.string(),
    balance,
    version: z.int(),
    position,
    openedAt: time,
    lastMovementAt: time.nullable(),
    closedAt: time.optional(),
    holds: z.array(openHold),
    ...moments,
    atVersion: z.int().optional(),
  })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof accountView>;

/** A fact of the log on the wire. */
export const recordedEvent = z
  .strictObject({
    position,
    stream: z.string(),
    version: z.int(),
    eventId: z.uuid(),
    type: z.enum(bankingEventTypes),
    schemaVersion: z.int(),
    data: z.record(z.string(), z.unknown()),
    actor: z.string(),
    channel: z.string(),
    correlationId: z.string(),
    causationId: z.string(),
    commandKey: z.string().optional(),
    recordedAt: time,
    valueDate: z.string().optional(),
    accountId: id.optional(),
    balance: balance.optional(),
  })
  .meta({ id: 'RecordedEvent' });
export type WireEvent = z.infer<typeof recordedEvent>;

function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    data: z.array(item),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  });
}

export const accountPage = page(accountView).extend(moments).meta({ id: 'AccountPage' });
export const eventPage = page(recordedEvent).meta({ id: 'EventPage' });

/** One page of a list; `nextCursor` is null at its end. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** One page of accounts, with the moment that was asked for. */
export type AccountPage = Page<AccountView> & Pick<AccountView, 'atPosition' | 'asOf'>;

export const summary = z
  .strictObject({
    accounts: z.strictObject({ open: z.int(), frozen: z.int(), closed: z.int(), total: z.int() }),
    currencies: z.array(
      z.strictObject({
        currency: z.string(),
        accounts: z.int(),
        posted: signedAmount,
        held: signedAmount,
        available: signedAmount,
      }),
    ),
    log: z.strictObject({ size: z.int(), lastRecordedAt: time.nullable() }),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof summary>;
