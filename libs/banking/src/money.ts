// Money as integers of minor units; text with the currency's digits wherever it leaves the rules.

import { digitsOf } from './currencies.ts';

/** The largest amount and balance, in minor units: both databases hold it exactly. */
export const MAX_MINOR = 2n ** 63n - 1n;

/** Why a well-formed amount is not an amount of this currency. */
export type AmountFault = 'amount-precision' | 'amount-too-large';

const AMOUNT = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

// What formatMinor writes; it has no negative zero.
const MINOR = /^(?!-[0.]+$)(-?(?:0|[1-9][0-9]*))(?:\.([0-9]+))?$/;

/** Whether `text` has the form of an amount: no sign, no exponent, no leading zeros. */
export function isAmount(text: string): boolean {
  return AMOUNT.test(text);
}

/**
 * Reads an unsigned amount.
 * @param text such as `12.5`, with at most the currency's digits
 * @returns minor units (`1250n` for EUR), or why there are none
 * @throws SyntaxError when `text` is not of the form of an amount; forms are checked at the edge
 */
export function parseAmount(text: string, currency: string): bigint | AmountFault {
  const match = AMOUNT.exec(text);
  if (!match) throw new SyntaxError(`"${text}" is not an amount`);
  const digits = digitsOf(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return 'amount-precision';
  const whole = match[1] ?? '0';
  if (whole.length > 19) return 'amount-too-large';
  const minor = BigInt(whole + fraction.padEnd(digits, '0'));
  return minor > MAX_MINOR ? 'amount-too-large' : minor;
}

/**
 * Reads what `formatMinor` wrote: a signed amount with exactly the currency's digits.
 * @throws SyntaxError when it is anything else
 */
export function parseMinor(text: string, currency: string): bigint {
  const match = MINOR.exec(text);
  const [whole = '', fraction = ''] = match?.slice(1) ?? [];
  const digits = digitsOf(currency);
  if (!match || fraction.length !== digits) {
    throw new SyntaxError(`"${text}" is not an amount with the ${digits} digits of ${currency}`);
  }
  return BigInt(whole + fraction);
}

/** An amount of the currency, however large, with the digits that it was sent without. */
export function withAllDigits(amount: string, currency: string): string {
  const digits = digitsOf(currency);
  const [whole = '', fraction = ''] = amount.split('.');
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
}

/** Writes minor units with exactly the currency's digits: `-2000n` EUR is `-20.00`. */
export function formatMinor(minor: bigint, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return minor.toString();
  const negative = minor < 0n;
  const text = (negative ? -minor : minor).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`;
}
