// Reversals and refusals on the wire: what undoes a fact, and what never became one.

import { bankingCommandTypes, refusalCodes, type BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { reason, signedAmount } from './primitives.ts';
import { fact, type CommandRoute, type EventSchemas } from './route.ts';

/** A place in the log: 1, 2, 3 ... */
export const position = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const reversalRoutes = {
  ReverseTransaction: {
    method: 'POST',
    path: '/v1/reversals',
    status: 201,
    summary: 'Undo a deposit, a withdrawal, or both sides of a transfer',
    body: z.strictObject({ position, reason }),
  },
} satisfies Record<string, CommandRoute>;

type ReversalEvent = Extract<BankingEvent, { type: 'TransactionReversed' | 'CommandRefused' }>;

export const reversalEvents: EventSchemas<ReversalEvent> = {
  TransactionReversed: fact({
    originalPosition: z.int(),
    originalType: z.string(),
    effect: z.enum(['credit', 'debit']),
    amount: signedAmount,
    currency: z.string(),
    reason: z.string(),
    transferId: z.string().optional(),
  }),
  CommandRefused: fact({
    command: z.enum(bankingCommandTypes),
    code: z.enum(refusalCodes),
    numbers: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
    request: z.record(z.string(), z.unknown()).readonly(),
  }),
};
