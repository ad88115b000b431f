// Filters facts by amount, exactly: in integers of minor units, whatever the currency's digits.

import { MAX_MINOR } from '@passbook/banking';
import type { EventFilter } from '@passbook/contracts';
import type { EventEntity } from '@passbook/event-store';
import type { SelectQueryBuilder } from 'typeorm';

const digitCounts = [0, 2, 3, 4] as const;

/** Adds the conditions for `minAmount` and `maxAmount`, both inclusive. */
export function amountBounds(
  query: SelectQueryBuilder<EventEntity>,
  { minAmount, maxAmount }: Pick<EventFilter, 'minAmount' | 'maxAmount'>,
): void {
  if (minAmount !== undefined) bound(query, 'min', '>=', minAmount);
  if (maxAmount !== undefined) bound(query, 'max', '<=', maxAmount);
}

function bound(
  query: SelectQueryBuilder<EventEntity>,
  name: string,
  comparison: '>=' | '<=',
  amount: string,
): void {
  const postgres = query.dataSource.options.type === 'postgres';
  const text = postgres
    ? `(event.data::json ->> 'amount')`
    : `json_extract(event.data, '$.amount')`;
  const integer = `CAST(REPLACE(${text}, '.', '') AS BIGINT)`;
  const point = postgres ? `strpos(${text}, '.')` : `instr(${text}, '.')`;
  const digits = `CASE ${point} WHEN 0 THEN 0 ELSE LENGTH(${text}) - ${point} END`;
  const cases = digitCounts.map((count) => `WHEN ${count} THEN CAST(:${name}${count} AS BIGINT)`);
  const limits = digitCounts.map((count): [string, string] => [
    `${name}${count}`,
    minorBound(amount, count, comparison).toString(),
  ]);
  query.andWhere(
    `${integer} ${comparison} CASE ${digits} ${cases.join(' ')} END`,
    Object.fromEntries(limits),
  );
}

/** The bound in minor units of that many digits; a fraction of a unit is on the other side. */
function minorBound(amount: string, digits: number, comparison: '>=' | '<='): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const cut = /[1-9]/.test(fraction.slice(digits));
  const minor = comparison === '>=' && cut ? kept + 1n : kept;
  return minor > MAX_MINOR ? MAX_MINOR : minor;
}
