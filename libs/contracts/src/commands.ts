// All commands of the API and all facts of the log, gathered; the compiler asks for missing ones.

import type { BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { holdEvents, holdRoutes } from './holds.ts';
import { lifecycleEvents, lifecycleRoutes } from './lifecycle.ts';
import { movementEvents, movementRoutes } from './movements.ts';
import { balance, id, time } from './primitives.ts';
import { position, reversalEvents, reversalRoutes } from './reversals.ts';
import type { CommandRoute, EventSchemas, PublicCommand } from './route.ts';

/** Where each command stands: method, path, body and status. */
export const commandRoutes = {
  ...lifecycleRoutes,
  ...movementRoutes,
  ...holdRoutes,
  ...reversalRoutes,
} satisfies Record<PublicCommand, CommandRoute>;

/** The body of a command as it comes out of its schema. */
export type CommandBody<Name extends PublicCommand> = z.output<
  (typeof commandRoutes)[Name]['body']
>;

/** The schema of every event's data. */
export const eventSchemas: EventSchemas<BankingEvent> = {
  ...lifecycleEvents,
  ...movementEvents,
  ...holdEvents,
  ...reversalEvents,
};

/** What one recorded fact did to one account: the reply to most commands. */
export const receipt = z
  .strictObject({
    accountId: id,
    position,
    version: z.int(),
    eventId: z.uuid(),
    type: z.string(),
    recordedAt: time,
    balance,
    /** Of a hold. */
    holdId: z.string().optional(),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof receipt>;

/** The reply to a transfer. */
export const transferReceipt = z
  .strictObject({ transferId: z.string(), from: receipt, to: receipt })
  .meta({ id: 'TransferReceipt' });
export type TransferReceipt = z.infer<typeof transferReceipt>;

/** The reply to a reversal; `counterpart` is the other side of a reversed transfer. */
export const reversalReceipt = receipt
  .extend({ counterpart: receipt.optional() })
  .meta({ id: 'ReversalReceipt' });
export type ReversalReceipt = z.infer<typeof reversalReceipt>;

export type CommandReply = Receipt | TransferReceipt | ReversalReceipt;

/** The reply to `?dryRun=true`: what would be recorded, and the balances after it. */
export const dryRunReply = z
  .strictObject({
    dryRun: z.literal(true),
    events: z.array(
      z.strictObject({
        accountId: id,
        type: z.string(),
        data: z.record(z.string(), z.unknown()),
        balance,
      }),
    ),
    balances: z.array(z.strictObject({ accountId: id, balance })),
  })
  .meta({ id: 'DryRun' });
export type DryRunReply = z.infer<typeof dryRunReply>;

/** An idempotency key: 1 to 255 visible ASCII characters. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

/** Method, path and body are judged as those of a single request: each item has its own answer. */
const bulkItem = z.strictObject({
  key: idempotencyKey.meta({ description: 'The idempotency key of this command.' }),
  method: z.string().meta({ description: 'As of the single command.', examples: ['POST'] }),
  path: z.string().meta({
    description: 'As of the single command.',
    examples: ['/v1/accounts/A-1/deposits'],
  }),
  body: z.unknown().optional().meta({
    description: 'As of the single command; left out or null it is {}.',
  }),
});

export const bulkBody = z.strictObject({
  mode: z.enum(['independent', 'atomic']),
  items: z.array(bulkItem).min(1).max(1000),
});
export type BulkBody = z.infer<typeof bulkBody>;

export const bulkReply = z
  .strictObject({
    results: z.array(z.strictObject({ key: z.string(), status: z.int(), body: z.unknown() })),
  })
  .meta({ id: 'BulkReply' });
export type BulkReply = z.infer<typeof bulkReply>;

/** What became of a key: the answer to "did it happen?" after a time-out. */
export const commandOutcome = z
  .strictObject({
    status: z.enum(['succeeded', 'refused']),
    response: z.unknown(),
    positions: z.array(position),
  })
  .meta({ id: 'CommandOutcome' });
export type CommandOutcome = z.infer<typeof commandOutcome>;
