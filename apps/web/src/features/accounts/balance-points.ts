// The balance of an account over time, from its facts: a step for each day, or for each fact.

import { formatMinor, parseMinor } from '@passbook/banking';
import type { WireEvent } from '@passbook/contracts';

export interface BalancePoint {
  /** Seconds since 1970 as charts count them, or the place in the row of facts. */
  readonly at: number;
  /** The business day, or the moment of the fact. */
  readonly label: string;
  /** The posted balance as a decimal string: exact, for reading. */
  readonly posted: string;
}

export interface BalanceSeries {
  /** Accounts that live only a few days are drawn fact by fact. */
  readonly by: 'day' | 'fact';
  readonly points: readonly BalancePoint[];
}

const FEW_DAYS = 3;

const dayOf = (fact: WireEvent): string => fact.valueDate ?? fact.recordedAt.slice(0, 10);

/**
 * @param facts in the order of the log
 * @returns the balance at the end of each business day; back-dated movements count on their day
 */
export function balanceSeries(facts: readonly WireEvent[], currency: string): BalanceSeries {
  const known = facts.filter(({ balance }) => balance !== undefined);
  const moved = movements(known, currency);
  const days = new Set(moved.map(({ fact }) => dayOf(fact)));
  if (days.size < FEW_DAYS) {
    const points = known.map((fact) => ({
      at: fact.version,
      label: fact.recordedAt,
      posted: fact.balance?.posted ?? '0',
    }));
    return { by: 'fact', points };
  }
  return { by: 'day', points: daily(known, moved, currency) };
}

interface Moved {
  readonly fact: WireEvent;
  readonly change: bigint;
}

const postedOf = ({ balance }: WireEvent, currency: string): bigint =>
  parseMinor(balance?.posted ?? '0', currency);

/** The facts that moved the posted balance, each with by how much. */
function movements(facts: readonly WireEvent[], currency: string): readonly Moved[] {
  let before = facts[0] === undefined ? 0n : opening(facts[0], currency);
  return facts.flatMap((fact) => {
    const posted = postedOf(fact, currency);
    const change = posted - before;
    before = posted;
    return change === 0n ? [] : [{ fact, change }];
  });
}

/** What stood before the first fact that is known: nothing, if it is the account's first. */
function opening(first: WireEvent, currency: string): bigint {
  return first.version === 1 ? 0n : postedOf(first, currency);
}

function daily(
  facts: readonly WireEvent[],
  moved: readonly Moved[],
  currency: string,
): readonly BalancePoint[] {
  const byDay = new Map<string, bigint>();
  for (const { fact, change } of moved) {
    byDay.set(dayOf(fact), (byDay.get(dayOf(fact)) ?? 0n) + change);
  }
  let posted = facts[0] === undefined ? 0n : opening(facts[0], currency);
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, change]) => {
      posted += change;
      return {
        at: Date.parse(`${day}T00:00:00Z`) / 1000,
        label: day,
        posted: formatMinor(posted, currency),
      };
    });
}
