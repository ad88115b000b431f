// The filter of the audit log as text (`type:MoneyDeposited amount:>1000 "rent"`), both ways.

import { bankingEventTypes, isAmount } from '@passbook/banking';
import type { EventsFilter } from '../../api/queries.ts';

/** The filter as it stands in the address: the qualifiers, each with the text it was given. */
export interface AuditFilter {
  readonly type?: string | undefined;
  readonly actor?: string | undefined;
  readonly account?: string | undefined;
  readonly correlation?: string | undefined;
  readonly outcome?: 'accepted' | 'refused' | undefined;
  /** `2026-03-01`, `2026-03-01..2026-03-31`, `2026-03-01..`, `..2026-03-31` */
  readonly time?: string | undefined;
  /** `>1000`, `>=1000`, `<50`, `<=50`, `10..20`, `12.50` */
  readonly amount?: string | undefined;
  /** Words that the fact contains. */
  readonly q?: string | undefined;
}

export interface AuditSearch extends AuditFilter {
  readonly form?: 'open' | undefined;
  /** The position of the fact in the drawer. */
  readonly event?: string | undefined;
  readonly tab?: 'data' | 'metadata' | undefined;
}

export const qualifierNames = [
  'type',
  'actor',
  'account',
  'outcome',
  'time',
  'amount',
  'correlation',
] as const;
type Qualifier = (typeof qualifierNames)[number];

export interface Parsed {
  readonly filter: AuditFilter;
  /** One sentence for each part that was not understood. */
  readonly errors: readonly string[];
}

const WORD = /([a-zA-Z]+):("[^"]*"|\S*)|"([^"]*)"|(\S+)/g;
const DAY = String.raw`\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?`;
const TIME = new RegExp(`^(?:${DAY}|${DAY}\\.\\.(?:${DAY})?|\\.\\.${DAY})$`);

/** Reads the text of the filter bar. What is not understood is an error, never ignored. */
export function parseQualifiers(text: string): Parsed {
  const filter: Record<string, string> = {};
  const errors: string[] = [];
  const words: string[] = [];
  for (const [, name, value = '', quoted, bare] of text.matchAll(WORD)) {
    if (name === undefined) {
      words.push(quoted ?? bare ?? '');
      continue;
    }
    const qualifier = qualifierNames.find((known) => known === name);
    if (qualifier === undefined) {
      errors.push(`There is no filter "${name}". Put text in quotes to search for it.`);
      continue;
    }
    const plain = value.replaceAll('"', '');
    const wrong = check(qualifier, plain);
    if (wrong !== undefined) errors.push(wrong);
    else filter[qualifier] = plain;
  }
  const q = words.filter((word) => word !== '').join(' ');
  if (q !== '') filter['q'] = q;
  return { filter, errors };
}

/** Why a value is none for its qualifier. */
function check(name: Qualifier, value: string): string | undefined {
  if (value === '') return `"${name}:" needs a value.`;
  switch (name) {
    case 'type': {
      const unknown = value
        .split(',')
        .find((one) => !(bankingEventTypes as string[]).includes(one));
      return unknown === undefined ? undefined : `There is no event type "${unknown}".`;
    }
    case 'outcome':
      return value === 'accepted' || value === 'refused'
        ? undefined
        : '"outcome" is accepted or refused.';
    case 'time':
      return TIME.test(value) ? undefined : '"time" is a day, or days as 2026-03-01..2026-03-31.';
    case 'amount':
      return amountBounds(value) === undefined
        ? '"amount" is a number, >1000, <50, or 10..20, with a point before the decimals.'
        : undefined;
    case 'actor':
    case 'account':
    case 'correlation':
      return undefined;
  }
}

/** Writes a filter as the text that makes it. */
export function writeQualifiers(filter: AuditFilter): string {
  const parts = qualifierNames.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    return [`${name}:${/\s/.test(value) ? `"${value}"` : value}`];
  });
  if (filter.q !== undefined) parts.push(/[\s:]/.test(filter.q) ? `"${filter.q}"` : filter.q);
  return parts.join(' ');
}

interface Bounds {
  readonly minAmount?: string;
  readonly maxAmount?: string;
}

/** No currency has more digits than four, so what follows N is N and one ten-thousandth. */
const DIGITS = 4;

function beside(amount: string, step: bigint): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const scaled = BigInt(whole + fraction.padEnd(DIGITS, '0')) + step;
  const text = (scaled < 0n ? 0n : scaled).toString().padStart(DIGITS + 1, '0');
  return `${text.slice(0, -DIGITS)}.${text.slice(-DIGITS)}`;
}

/** The bounds that an amount filter means, both inclusive; undefined when it is none. */
export function amountBounds(text: string): Bounds | undefined {
  const [, sign, number = '', , to = ''] =
    /^(>=|<=|>|<)?([\d.]*?)(\.\.([\d.]*))?$/.exec(text) ?? [];
  if (text.includes('..')) {
    if (sign !== undefined || (number === '' && to === '')) return undefined;
    if ([number, to].some((end) => end !== '' && !isAmount(end))) return undefined;
    return {
      ...(number === '' ? {} : { minAmount: number }),
      ...(to === '' ? {} : { maxAmount: to }),
    };
  }
  if (!isAmount(number) || (number.split('.')[1]?.length ?? 0) > DIGITS) return undefined;
  switch (sign) {
    case '>':
      return { minAmount: beside(number, 1n) };
    case '>=':
      return { minAmount: number };
    case '<':
      return { maxAmount: beside(number, -1n) };
    case '<=':
      return { maxAmount: number };
    default:
      return { minAmount: number, maxAmount: number };
  }
}

/** The filter in the words of the API. */
export function apiFilter(filter: AuditFilter): EventsFilter {
  const { type, actor, account, correlation, outcome, time, amount, q } = filter;
  const [from, to] =
    time === undefined ? [] : time.includes('..') ? time.split('..') : [time, time];
  const all: EventsFilter = {
    ...{ type, actor, account, correlation, outcome, q },
    ...{ from: from || undefined, to: to || undefined },
    ...(amount === undefined ? {} : amountBounds(amount)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The part of the address that filters. */
export function filterOf(search: AuditSearch): AuditFilter {
  const { type, actor, account, correlation, outcome, time, amount, q } = search;
  return { type, actor, account, correlation, outcome, time, amount, q };
}
