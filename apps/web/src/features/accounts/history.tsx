// The history of an account, newest first, with the running balance on every row.

import { Button, SegmentedControl, Switch } from '@mantine/core';
import type { AccountView } from '@passbook/contracts';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import { fetchHistory, HISTORY_PAGE, historyQuery } from '../../api/queries.ts';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { useRowKeys } from '../../ui/row-keys.ts';
import { useTimes } from '../../ui/time.ts';
import { useSentinel } from '../../ui/use-sentinel.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { useTail } from '../live/use-tail.ts';
import classes from './history.module.css';
import { FactRow } from './history-row.tsx';
import { amountColumn, historyRows, type HistoryRow } from './rows.ts';

const route = getRouteApi('/accounts/$accountId');

export function History({ account }: { readonly account: AccountView }) {
  const { refused } = route.useSearch();
  const query = useInfiniteQuery(historyQuery(account.id));
  const times = useTimes();
  const facts = useMemo(() => query.data?.pages.flatMap(({ data }) => data), [query.data]);
  const rows = useMemo(
    () => historyRows(facts ?? [], { withRefused: refused !== 'hide', dayOf: times.dayOf }),
    [facts, refused, times],
  );
  if (facts === undefined) {
    return (
      <Panel>
        {query.error === null ? (
          <div className={classes['bones']}>
            <Bones rows={8} height={56} label="the history" />
          </div>
        ) : (
          <ProblemPanel
            what="The history"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
      </Panel>
    );
  }
  return (
    <Panel className={classes['frame']}>
      <Toolbar />
      <Rows
        account={account}
        rows={rows}
        hasMore={query.hasNextPage}
        onMore={() => void (query.isFetchingNextPage || query.fetchNextPage())}
      />
    </Panel>
  );
}

function Toolbar() {
  const { view, refused } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className={classes['toolbar']}>
      <SegmentedControl
        size="xs"
        aria-label="View of the history"
        value={view ?? 'timeline'}
        data={[
          { value: 'timeline', label: 'Timeline' },
          { value: 'compact', label: 'Compact' },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={(value) => {
          const chosen = value === 'compact' || value === 'json' ? value : undefined;
          void navigate({
            search: (before) => ({ ...before, view: chosen }),
            resetScroll: false,
          });
        }}
      />
      <Switch
        size="sm"
        label="Refused attempts"
        checked={refused !== 'hide'}
        onChange={(event) => {
          const hide = event.currentTarget.checked ? undefined : 'hide';
          void navigate({
            search: (before) => ({ ...before, refused: hide }),
            resetScroll: false,
          });
        }}
      />
    </div>
  );
}

interface RowsProps {
  readonly account: AccountView;
  readonly rows: readonly HistoryRow[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** From this many digits on, amounts stand below the words where the ledger is narrow. */
const WIDE = 15;

/** How tall rows are before they were measured. */
const guess = { timeline: 62, compact: 40, json: 420, day: 38 } as const;

function Rows({ account, rows, hasMore, onMore }: RowsProps) {
  const { view = 'timeline' } = route.useSearch();
  const list = useRef<HTMLOListElement>(null);
  const column = useMemo(() => amountColumn(rows), [rows]);
  const [top, setTop] = useState(0);
  useEffect(() => {
    const place = list.current?.getBoundingClientRect().top ?? 0;
    setTop(place + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => guess[rows[index]?.kind === 'day' ? 'day' : view],
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: top,
    overscan: 8,
  });
  const end = useSentinel(() => {
    if (hasMore) onMore();
  });
  useRowKeys(list);
  const reading = useReading(top);
  const tail = useTail({
    queryKey: historyQuery(account.id).queryKey,
    newest: () => fetchHistory(account.id, { limit: HISTORY_PAGE }),
    concerns: ({ stream }) => stream === account.id,
    reading,
  });
  if (rows.length === 0 && !hasMore) {
    return (
      <Empty icon={IconHistory} title="Nothing to show">
        Only refused attempts stand in this history, and they are switched off.
      </Empty>
    );
  }
  return (
    <div
      className={classes['ledger']}
      data-wide={column > WIDE || undefined}
      style={{ '--column': column } as CSSProperties}
    >
      <Head currency={account.currency} />
      {tail.pending > 0 ? (
        <div className={classes['pending']} role="status">
          Paused while you read: {tail.pending}
          {tail.more ? '+' : ''} new
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              tail.show();
              window.scrollTo({ top: Math.max(0, top - 160) });
            }}
          >
            Show
          </Button>
        </div>
      ) : null}
      <ol ref={list} className={classes['list']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              {row.kind === 'day' ? <Day day={row.day} /> : <FactRow row={row} view={view} />}
            </li>
          );
        })}
      </ol>
      <div ref={end} className={classes['end']}>
        {hasMore ? 'Loading more…' : 'The history begins here.'}
      </div>
    </div>
  );
}

/** Whether the person has scrolled into the list. */
function useReading(top: number): boolean {
  const [reading, setReading] = useState(false);
  useEffect(() => {
    const onScroll = () => setReading(window.scrollY > top);
    onScroll();
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, [top]);
  return reading;
}

function Head({ currency }: { readonly currency: string }) {
  const times = useTimes();
  return (
    <div className={classes['head']} aria-hidden>
      <span>Time {times.zoneName}</span>
      <span>What happened</span>
      <span>Amount {currency}</span>
      <span>Balance {currency}</span>
      <span>Position</span>
    </div>
  );
}

function Day({ day }: { readonly day: string }) {
  const times = useTimes();
  return <h3 className={classes['day']}>{times.day(day)}</h3>;
}
