// The curve of a balance: exact sums per business day, also for movements that came in late.

import type { WireEvent } from '@passbook/contracts';
import { balanceSeries } from './balance-points.ts';

function fact(version: number, posted: string, valueDate?: string): WireEvent {
  return {
    position: version,
    stream: 'A-1',
    version,
    eventId: '01900000-0000-7000-8000-000000000000',
    type: 'MoneyDeposited',
    schemaVersion: 1,
    data: {},
    actor: 'teller-1',
    channel: 'http',
    correlationId: 'c',
    causationId: 'c',
    recordedAt: `2026-05-09T12:00:0${version}.000Z`,
    ...(valueDate === undefined ? {} : { valueDate }),
    balance: { currency: 'EUR', posted, held: '0.00', overdraftLimit: '0.00', available: posted },
  };
}

test('each business day ends with the sum of its movements', () => {
  const { by, points } = balanceSeries(
    [
      fact(1, '0.00'),
      fact(2, '10.00', '2026-05-01'),
      fact(3, '15.00', '2026-05-01'),
      fact(4, '5.00', '2026-05-02'),
      fact(5, '6.00', '2026-05-04'),
    ],
    'EUR',
  );
  expect(by).toBe('day');
  expect(points.map(({ label, posted }) => [label, posted])).toEqual([
    ['2026-05-01', '15.00'],
    ['2026-05-02', '5.00'],
    ['2026-05-04', '6.00'],
  ]);
});

test('a back-dated movement lifts the days after its own', () => {
  const { points } = balanceSeries(
    [
      fact(1, '10.00', '2026-05-01'),
      fact(2, '20.00', '2026-05-05'),
      fact(3, '21.00', '2026-05-03'),
    ],
    'EUR',
  );
  expect(points.map(({ posted }) => posted)).toEqual(['10.00', '11.00', '21.00']);
});

test('an account of a day shows each fact, one by one', () => {
  const { by, points } = balanceSeries([fact(1, '0.00'), fact(2, '3.00', '2026-05-09')], 'EUR');
  expect(by).toBe('fact');
  expect(points.map(({ posted }) => posted)).toEqual(['0.00', '3.00']);
});
