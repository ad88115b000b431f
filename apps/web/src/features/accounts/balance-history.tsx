// The balance over time as a stepped line, or as a table for those who read rather than look.

import { Button } from '@mantine/core';
import type { AccountView, WireEvent } from '@passbook/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { fetchHistory, historyQuery } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import { Bones, HiddenText, Panel } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import classes from './account.module.css';
import { balanceSeries, type BalancePoint, type BalanceSeries } from './balance-points.ts';

const Chart = lazy(() => import('./balance-chart.tsx'));
const route = getRouteApi('/accounts/$accountId');

const PAGES = 5;
const PAGE = 200;

/** The last thousand facts of an account, newest first. */
async function lastFacts(id: string, signal: AbortSignal): Promise<readonly WireEvent[]> {
  const facts: WireEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { data, nextCursor } = await fetchHistory(id, { limit: PAGE, cursor }, signal);
    facts.push(...data);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return facts;
}

/** The curve of an account; what the history has learned since is added to it. */
function useSeries(account: AccountView): BalanceSeries | undefined {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['curve', account.id],
    queryFn: ({ signal }) => lastFacts(account.id, signal),
    staleTime: Infinity,
  });
  const { version, currency, id } = account;
  return useMemo(() => {
    if (data === undefined) return undefined;
    const newest = data[0]?.version ?? 0;
    const known = client.getQueryData(historyQuery(id).queryKey)?.pages[0]?.data ?? [];
    const since = version > newest ? known.filter((fact) => fact.version > newest) : [];
    return balanceSeries([...since, ...data].reverse(), currency);
  }, [data, version, currency, id, client]);
}

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
            <Suspense fallback={<Bones rows={4} height={44} label="the chart" />}>
              <Chart series={series} onPoint={setAt} />
            </Suspense>
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
