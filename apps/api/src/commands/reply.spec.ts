// A reply is made of facts alone: the same from memory and from the database.

import type { Problem } from '@passbook/contracts';
import { canonicalJson, type StoredEvent } from '@passbook/event-store';
import { replyTo } from './reply.ts';
import { verbs } from './verbs.ts';

const after = {
  status: 'open',
  currency: 'EUR',
  posted: '12.50',
  held: '0.00',
  overdraftLimit: '5.00',
};

function fact(type: string, data: object, more: Partial<StoredEvent> = {}): StoredEvent {
  return {
    position: 7,
    stream: 'A-1',
    version: 3,
    eventId: '0190a1b2-0000-7000-8000-000000000000',
    type,
    schemaVersion: 1,
    data: { ...data, after },
    actor: 'anonymous',
    correlationId: 'c',
    causationId: 'r',
    channel: 'http',
    client: 'anonymous',
    recordedAt: '2026-11-23T09:00:00.000Z',
    ...more,
  };
}

/** As the database gives it back: every field sorted. */
function reread(one: StoredEvent): StoredEvent {
  return { ...one, data: JSON.parse(canonicalJson(one.data)) as unknown };
}

test('a deposit is answered with 201, its place and the balance after it', () => {
  const { status, headers, body } = replyTo([fact('MoneyDeposited', { amount: '12.50' })]);
  expect(status).toBe(201);
  expect(headers).toEqual({ etag: '"v3"', 'x-position': '7', location: '/v1/events/7' });
  expect(body).toMatchObject({ accountId: 'A-1', balance: { available: '17.50' } });
});

test('every verb answers with the status of its route', () => {
  const statuses = Object.values(verbs).map(({ event }) => [
    event,
    replyTo([fact(event, {})]).status,
  ]);
  expect(Object.fromEntries(statuses)).toEqual({
    AccountOpened: 201,
    OverdraftLimitSet: 200,
    AccountFrozen: 200,
    AccountUnfrozen: 200,
    AccountClosed: 200,
    MoneyDeposited: 201,
    MoneyWithdrawn: 201,
    MoneySent: 201,
    HoldPlaced: 201,
    HoldCaptured: 200,
    HoldReleased: 200,
    TransactionReversed: 201,
  });
});

test('no two verbs are answered by the same event', () => {
  const events = Object.values(verbs).map(({ event }) => event);
  expect(new Set(events).size).toBe(events.length);
});

test('a refusal is the same document from memory and re-read', () => {
  const numbers = { requested: '99.00', available: '12.50' };
  const refused = fact('CommandRefused', {
    command: 'WithdrawMoney',
    code: 'insufficient-funds',
    numbers,
    request: {},
  });
  const first = JSON.stringify(replyTo([refused]));
  expect(JSON.stringify(replyTo([reread(refused)]))).toBe(first);
  const { status, body } = replyTo([refused]);
  expect(status).toBe(422);
  expect(body as Problem).toMatchObject({ ...numbers, instance: '/v1/events/7' });
});

test('all kinds of replies are the same from memory and re-read', () => {
  const sides = [
    fact('MoneySent', { transferId: 't', amount: '1.00', to: 'A-2' }),
    fact('MoneyReceived', { transferId: 't', from: 'A-1' }, { stream: 'A-2', position: 8 }),
  ];
  const reversed = sides.map((one) => ({ ...one, type: 'TransactionReversed' }));
  for (const facts of [sides, reversed, [fact('HoldPlaced', { holdId: 'h' })]]) {
    expect(JSON.stringify(replyTo(facts.map(reread)))).toBe(JSON.stringify(replyTo(facts)));
  }
});

test('without a fact there is no reply', () => {
  expect(() => replyTo([])).toThrow('a reply is made of facts');
});
