// Facts as rows of a CSV file that no spreadsheet can be made to execute.

import type { WireEvent } from '@passbook/contracts';

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const FORMULA = /^[=+\-@\t\r]/;

/** Each column with how it reads a fact. */
const columns: Readonly<Record<string, (event: WireEvent) => unknown>> = {
  position: ({ position }) => position,
  recordedAt: ({ recordedAt }) => recordedAt,
  valueDate: ({ valueDate }) => valueDate,
  type: ({ type }) => type,
  account: ({ accountId }) => accountId,
  version: ({ version }) => version,
  amount: (event) => written(event)['amount'],
  currency: (event) => currencyOf(event),
  balanceCurrency: ({ balance }) => balance?.currency,
  posted: ({ balance }) => balance?.posted,
  held: ({ balance }) => balance?.held,
  overdraftLimit: ({ balance }) => balance?.overdraftLimit,
  available: ({ balance }) => balance?.available,
  reference: (event) => written(event)['reference'] ?? written(event)['reason'],
  actor: ({ actor }) => actor,
  channel: ({ channel }) => channel,
  eventId: ({ eventId }) => eventId,
  correlationId: ({ correlationId }) => correlationId,
  causationId: ({ causationId }) => causationId,
  commandKey: ({ commandKey }) => commandKey,
  data: ({ data }) => JSON.stringify(data),
};

/** The names of the columns as a line. */
export const csvHeader = row(Object.keys(columns));

/** One fact as a line. */
export function csvRow(event: WireEvent): string {
  return row(Object.values(columns).map((read) => read(event)));
}

/** What was written into a command: of a refusal it stands in the request that was refused. */
function written({ type, data }: WireEvent): Readonly<Record<string, unknown>> {
  return type === 'CommandRefused' ? (data['request'] as Readonly<Record<string, unknown>>) : data;
}

/** Of the amount, which may be refused for not being in that of the account. */
function currencyOf(event: WireEvent): unknown {
  const { amount, currency } = written(event);
  return (amount === undefined ? undefined : currency) ?? event.balance?.currency;
}

function row(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A cell as RFC 4180 quotes it; what a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
