// The account before and after a fact: what changed, and by how much.

import { formatMinor, parseMinor } from '@passbook/banking';
import type { Balance, WireEvent } from '@passbook/contracts';
import { Amount } from '../../ui/amount.tsx';
import classes from './fact.module.css';
import { useNeighbours } from './use-neighbours.ts';

const lines = [
  ['posted', 'Posted'],
  ['held', 'Held'],
  ['overdraftLimit', 'Overdraft limit'],
  ['available', 'Available'],
] as const;

export function BeforeAfter({ fact }: { readonly fact: WireEvent }) {
  const { before } = useNeighbours(fact);
  const after = fact.balance;
  if (after === undefined) return null;
  return (
    <table className={classes['change']}>
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
            <td>
              {before === undefined ? '–' : <Amount value={before.balance[name]} tone="quiet" />}
            </td>
            <td>
              <Change before={before?.balance} after={after} name={name} />
            </td>
            <td>
              <Amount value={after[name]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
