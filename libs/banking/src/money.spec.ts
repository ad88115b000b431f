// The rules and laws of money: exact integers inside, exact text outside, nothing in between.

import fc from 'fast-check';
import { formatMinor, isAmount, MAX_MINOR, parseAmount, parseMinor } from './index.ts';
import { laws } from '../testing/examples.ts';

/** One currency for each number of digits that there is. */
const currencies = [
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
  ['CLF', 4],
] as const;

const anyCurrency = fc.constantFrom(...currencies);
const anyBalance = fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR });
const anyAmount = fc.bigInt({ min: 0n, max: MAX_MINOR });

describe('writing money', () => {
  it.each([
    ['JPY', 1250n, '1250'],
    ['EUR', 1250n, '12.50'],
    ['KWD', 1250n, '1.250'],
    ['CLF', 1250n, '0.1250'],
    ['JPY', 0n, '0'],
    ['EUR', 0n, '0.00'],
    ['EUR', 5n, '0.05'],
    ['EUR', -5n, '-0.05'],
    ['EUR', -2000n, '-20.00'],
    ['JPY', -7n, '-7'],
    ['CLF', -1n, '-0.0001'],
  ])('%s %s is %s, with exactly the digits of the currency', (currency, minor, text) => {
    expect(formatMinor(minor, currency)).toBe(text);
  });

  it.each([
    ['JPY', '9223372036854775807'],
    ['EUR', '92233720368547758.07'],
    ['KWD', '9223372036854775.807'],
    ['CLF', '922337203685477.5807'],
  ])('is exact at both ends of 64 bits in %s', (currency, most) => {
    expect(formatMinor(MAX_MINOR, currency)).toBe(most);
    expect(formatMinor(-MAX_MINOR, currency)).toBe(`-${most}`);
    expect(parseAmount(most, currency)).toBe(MAX_MINOR);
    expect(parseMinor(most, currency)).toBe(MAX_MINOR);
    expect(parseMinor(`-${most}`, currency)).toBe(-MAX_MINOR);
  });
});

describe('reading an amount', () => {
  it.each([
    ['12', 'EUR', 1200n],
    ['12.5', 'EUR', 1250n],
    ['12.50', 'EUR', 1250n],
    ['0', 'EUR', 0n],
    ['0.01', 'EUR', 1n],
    ['1250', 'JPY', 1250n],
    ['1.25', 'KWD', 1250n],
    ['0.0001', 'CLF', 1n],
  ])('%s %s may leave digits out', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each([
    ['1.0', 'JPY'],
    ['12.500', 'EUR'],
    ['0.0005', 'KWD'],
    ['0.00001', 'CLF'],
  ])('%s has more digits than %s, even where they are zeros', (text, currency) => {
    expect(parseAmount(text, currency)).toBe('amount-precision');
  });

  it.each([
    ['9223372036854775808', 'JPY'],
    ['92233720368547758.08', 'EUR'],
    ['92233720368547758080', 'EUR'],
    ['922337203685477.5808', 'CLF'],
    ['1'.repeat(400), 'EUR'],
  ])('%s %s is beyond 64 bits', (text, currency) => {
    expect(parseAmount(text, currency)).toBe('amount-too-large');
  });

  const malformed: readonly string[] = [
    '',
    ' ',
    '1e3',
    '1E3',
    'NaN',
    'Infinity',
    'abc',
    '-1',
    '+1',
    '-0',
    '\u22121',
    '01',
    '00',
    '00.50',
    '.5',
    '5.',
    '.',
    '1.2.3',
    '1,5',
    '1,000.00',
    '1 000',
    '1_000',
    '1\u00a0000',
    ' 1',
    '1 ',
    '1\n',
    '\t1',
    '0x10',
    '0b1',
    '1n',
    '\uff11\uff12',
    '\u0661\u0662',
    '1\u0000',
    '\u200b1',
    '$1',
    '1€',
  ];

  it.each(malformed.map((text) => [JSON.stringify(text), text]))(
    '%s does not have the form of an amount',
    (_, text) => {
      expect(isAmount(text)).toBe(false);
      for (const [currency] of currencies) {
        expect(() => parseAmount(text, currency)).toThrow(SyntaxError);
      }
    },
  );
});

describe('reading what was written', () => {
  it.each([
    ['', 'JPY'],
    [' 5', 'JPY'],
    ['5.0', 'JPY'],
    ['0x10', 'JPY'],
    ['+5', 'JPY'],
    ['007', 'JPY'],
    ['-0', 'JPY'],
    ['1e3', 'JPY'],
    ['5', 'EUR'],
    ['5.0', 'EUR'],
    ['.50', 'EUR'],
    ['-.50', 'EUR'],
    ['-0.00', 'EUR'],
    ['0x1.00', 'EUR'],
    ['01.00', 'EUR'],
    ['1.000', 'EUR'],
    ['\uff11.00', 'EUR'],
    ['--1.00', 'EUR'],
  ])('%j was never written for %s', (text, currency) => {
    expect(() => parseMinor(text, currency)).toThrow(SyntaxError);
  });
});

describe('laws of money', () => {
  it('what is written is read back, over the whole of 64 bits and every number of digits', () => {
    fc.assert(
      fc.property(anyBalance, anyCurrency, (minor, [currency]) => {
        expect(parseMinor(formatMinor(minor, currency), currency)).toBe(minor);
      }),
      laws(1_000),
    );
  });

  it('an amount that is written is an amount that is read', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, [currency]) => {
        const text = formatMinor(minor, currency);
        expect(isAmount(text)).toBe(true);
        expect(parseAmount(text, currency)).toBe(minor);
      }),
      laws(1_000),
    );
  });

  it('what is written has exactly the digits of its currency', () => {
    fc.assert(
      fc.property(anyBalance, anyCurrency, (minor, [currency, digits]) => {
        const [, fraction = ''] = formatMinor(minor, currency).split('.');
        expect(fraction).toHaveLength(digits);
      }),
      laws(300),
    );
  });

  it('zeros at the end that fit the currency do not change an amount', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, [currency]) => {
        const short = formatMinor(minor, currency).replace(/(\.[0-9]*?)0+$/, '$1');
        expect(parseAmount(short.replace(/\.$/, ''), currency)).toBe(minor);
      }),
      laws(300),
    );
  });

  it('any text is an amount that can be read, or is refused: never NaN, never a guess', () => {
    const signs = ['.', '.', ',', '-', '+', 'e', 'x', 'n', ' ', '_', '\n', '\uff11'];
    const unit = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('0', '1', '2', '5', '9') },
      { weight: 1, arbitrary: fc.constantFrom(...signs) },
    );
    const soup = fc.string({ unit, maxLength: 24, size: 'max' });
    fc.assert(
      fc.property(soup, anyCurrency, (text, [currency, digits]) => {
        const plain = /^(0|[1-9]\d*)(\.\d+)?$/.test(text);
        expect(isAmount(text)).toBe(plain);
        if (!plain) return;
        const [whole = '', fraction = ''] = text.split('.');
        const minor = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
        const fault = minor > MAX_MINOR ? 'amount-too-large' : minor;
        expect(parseAmount(text, currency)).toBe(
          fraction.length > digits ? 'amount-precision' : fault,
        );
      }),
      laws(2_000),
    );
  });

  it('the order of amounts is the order of their minor units', () => {
    fc.assert(
      fc.property(anyBalance, anyBalance, anyCurrency, (one, other, [currency]) => {
        const back = (minor: bigint) => parseMinor(formatMinor(minor, currency), currency);
        expect(back(one) < back(other)).toBe(one < other);
      }),
      laws(300),
    );
  });
});
