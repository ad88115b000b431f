// Filters facts by amount, exactly: as decimal texts, whatever the currency's digits.

import type { EventFilter } from '@passbook/contracts';
import { fieldOf, isPostgres, type Facts } from './fact-fields.ts';

/** More digits than any amount has: the contract takes a thousand characters. */
const BEYOND = '0'.repeat(1001);

/**
 * Adds the conditions for `minAmount` and `maxAmount`, both inclusive. The amount of a refusal is
 * the one that was asked for, as it was written; no integer of the databases holds all of them.
 */
export function amountBounds(
  query: Facts,
  { minAmount, maxAmount }: Pick<EventFilter, 'minAmount' | 'maxAmount'>,
): void {
  if (minAmount !== undefined) bound(query, 'min', '>=', bare(minAmount));
  if (maxAmount !== undefined) bound(query, 'max', '<=', beyond(bare(maxAmount)));
}

/**
 * Amounts have no leading zeros: of two, the one with the longer whole part is more, and of two as
 * long the one that comes later as text.
 */
function bound(query: Facts, name: string, comparison: '>=' | '<=', amount: string): void {
  const postgres = isPostgres(query);
  const amountField = `COALESCE(${fieldOf(query, 'amount')}, ${fieldOf(query, 'request.amount')})`;
  const whole = `${postgres ? 'STRPOS' : 'INSTR'}(${amountField} || '.', '.')`;
  const text = `${amountField}${postgres ? ' COLLATE "C"' : ''}`;
  query.andWhere(`(${whole}, ${text}) ${comparison} (:${name}Whole, :${name}Text)`, {
    [`${name}Whole`]: `${amount}.`.indexOf('.') + 1,
    [`${name}Text`]: amount,
  });
}

/** Without zeros at its end: every way to write the same amount, or more, is not before it. */
function bare(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0*$/, '') : amount;
}

/** With zeros without end: every way to write the same amount, or less, is before it. */
function beyond(amount: string): string {
  return `${amount}${amount.includes('.') ? '' : '.'}${BEYOND}`;
}
