// What the bank holds, per currency and never summed across; each total filters the list.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { summaryQuery } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import { formatCount } from '../../ui/money.ts';
import classes from './accounts.module.css';

const route = getRouteApi('/accounts');

export function CurrencyTotals() {
  const { currency: chosen } = route.useSearch();
  const { data } = useQuery(summaryQuery());
  if (data === undefined) return <div className={classes['totalsBones']} aria-hidden />;
  if (data.currencies.length === 0) return null;
  return (
    <ul className={classes['totals']} aria-label="Totals per currency">
      {data.currencies.map(({ currency, accounts, posted, held }) => (
        <li key={currency}>
          <Link
            to="/accounts"
            search={(before) => ({
              ...before,
              currency: chosen === currency ? undefined : currency,
            })}
            className={classes['total']}
            data-chosen={chosen === currency || undefined}
            aria-label={`${currency}: ${chosen === currency ? 'show all' : 'show only these'}`}
          >
            <span className={classes['totalHead']}>
              {currency}
              <small>
                {formatCount(accounts)} {accounts === 1 ? 'account' : 'accounts'}
              </small>
            </span>
            <Amount value={posted} size="large" />
            <small>
              <Amount value={held} tone="quiet" /> held
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
