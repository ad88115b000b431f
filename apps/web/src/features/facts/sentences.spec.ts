// Facts as sentences: who did what, in which words, and why not.

import type { WireEvent } from '@passbook/contracts';
import { movementOf } from './fact.ts';
import { sayFact, sayProblem } from './sentences.ts';

const after = {
  status: 'open',
  currency: 'EUR',
  posted: '95.00',
  held: '0.00',
  overdraftLimit: '0.00',
};

function fact(type: WireEvent['type'], data: Record<string, unknown>): WireEvent {
  return {
    position: 1,
    stream: 'A-1',
    version: 1,
    eventId: '01900000-0000-7000-8000-000000000000',
    type,
    schemaVersion: 1,
    data: { ...data, after },
    actor: 'teller-1',
    channel: 'http',
    correlationId: 'c',
    causationId: 'c',
    recordedAt: '2026-05-03T12:00:00.000Z',
  };
}

test('a deposit says who brought it and what for', () => {
  const deposit = fact('MoneyDeposited', {
    amount: '50.00',
    currency: 'EUR',
    reference: 'Salary May',
    valueDate: '2026-05-03',
  });
  expect(sayFact(deposit)).toBe('Deposited by teller-1: Salary May');
  expect(movementOf(deposit)).toEqual({ effect: 'in', amount: '50.00', currency: 'EUR' });
});

test('a refused attempt says the rule with its numbers', () => {
  const refused = fact('CommandRefused', {
    command: 'WithdrawMoney',
    code: 'insufficient-funds',
    numbers: { available: '95.00', requested: '1200.00' },
    request: { account: 'A-1', amount: '1200', currency: 'EUR' },
  });
  expect(sayFact(refused)).toBe(
    'Withdrawal refused by teller-1: Available 95.00, requested 1,200.00.',
  );
  expect(movementOf(refused)).toEqual({
    effect: 'refused',
    amount: '1200.00',
    currency: 'EUR',
  });
});

test('a reversal takes the direction of its own effect', () => {
  const reversal = fact('TransactionReversed', {
    originalPosition: 7,
    originalType: 'MoneyDeposited',
    effect: 'debit',
    amount: '5.00',
    currency: 'EUR',
    reason: 'Wrong account',
  });
  expect(movementOf(reversal)?.effect).toBe('out');
});

test('a refusal is told with amounts that can be read', () => {
  const refusal = {
    type: '/errors/insufficient-funds',
    title: 'Insufficient funds',
    status: 422,
    code: 'insufficient-funds',
    detail: 'Available 27884.15, requested 999999.00.',
    ...{ available: '27884.15', requested: '999999.00' },
  };
  expect(sayProblem(refusal)).toBe('Available 27,884.15, requested 999,999.00.');
});

test("a server's own wording is left as it is", () => {
  const worded = { type: 'about:blank', title: 'No', status: 422, code: 'insufficient-funds' };
  expect(sayProblem({ ...worded, detail: 'Too little.', available: '1.00' })).toBe('Too little.');
  expect(sayProblem({ ...worded, code: 'unheard-of', detail: 'Why ever.' })).toBe('Why ever.');
});
