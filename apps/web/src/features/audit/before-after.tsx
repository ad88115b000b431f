// The account before and after a fact: what changed, and by how much.

import { formatMinor, parseMinor } from '@passbook/banking';
import type { Balance, WireEvent } from '@passbook/contracts';
import { Amount } from '../../ui/amount.tsx';
import { columnWidth } from '../../ui/money.ts';
import classes from './fact.module.css';
import { useNeighbours } from './use-neighbours.ts';

const lines = [
  ['posted', 'Posted'],
  ['held', 'Held'],
  ['overdraftLimit', 'Overdraft limit'],
  ['available', 'Available'],
] as const;

/** From this many digits on three amounts do not fit beside each other everywhere. */
const WIDE = 13;

export function BeforeAfter({ fact }: { readonly fact: WireEvent }) {
  const { before } = useNeighbours(fact);
  const after = fact.balance;
  if (after === undefined) return null;
  const all = [before?.balance, after].flatMap((side) =>
    side === undefined ? [] : lines.map(([name]) => side[name]),
  );
  const wide = columnWidth(all) > WIDE;
  return (
    <div className={classes['changeFrame']}>
      <table className={classes['change']} data-wide={wide || undefined}>
        <caption>The account before and after, {after.currency}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Before</th>
            <th scope="col">Change</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, label]) => (
            <tr key={name} data-line={name}>
              <th scope="row">{label}</th>
              <td data-label="Before">
                {before === undefined ? '–' : <Amount value={before.balance[name]} tone="quiet" />}
              </td>
              <td data-label="Change">
                <Change before={before?.balance} after={after} name={name} />
              </td>
              <td data-label="After">
                <Amount value={after[name]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChangeProps {
  readonly before: Balance | undefined;
  readonly after: Balance;
  readonly name: (typeof lines)[number][0];
}

function Change({ before, after, name }: ChangeProps) {
  const { currency } = after;
  if (before === undefined) return '–';
  const change = parseMinor(after[name], currency) - parseMinor(before[name], currency);
  const counts = name === 'posted' || name === 'available';
  if (change === 0n) return <span className={classes['same']}>unchanged</span>;
  return (
    <Amount
      value={formatMinor(change, currency)}
      signed
      {...(change > 0n && counts ? { tone: 'in' } : {})}
    />
  );
}
