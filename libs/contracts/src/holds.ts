// Holds on the wire: placing, capturing, releasing, and the fact of their expiry.

import type { BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { amount, currency, id, reason, reference, signedAmount, time } from './primitives.ts';
import { fact, type CommandRoute, type EventSchemas } from './route.ts';

const tenYears = 10 * 366 * 24 * 3600;

export const holdRoutes = {
  PlaceHold: {
    method: 'POST',
    path: '/v1/accounts/{id}/holds',
    status: 201,
    summary: 'Set money aside',
    body: z.strictObject({
      id: id.optional(),
      amount,
      currency,
      reference: reference.optional(),
      expiresIn: z.int().min(1).max(tenYears).optional().meta({ description: 'Seconds.' }),
    }),
  },
  CaptureHold: {
    method: 'POST',
    path: '/v1/accounts/{id}/holds/{holdId}/capture',
    status: 200,
    summary: 'Take held money, or a part of it; the rest is free again',
    body: z.strictObject({ amount: amount.optional(), currency: currency.optional() }),
  },
  ReleaseHold: {
    method: 'POST',
    path: '/v1/accounts/{id}/holds/{holdId}/release',
    status: 200,
    summary: 'Give held money free',
    body: z.strictObject({ reason: reason.optional() }),
  },
} satisfies Record<string, CommandRoute>;

const ofHold = { holdId: z.string(), amount: signedAmount, currency: z.string() };

type HoldEvent = Extract<
  BankingEvent,
  { type: 'HoldPlaced' | 'HoldCaptured' | 'HoldReleased' | 'HoldExpired' }
>;

export const holdEvents: EventSchemas<HoldEvent> = {
  HoldPlaced: fact({
    ...ofHold,
    reference: z.string().optional(),
    expiresAt: time.optional(),
  }),
  HoldCaptured: fact({ ...ofHold, released: signedAmount }),
  HoldReleased: fact({ ...ofHold, reason: z.string().optional() }),
  HoldExpired: fact(ofHold),
};
