// What people read and type as amounts is exact, at any length and in any habit of writing.

import { amountParts, amountWidth, columnWidth, formatAmount, readAmount } from './money.ts';

const english = { group: ',', decimal: '.' };
const czech = { group: '\u00a0', decimal: ',' };

describe('writing', () => {
  test.each([
    ['0.00', '0.00'],
    ['-20.00', '\u221220.00'],
    ['1234567.891', '1,234,567.891'],
    ['92233720368547758.07', '92,233,720,368,547,758.07'],
    ['9223372036854775807', '9,223,372,036,854,775,807'],
    ['100', '100'],
  ])('%s is written %s', (value, text) => {
    expect(formatAmount(value, english)).toBe(text);
  });

  test('another locale groups with its own separators', () => {
    expect(formatAmount('1234.50', czech)).toBe('1\u00a0234,50');
  });

  test('a currency without minor units has no fraction', () => {
    expect(amountParts('1250', english)).toEqual({
      negative: false,
      whole: '1,250',
      fraction: '',
    });
  });
});

describe('reading', () => {
  test.each([
    ['12', '12'],
    ['12.5', '12.5'],
    ['12,50', '12.50'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ["1'234.50", '1234.50'],
    ['1 234,5', '1234.5'],
    ['1,234,567', '1234567'],
    ['0012', '12'],
    ['.5', '0.5'],
    ['92233720368547758.07', '92233720368547758.07'],
  ])('%s means %s', (text, value) => {
    expect(readAmount(text, 2)).toEqual({ kind: 'exact', value });
  });

  test('nothing typed is no error yet', () => {
    expect(readAmount('  ', 2)).toEqual({ kind: 'empty' });
  });

  test.each(['-5', '1e3', 'NaN', '１２', '12.345.67', '1,23,456', '12.3456', '+1'])(
    '%s is refused',
    (text) => {
      expect(readAmount(text, 2).kind).toBe('invalid');
    },
  );

  test('a mark before three digits is asked about, where both readings exist', () => {
    expect(readAmount('1,234', 3)).toEqual({ kind: 'ambiguous', choices: ['1234', '1.234'] });
  });

  test('a decimal mark before three digits is asked about, never cut silently', () => {
    expect(readAmount('1.234', 2, english)).toEqual({ kind: 'ambiguous', choices: ['1234'] });
    expect(readAmount('1,234', 2, english)).toEqual({ kind: 'exact', value: '1234' });
  });

  test('without minor units the mark can only group', () => {
    expect(readAmount('1,234', 0)).toEqual({ kind: 'exact', value: '1234' });
  });

  test('a leading zero says that the mark is a decimal one', () => {
    expect(readAmount('0.500', 3)).toEqual({ kind: 'exact', value: '0.500' });
  });
});

test('a width counts digits whole and marks half, and a column has room for a sign', () => {
  expect(amountWidth('1234567')).toBe(8);
  expect(amountWidth('-12.50')).toBe(5.5);
  expect(columnWidth(['1.00', '-1234.00', '20.00'])).toBe(9);
  expect(columnWidth([])).toBe(1);
});
