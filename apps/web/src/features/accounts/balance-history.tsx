// The balance over time as a stepped line, or as a table for those who read rather than look.

import { Button } from '@mantine/core';
import type { AccountView } from '@passbook/contracts';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Amount } from '../../ui/amount.tsx';
import { Boundary } from '../../ui/boundary.tsx';
import { Bones, HiddenText, Panel } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import classes from './account.module.css';
import type { BalancePoint, BalanceSeries } from './balance-points.ts';
import { useSeries } from './use-series.ts';

const Chart = lazy(() => import('./balance-chart.tsx'));
const noChart = 'The chart could not be loaded. The table shows the same numbers.';
const route = getRouteApi('/accounts/$accountId');

export function BalanceHistory({ account }: { readonly account: AccountView }) {
  const series = useSeries(account);
  const { chart } = route.useSearch();
  const navigate = route.useNavigate();
  const [at, setAt] = useState<BalancePoint>();
  const asTable = chart === 'table';
  return (
    <Panel
      title="Balance over time"
      aside={
        <div className={classes['chartHead']}>
          <Readout point={at} series={series} currency={account.currency} />
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() =>
              void navigate({
                search: (before) => ({ ...before, chart: asTable ? undefined : 'table' }),
                resetScroll: false,
              })
            }
          >
            {asTable ? 'As chart' : 'As table'}
          </Button>
        </div>
      }
    >
      {asTable ? (
        <PointTable series={series} currency={account.currency} />
      ) : (
        <div className={classes['chart']}>
          {series === undefined ? (
            <Bones rows={4} height={44} label="the chart" />
          ) : series.points.length < 2 ? (
            <p className={classes['readout']}>The line begins with the second fact.</p>
          ) : (
            <Boundary instead={<p className={classes['readout']}>{noChart}</p>}>
              <Suspense fallback={<Bones rows={4} height={44} label="the chart" />}>
                <Chart series={series} onPoint={setAt} />
              </Suspense>
            </Boundary>
          )}
        </div>
      )}
    </Panel>
  );
}

interface ReadoutProps {
  readonly point: BalancePoint | undefined;
  readonly series: BalanceSeries | undefined;
  readonly currency: string;
}

function useLabel() {
  const times = useTimes();
  return (by: BalanceSeries['by'], label: string) =>
    by === 'day' ? times.day(label) : times.moment(label);
}

function Readout({ point, series, currency }: ReadoutProps) {
  const label = useLabel();
  if (series === undefined || point === undefined) {
    return (
      <span className={`${classes['readout'] ?? ''} ${classes['hint'] ?? ''}`}>
        {series?.by === 'fact' ? 'fact by fact' : 'at the end of each business day'}
      </span>
    );
  }
  return (
    <span className={classes['readout']}>
      {label(series.by, point.label)} <Amount value={point.posted} currency={currency} />
    </span>
  );
}

function PointTable({ series, currency }: Omit<ReadoutProps, 'point'>) {
  const label = useLabel();
  if (series === undefined) return <Bones rows={5} height={30} label="the table" />;
  return (
    <div className={classes['chartTable']} tabIndex={0} role="region" aria-label="Balance by day">
      <table>
        <thead>
          <tr>
            <th scope="col">{series.by === 'day' ? 'Business day' : 'Recorded'}</th>
            <th scope="col" data-number>
              Balance {currency}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...series.points].reverse().map((point) => (
            <tr key={point.at}>
              <td>{label(series.by, point.label)}</td>
              <td data-number>
                <HiddenText>{currency} </HiddenText>
                <Amount value={point.posted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
