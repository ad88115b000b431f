// Movements per business day, as bars.

import type { WireEvent } from '@passbook/contracts';
import { Panel } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import classes from './overview.module.css';

interface Day {
  readonly day: string;
  readonly count: number;
}

const DAYS = 30;

/** Counts per day, the oldest first; the last day may be cut by what was asked for. */
function perDay(facts: readonly WireEvent[]): readonly Day[] {
  const counts = new Map<string, number>();
  for (const { valueDate, recordedAt } of facts) {
    const day = valueDate ?? recordedAt.slice(0, 10);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts]
    .map(([day, count]) => ({ day, count }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .slice(-DAYS);
}

export function DayBars({ facts }: { readonly facts: readonly WireEvent[] }) {
  const times = useTimes();
  const days = perDay(facts);
  const most = Math.max(1, ...days.map(({ count }) => count));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return null;
  return (
    <Panel
      title="Movements per business day"
      aside={<span className={classes['aside']}>of the last {facts.length}</span>}
    >
      <div
        className={classes['bars']}
        role="img"
        aria-label={[
          `From ${times.day(first.day)} to ${times.day(last.day)},`,
          `at most ${most} movements a day`,
        ].join(' ')}
      >
        {days.map(({ day, count }) => (
          <span
            key={day}
            title={`${times.day(day)}: ${count}`}
            style={{ height: `${Math.max(4, (count / most) * 100)}%` }}
          />
        ))}
      </div>
      <div className={classes['barsFoot']}>
        <span>{times.day(first.day)}</span>
        <span>{times.day(last.day)}</span>
      </div>
    </Panel>
  );
}
