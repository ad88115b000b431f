// The rows of a history: facts grouped by their business day, reversals tied to their originals.

import type { WireEvent } from '@passbook/contracts';
import { columnWidth } from '../../ui/money.ts';
import { isRefused, movementOf, originalOf } from '../facts/fact.ts';

export type HistoryRow =
  | { readonly kind: 'day'; readonly key: string; readonly day: string }
  | {
      readonly kind: 'fact';
      readonly key: string;
      readonly fact: WireEvent;
      /** The day of the group that the row stands in. */
      readonly day: string;
      /** The position of the fact that reversed it. */
      readonly reversedBy: number | undefined;
    };

interface RowOptions {
  readonly withRefused: boolean;
  /** The calendar day of a moment, in the zone of the person. */
  readonly dayOf: (time: string) => string;
}

/**
 * Groups facts, newest first, under their days.
 * A movement belongs to its value date. A fact without one belongs to the day it was recorded;
 * among facts recorded on the same day it stays where the log has it, without a heading between.
 */
export function historyRows(
  facts: readonly WireEvent[],
  { withRefused, dayOf }: RowOptions,
): readonly HistoryRow[] {
  const reversedBy = new Map<number, number>();
  const rows: HistoryRow[] = [];
  let day = '';
  let recordedDay = '';
  for (const fact of facts) {
    const original = originalOf(fact);
    if (original !== undefined) reversedBy.set(original, fact.position);
    if (!withRefused && isRefused(fact)) continue;
    const recorded = dayOf(fact.recordedAt);
    const own = fact.valueDate ?? (recorded === recordedDay ? day : recorded);
    if (own !== day) rows.push({ kind: 'day', key: `day-${fact.position}`, day: own });
    day = own;
    recordedDay = recorded;
    rows.push({
      kind: 'fact',
      key: `fact-${fact.position}`,
      fact,
      day,
      reversedBy: reversedBy.get(fact.position),
    });
  }
  return rows;
}

/** How many digits the widest amount of the rows takes; both columns of money get that width. */
export function amountColumn(rows: readonly HistoryRow[]): number {
  return columnWidth(
    rows.flatMap((row) => {
      if (row.kind === 'day') return [];
      const amounts = [row.fact.balance?.posted, movementOf(row.fact)?.amount];
      return amounts.filter((amount) => amount !== undefined);
    }),
  );
}
