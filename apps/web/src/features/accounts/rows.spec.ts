// Histories are grouped by business day without ever leaving the order of the log.

import type { WireEvent } from '@passbook/contracts';
import { historyRows } from './rows.ts';

const fact = (position: number, more: Partial<WireEvent>): WireEvent => ({
  position,
  stream: 'A-1',
  version: position,
  eventId: '01900000-0000-7000-8000-000000000000',
  type: 'MoneyDeposited',
  schemaVersion: 1,
  data: {},
  actor: 'teller-1',
  channel: 'http',
  correlationId: 'c',
  causationId: 'c',
  recordedAt: '2026-05-03T12:00:00.000Z',
  ...more,
});

const dayOf = (time: string) => time.slice(0, 10);
const outline = (facts: readonly WireEvent[], withRefused = true) =>
  historyRows(facts, { withRefused, dayOf }).map((row) =>
    row.kind === 'day' ? row.day : row.fact.position,
  );

test('movements stand under their value dates', () => {
  const facts = [
    fact(3, { valueDate: '2026-05-03' }),
    fact(2, { valueDate: '2026-05-01' }),
    fact(1, { valueDate: '2026-05-01' }),
  ];
  expect(outline(facts)).toEqual(['2026-05-03', 3, '2026-05-01', 2, 1]);
});

test('facts without a value date stay with what was recorded on the same day', () => {
  const facts = [
    fact(3, { valueDate: '2026-01-09' }),
    fact(2, { type: 'HoldPlaced' }),
    fact(1, { type: 'AccountOpened' }),
  ];
  expect(outline(facts)).toEqual(['2026-01-09', 3, 2, 1]);
});

test('a fact that was recorded on another day stands under that day', () => {
  const facts = [
    fact(2, { valueDate: '2026-05-03' }),
    fact(1, { type: 'AccountFrozen', recordedAt: '2026-04-20T09:00:00.000Z' }),
  ];
  expect(outline(facts)).toEqual(['2026-05-03', 2, '2026-04-20', 1]);
});

test('refused attempts can be left out, with the days that only they had', () => {
  const facts = [
    fact(2, { type: 'CommandRefused' }),
    fact(1, { valueDate: '2026-05-01', recordedAt: '2026-05-01T10:00:00.000Z' }),
  ];
  expect(outline(facts, false)).toEqual(['2026-05-01', 1]);
});

test('a reversed row knows the fact that reversed it', () => {
  const after = { status: 'open', currency: 'EUR', posted: '0', held: '0', overdraftLimit: '0' };
  const rows = historyRows(
    [fact(9, { type: 'TransactionReversed', data: { originalPosition: 4, after } }), fact(4, {})],
    { withRefused: true, dayOf },
  );
  expect(rows.at(-1)).toMatchObject({ kind: 'fact', reversedBy: 9 });
});
