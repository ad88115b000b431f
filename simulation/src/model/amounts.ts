// The reference model's own arithmetic; it shares nothing with the rules that it is held against.

const DIGITS: Readonly<Record<string, number>> = { EUR: 2, JPY: 0, KWD: 3, CLF: 4 };

/** The end of 64 bits, in minor units of any currency. */
export const MOST = 9_223_372_036_854_775_807n;

/** How many digits a currency has. */
export function digitsOf(currency: string): number {
  const digits = DIGITS[currency];
  if (digits === undefined) throw new Error(`the model knows nothing of ${currency}`);
  return digits;
}

/** Minor units of a client's text, however many, or why there are none. */
export function read(text: string, currency: string): bigint | 'malformed' | 'amount-precision' {
  if (/[^0-9.]/.test(text)) return 'malformed';
  const digits = digitsOf(currency);
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.length > digits) return 'amount-precision';
  return BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction.padEnd(digits, '0') || '0');
}

/** Minor units as text with all digits of the currency. */
export function write(minor: bigint, currency: string): string {
  const unit = 10n ** BigInt(digitsOf(currency));
  if (unit === 1n) return String(minor);
  const size = minor < 0n ? -minor : minor;
  const fraction = String((size % unit) + unit).slice(1);
  return `${minor < 0n ? '-' : ''}${size / unit}.${fraction}`;
}
