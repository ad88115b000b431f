// The smallest words of the wire, each with its rule; every other schema is made of these.

import { isAmount, isCurrency } from '@passbook/banking';
import * as z from 'zod';

/** Far beyond any sum, and yet a bound: what a rule refuses is recorded as it was sent. */
const LONGEST_AMOUNT = 1000;

/** An unsigned decimal string such as `12.50`; its digits are checked against the currency. */
export const amount = z
  .string()
  .max(LONGEST_AMOUNT)
  .refine(isAmount, 'must be a decimal string without sign, exponent or leading zeros')
  .meta({ description: 'Unsigned decimal string.', examples: ['12.50'] });

/** A signed decimal string with exactly the currency's digits, as the server writes it. */
export const signedAmount = z
  .string()
  .regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/)
  .meta({ description: "Signed decimal string with exactly the currency's digits." });

export const currency = z
  .string()
  .refine(isCurrency, 'must be an upper-case ISO 4217 code')
  .meta({ description: 'Upper-case ISO 4217 code.', examples: ['EUR'] });

/** Names that clients may choose: accounts and holds. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ -')
  .meta({ examples: ['A-1'] });

export const valueDate = z.iso.date().meta({ description: 'Business date, YYYY-MM-DD.' });

/** RFC 3339 in UTC with `Z`. */
export const time = z.iso.datetime();

/** Control characters and halves of surrogate pairs: neither is text that can be stored. */
const notText = /[\p{Cc}\p{Cs}]/u;

/** The same for texts of several lines: tabs and ends of lines are part of what people write. */
const notLines = /[^\P{Cc}\t\r\n]|\p{Cs}/u;

/** A text that is recorded as it was sent, blanks at its ends included: it is proof of what was. */
function text(max: number, never: RegExp, rule: string) {
  return z
    .string()
    .min(1, { abort: true })
    .max(max)
    .regex(/\S/, { error: 'must not be blank', abort: true })
    .refine((value) => !never.test(value), rule);
}

function lines(max: number) {
  return text(max, notLines, 'must be text without control characters but tab, CR and LF');
}

export const owner = text(200, notText, 'must be one line without control characters');
export const reference = lines(500);
export const reason = lines(500);

/** An account's money: `available = posted - held + overdraftLimit`. */
export const balance = z
  .strictObject({
    currency: z.string(),
    posted: signedAmount,
    held: signedAmount,
    overdraftLimit: signedAmount,
    available: signedAmount,
  })
  .meta({ id: 'Balance' });

export type Balance = z.infer<typeof balance>;

export const accountStatus = z.enum(['open', 'frozen', 'closed']);

/** The account as a fact left it; part of the data of every event. */
export const after = z
  .strictObject({
    status: z.enum([...accountStatus.options, 'absent']),
    currency: z.string(),
    posted: signedAmount,
    held: signedAmount,
    overdraftLimit: signedAmount,
  })
  .readonly();
