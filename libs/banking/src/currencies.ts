// The currencies of ISO 4217 and their digits, pinned: a balance must not change its meaning when
// a platform updates its tables. Funds codes without minor units (XDR, metals) are left out.

const byDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
      CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
      GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
      LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD
      PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
      SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR
      ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const digits: ReadonlyMap<string, number> = new Map(
  Object.entries(byDigits).flatMap(([count, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(count)]),
  ),
);

/** Every known currency code, in alphabetical order. */
export const currencyCodes: readonly string[] = [...digits.keys()].sort();

/** Whether `code` is an upper-case ISO 4217 code that accounts can be kept in. */
export function isCurrency(code: string): boolean {
  return digits.has(code);
}

/**
 * How many digits stand after the point: 0 for JPY, 2 for EUR, 3 for KWD, 4 for CLF.
 * @throws RangeError for an unknown code; codes are checked where they enter
 */
export function digitsOf(currency: string): number {
  const count = digits.get(currency);
  if (count === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return count;
}
