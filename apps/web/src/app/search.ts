// Reads what stands in the address; what is not understood is left out, so old links keep working.

import type { AccountStatus } from '@passbook/banking';
import type { AccountSort } from '../api/queries.ts';
import type { AuditSearch } from '../features/audit/qualifiers.ts';
import { actionNames, type ActionSearch } from '../features/money/actions.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The router reads `12` and `true` as more than text; here they are what somebody typed. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
): Choice | undefined {
  return choices.find((choice) => choice === value);
}

/** Drops what is not given, so that an address holds nothing that says nothing. */
function given<Values extends object>(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Values;
}

export function rootSearch(raw: Raw): ActionSearch {
  return given({ do: oneOf(actionNames, raw['do']), on: text(raw['on']), ref: text(raw['ref']) });
}

export interface AccountsSearch {
  readonly q?: string | undefined;
  readonly status?: AccountStatus | undefined;
  readonly currency?: string | undefined;
  readonly sort?: AccountSort | undefined;
}

export function accountsSearch(raw: Raw): AccountsSearch {
  return given({
    q: text(raw['q']),
    status: oneOf(['open', 'frozen', 'closed'] as const, raw['status']),
    currency: text(raw['currency']),
    sort: oneOf(['owner', '-posted', 'id'] as const, raw['sort']),
  });
}

export interface AccountSearch {
  readonly tab?: 'holds' | 'details' | undefined;
  readonly view?: 'compact' | 'json' | undefined;
  /** `hide` leaves refused attempts out of the history. */
  readonly refused?: 'hide' | undefined;
  /** The position of the row that is expanded. */
  readonly row?: string | undefined;
  readonly chart?: 'table' | undefined;
}

export function accountSearch(raw: Raw): AccountSearch {
  return given({
    tab: oneOf(['holds', 'details'] as const, raw['tab']),
    view: oneOf(['compact', 'json'] as const, raw['view']),
    refused: oneOf(['hide'] as const, raw['refused']),
    row: text(raw['row']),
    chart: oneOf(['table'] as const, raw['chart']),
  });
}

export function auditSearch(raw: Raw): AuditSearch {
  return given({
    type: text(raw['type']),
    actor: text(raw['actor']),
    account: text(raw['account']),
    correlation: text(raw['correlation']),
    outcome: oneOf(['accepted', 'refused'] as const, raw['outcome']),
    time: text(raw['time']),
    amount: text(raw['amount']),
    q: text(raw['q']),
    form: oneOf(['open'] as const, raw['form']),
    event: text(raw['event']),
    tab: oneOf(['data', 'metadata'] as const, raw['tab']),
  });
}

export interface EventSearch {
  readonly tab?: 'data' | 'metadata' | undefined;
}

export function eventSearch(raw: Raw): EventSearch {
  return given({ tab: oneOf(['data', 'metadata'] as const, raw['tab']) });
}
