// The filter bar understands what it shows, and says what it does not understand.

import { amountBounds, apiFilter, parseQualifiers, writeQualifiers } from './qualifiers.ts';

const example =
  'type:MoneyDeposited actor:ada account:A-1 outcome:refused ' +
  'time:2026-03-01..2026-03-31 amount:>1000 "rent"';

test('every qualifier of the bar reaches the API in its own words', () => {
  const { filter, errors } = parseQualifiers(example);
  expect(errors).toEqual([]);
  expect(apiFilter(filter)).toEqual({
    type: 'MoneyDeposited',
    actor: 'ada',
    account: 'A-1',
    outcome: 'refused',
    from: '2026-03-01',
    to: '2026-03-31',
    minAmount: '1000.0001',
    q: 'rent',
  });
});

test('what is written is read back', () => {
  const { filter } = parseQualifiers(example);
  expect(parseQualifiers(writeQualifiers(filter)).filter).toEqual(filter);
});

test('words with spaces are quoted, and stay together', () => {
  expect(writeQualifiers({ actor: 'Ada L', q: 'rent may' })).toBe('actor:"Ada L" "rent may"');
  expect(parseQualifiers('actor:"Ada L" "rent may"').filter).toEqual({
    actor: 'Ada L',
    q: 'rent may',
  });
});

test.each([
  ['colour:red', 'There is no filter "colour"'],
  ['type:MoneyPrinted', 'There is no event type "MoneyPrinted"'],
  ['outcome:maybe', 'accepted or refused'],
  ['time:yesterday', 'is a day'],
  ['amount:1e3', 'is a number'],
  ['amount:1,000', 'is a number'],
  ['actor:', 'needs a value'],
])('%s is an error, not nothing', (text, error) => {
  const { filter, errors } = parseQualifiers(text);
  expect(errors.join()).toContain(error);
  expect(filter).toEqual({});
});

test.each([
  ['>1000', { minAmount: '1000.0001' }],
  ['>=1000', { minAmount: '1000' }],
  ['<50', { maxAmount: '49.9999' }],
  ['<=50.5', { maxAmount: '50.5' }],
  ['10..20', { minAmount: '10', maxAmount: '20' }],
  ['10..', { minAmount: '10' }],
  ['..20.25', { maxAmount: '20.25' }],
  ['12.50', { minAmount: '12.50', maxAmount: '12.50' }],
  ['<0', { maxAmount: '0.0000' }],
])('amount:%s is bounded exactly', (text, bounds) => {
  expect(amountBounds(text)).toEqual(bounds);
});

test.each(['', '>', '..', '1..x', '1.2.3', '>1..2', '0.00001'])(
  '"%s" is no amount filter',
  (text) => {
    expect(amountBounds(text)).toBeUndefined();
  },
);

test('one day is a range of one day', () => {
  expect(apiFilter({ time: '2026-03-01' })).toEqual({ from: '2026-03-01', to: '2026-03-01' });
});
