// The life of an account on the wire: opening, its limit, freezing and closing.

import type { BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { amount, currency, id, owner, reason, signedAmount } from './primitives.ts';
import { fact, type CommandRoute, type EventSchemas } from './route.ts';

const why = z.strictObject({ reason });

export const lifecycleRoutes = {
  OpenAccount: {
    method: 'POST',
    path: '/v1/accounts',
    status: 201,
    summary: 'Open an account',
    body: z.strictObject({
      id: id.optional(),
      owner,
      currency,
      overdraftLimit: amount.optional(),
    }),
  },
  SetOverdraftLimit: {
    method: 'PUT',
    path: '/v1/accounts/{id}/overdraft-limit',
    status: 200,
    summary: 'Set how far an account may go below zero',
    body: z.strictObject({ amount, currency }),
  },
  FreezeAccount: {
    method: 'POST',
    path: '/v1/accounts/{id}/freeze',
    status: 200,
    summary: 'Stop all debits and credits of an account',
    body: why,
  },
  UnfreezeAccount: {
    method: 'POST',
    path: '/v1/accounts/{id}/unfreeze',
    status: 200,
    summary: 'Let the money of an account move again',
    body: why,
  },
  CloseAccount: {
    method: 'POST',
    path: '/v1/accounts/{id}/close',
    status: 200,
    summary: 'Close an empty account for good',
    body: z.strictObject({ reason: reason.optional() }),
  },
} satisfies Record<string, CommandRoute>;

type LifecycleEvent = Extract<
  BankingEvent,
  {
    type:
      'AccountOpened' | 'OverdraftLimitSet' | 'AccountFrozen' | 'AccountUnfrozen' | 'AccountClosed';
  }
>;

export const lifecycleEvents: EventSchemas<LifecycleEvent> = {
  AccountOpened: fact({ owner: z.string(), currency: z.string(), overdraftLimit: signedAmount }),
  OverdraftLimitSet: fact({
    amount: signedAmount,
    currency: z.string(),
    previous: signedAmount,
  }),
  AccountFrozen: fact({ reason: z.string() }),
  AccountUnfrozen: fact({ reason: z.string() }),
  AccountClosed: fact({ reason: z.string().optional() }),
};
