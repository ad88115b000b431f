// Deposits, withdrawals and transfers on the wire.

import type { BankingEvent } from '@passbook/banking';
import * as z from 'zod';
import { amount, currency, id, reference, signedAmount, valueDate } from './primitives.ts';
import { fact, type CommandRoute, type EventSchemas } from './route.ts';

const movementBody = z.strictObject({
  amount,
  currency,
  reference: reference.optional(),
  valueDate: valueDate.optional(),
});

export const movementRoutes = {
  DepositMoney: {
    method: 'POST',
    path: '/v1/accounts/{id}/deposits',
    status: 201,
    summary: 'Deposit money',
    body: movementBody,
  },
  WithdrawMoney: {
    method: 'POST',
    path: '/v1/accounts/{id}/withdrawals',
    status: 201,
    summary: 'Withdraw money',
    body: movementBody,
  },
  TransferMoney: {
    method: 'POST',
    path: '/v1/transfers',
    status: 201,
    summary: 'Transfer money between two accounts',
    body: movementBody.extend({ from: id, to: id }),
  },
} satisfies Record<string, CommandRoute>;

const movement = {
  amount: signedAmount,
  currency: z.string(),
  reference: z.string().optional(),
  valueDate: z.string(),
};

type MovementEvent = Extract<
  BankingEvent,
  { type: 'MoneyDeposited' | 'MoneyWithdrawn' | 'MoneySent' | 'MoneyReceived' }
>;

export const movementEvents: EventSchemas<MovementEvent> = {
  MoneyDeposited: fact(movement),
  MoneyWithdrawn: fact(movement),
  MoneySent: fact({ ...movement, transferId: z.string(), to: z.string() }),
  MoneyReceived: fact({ ...movement, transferId: z.string(), from: z.string() }),
};
