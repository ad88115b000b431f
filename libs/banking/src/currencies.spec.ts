// The table of currencies: pinned, so that a balance never changes its meaning.

import { currencyCodes, digitsOf, isCurrency } from './index.ts';

const codesWith = (digits: number) => currencyCodes.filter((code) => digitsOf(code) === digits);

describe('the currencies', () => {
  it('are upper-case codes of three letters, in order, each once', () => {
    expect(currencyCodes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(currencyCodes).toEqual([...new Set(currencyCodes)].sort());
  });

  it('have the digits of ISO 4217, where that is not two', () => {
    expect(codesWith(0).join(' ')).toBe(
      'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    );
    expect(codesWith(3).join(' ')).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect(codesWith(4).join(' ')).toBe('CLF UYW');
  });

  it('have 0, 2, 3 or 4 digits, and most of them two', () => {
    const numbers = [0, 2, 3, 4].map((digits) => codesWith(digits).length);

    expect(numbers).toEqual([17, 140, 7, 2]);
    expect(currencyCodes).toHaveLength(166);
  });

  it.each(['EUR', 'USD', 'GBP', 'CHF', 'CZK', 'JPY', 'KWD', 'CLF'])('know %s', (code) => {
    expect(isCurrency(code)).toBe(true);
  });

  it.each(['', ' ', 'eur', 'Eur', 'EURO', 'EU', ' EUR', 'EUR ', 'XXX', 'XTS', 'XAU', 'toString'])(
    'do not know %j',
    (code) => {
      expect(isCurrency(code)).toBe(false);
      expect(() => digitsOf(code)).toThrow(RangeError);
    },
  );
});
