// Amounts as text for people: exact at any length, because no amount ever becomes a float.

export interface Separators {
  readonly group: string;
  readonly decimal: string;
}

/** The separators of a locale, as its own number format writes them. */
export function separatorsOf(locale?: string): Separators {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5);
  const find = (type: string): string | undefined => parts.find((p) => p.type === type)?.value;
  return { group: find('group') ?? ',', decimal: find('decimal') ?? '.' };
}

const here = separatorsOf();

export const MINUS = '\u2212';

/** An amount cut into what typography treats differently. */
export interface AmountParts {
  readonly negative: boolean;
  readonly whole: string;
  /** With its decimal separator; empty for currencies without minor units. */
  readonly fraction: string;
}

/** Cuts a decimal string of the wire (`-1234.50`) into grouped parts. */
export function amountParts(value: string, separators: Separators = here): AmountParts {
  const negative = value.startsWith('-');
  const [whole = '0', fraction] = value.replace(/^-/, '').split('.');
  return {
    negative,
    whole: whole.replace(/\B(?=(\d{3})+(?!\d))/g, separators.group),
    fraction: fraction === undefined ? '' : separators.decimal + fraction,
  };
}

/** How wide a decimal string stands in type, counted in digits; marks are half as wide. */
export function amountWidth(value: string): number {
  const { negative, whole, fraction } = amountParts(value);
  const marks = (whole + fraction).replace(/\d/g, '').length;
  return whole.length + fraction.length - marks / 2 + (negative ? 1 : 0);
}

/** The width of the widest of several amounts and of its sign, for the column they stand in. */
export function columnWidth(values: Iterable<string>): number {
  let widest = 0;
  for (const value of values) widest = Math.max(widest, amountWidth(value));
  return Math.ceil(widest + 1);
}

/** Writes a decimal string of the wire for people: `-1234.50` as `−1,234.50`. */
export function formatAmount(value: string, separators: Separators = here): string {
  const { negative, whole, fraction } = amountParts(value, separators);
  return `${negative ? MINUS : ''}${whole}${fraction}`;
}

/** Writes a whole number with groups: positions and counts. */
export function formatCount(count: number): string {
  return formatAmount(String(count));
}

export type TypedAmount =
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly why: string }
  | { readonly kind: 'exact'; readonly value: string }
  /** It may be read in another way than it was meant, so the person has to say. */
  | { readonly kind: 'ambiguous'; readonly choices: readonly string[] };

const invalid = (why: string): TypedAmount => ({ kind: 'invalid', why });

/** `1,234,567` and `1 234`: groups of three after a first group of one to three digits. */
const grouped = /^\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+$/u;

/**
 * Reads what a person typed as an amount, whatever the habits of their country.
 * @param digits how many digits the currency has after the point
 * @returns a decimal string without groups or leading zeros, or why there is none
 */
export function readAmount(
  text: string,
  digits: number,
  separators: Separators = here,
): TypedAmount {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  if (!/^[\d.,'’ \u00a0\u202f]+$/u.test(typed)) {
    return invalid('Digits only, with a point or a comma before the decimals.');
  }
  const marks = typed.match(/[.,]/g) ?? [];
  const last = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf(','));
  if (marks.length === 0) return exact(typed, '', digits);
  const [before, after] = [typed.slice(0, last), typed.slice(last + 1)];
  const repeated = marks.filter((mark) => mark === typed[last]).length > 1;
  if (repeated) return grouped.test(typed) ? exact(typed, '', digits) : misplaced();
  if (marks.length > 1) return exact(before, after, digits);
  // One mark with three digits behind it may group thousands or begin the decimals.
  if (after.length === 3 && /^[1-9]\d{0,2}$/.test(before)) {
    const thousands = before + after;
    if (digits >= 3) return { kind: 'ambiguous', choices: [thousands, `${before}.${after}`] };
    return digits === 0 || typed[last] === separators.group
      ? { kind: 'exact', value: thousands }
      : { kind: 'ambiguous', choices: [thousands] };
  }
  return exact(before, after, digits);
}

const misplaced = (): TypedAmount => invalid('The separators do not form an amount.');

function exact(whole: string, fraction: string, digits: number): TypedAmount {
  const plain = /^\d*$/.test(whole);
  if (!plain && !grouped.test(whole)) return misplaced();
  if (!/^\d*$/.test(fraction)) return misplaced();
  if (fraction.length > digits) {
    return invalid(
      digits === 0
        ? 'This currency has no decimals.'
        : `This currency has at most ${digits} digits after the point.`,
    );
  }
  const value = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0';
  return { kind: 'exact', value: fraction === '' ? value : `${value}.${fraction}` };
}
