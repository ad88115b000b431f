// The rows of the log: a virtual list of fixed rows, in which nothing moves under the pointer.

import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { WireEvent } from '@passbook/contracts';
import { IconFilterOff, IconListDetails } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import { eventsQuery, fetchEvents, type EventsFilter } from '../../api/queries.ts';
import { columnWidth } from '../../ui/money.ts';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { useRowKeys } from '../../ui/row-keys.ts';
import { useTimes } from '../../ui/time.ts';
import { movementOf } from '../facts/fact.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { useTail, type Tail } from '../live/use-tail.ts';
import classes from './audit.module.css';
import { AuditRow } from './audit-row.tsx';

const route = getRouteApi('/audit');
const NEWEST = 200;
const ROW = 44;
const NARROW_ROW = 66;

interface AuditListProps {
  readonly filter: EventsFilter;
  readonly filtered: boolean;
}

export function AuditList({ filter, filtered }: AuditListProps) {
  const query = useInfiniteQuery(eventsQuery(filter));
  const facts = useMemo(() => query.data?.pages.flatMap(({ data }) => data), [query.data]);
  if (facts === undefined) {
    return (
      <Panel>
        {query.error === null ? (
          <div className={classes['bones']}>
            <Bones rows={12} height={ROW} label="the log" />
          </div>
        ) : (
          <ProblemPanel what="The log" error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Panel>
    );
  }
  return (
    <Rows
      key={JSON.stringify(filter)}
      filter={filter}
      filtered={filtered}
      facts={facts}
      hasMore={query.hasNextPage}
      onMore={() => void (query.isFetchingNextPage || query.fetchNextPage())}
    />
  );
}

interface RowsProps extends AuditListProps {
  readonly facts: readonly WireEvent[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

function Rows({ filter, filtered, facts, hasMore, onMore }: RowsProps) {
  const narrow = useMediaQuery('(max-width: 52rem)', undefined, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const reading = useReading(frame, scroller);
  const tail = useTail({
    queryKey: eventsQuery(filter).queryKey,
    newest: () => fetchEvents(filter, { limit: NEWEST }),
    concerns: ({ stream, type }) =>
      (filter.account ?? stream) === stream && (filter.type ?? type).split(',').includes(type),
    reading,
  });
  const virtual = useVirtualizer({
    count: facts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? NARROW_ROW : ROW),
    getItemKey: (index) => facts[index]?.position ?? index,
    overscan: 12,
  });
  const column = useMemo(
    () => columnWidth(facts.flatMap((fact) => movementOf(fact)?.amount ?? [])),
    [facts],
  );
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last > facts.length - 30) onMore();
  });
  useEffect(() => virtual.measure(), [narrow, virtual]);
  useRowKeys(scroller);
  if (facts.length === 0) return filtered ? <NoMatch /> : <EmptyLog />;
  return (
    <Panel className={classes['panel']}>
      <div ref={frame} className={classes['frame']} style={{ '--column': column } as CSSProperties}>
        <Head />
        <Pending tail={tail} onShow={() => scroller.current?.scrollTo({ top: 0 })} />
        <div ref={scroller} className={classes['scroller']} data-audit-rows>
          <ol style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const fact = facts[item.index];
              return fact === undefined ? null : (
                <li
                  key={item.key}
                  style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                >
                  <AuditRow fact={fact} />
                </li>
              );
            })}
          </ol>
          {hasMore ? null : (
            <div className={classes['end']}>
              {filtered ? 'No earlier fact matches.' : 'The log begins here.'}
            </div>
          )}
        </div>
      </div>
    </Panel>
  );
}

type Box = React.RefObject<HTMLDivElement | null>;

/** Whether the person reads: scrolled down, or with the pointer on the list. */
function useReading(frame: Box, scroller: Box): boolean {
  const [scrolled, setScrolled] = useState(false);
  const [hovers, setHovers] = useState(false);
  useEffect(() => {
    const [element, list] = [frame.current, scroller.current];
    if (element === null || list === null) return;
    const onScroll = () => setScrolled(list.scrollTop > 4);
    const enter = () => setHovers(true);
    const leave = () => setHovers(false);
    list.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    return () => {
      list.removeEventListener('scroll', onScroll);
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
    };
  }, [frame, scroller]);
  return scrolled || hovers;
}

function Pending({ tail, onShow }: { readonly tail: Tail; readonly onShow: () => void }) {
  const spoken = useCalm(tail.pending);
  const show = () => {
    tail.show();
    onShow();
  };
  return (
    <>
      <span className={classes['spoken']} role="status">
        {spoken > 0 ? `${spoken} new facts wait` : ''}
      </span>
      {tail.pending > 0 ? (
        <div className={classes['pending']}>
          Paused while you read: {tail.pending}
          {tail.more ? '+' : ''} new
          <Button size="compact-sm" variant="default" onClick={show}>
            Show
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** A number for screen readers that changes at most every ten seconds. */
function useCalm(count: number): number {
  const [calm, setCalm] = useState(0);
  const latest = useRef(count);
  useEffect(() => {
    latest.current = count;
  }, [count]);
  useEffect(() => {
    const timer = setInterval(() => setCalm(latest.current), 10_000);
    return () => clearInterval(timer);
  }, []);
  return calm;
}

function Head() {
  const times = useTimes();
  return (
    <div className={classes['head']} aria-hidden>
      <span>Position</span>
      <span>Recorded, {times.zoneName}</span>
      <span>Stream</span>
      <span>What happened</span>
      <span>Amount</span>
    </div>
  );
}

function NoMatch() {
  return (
    <Panel>
      <Empty
        icon={IconFilterOff}
        title="No fact matches"
        actions={
          <Link from={route.id} to="/audit">
            Clear the filter
          </Link>
        }
      >
        The log was searched from its end to its beginning.
      </Empty>
    </Panel>
  );
}

function EmptyLog() {
  return (
    <Panel>
      <Empty icon={IconListDetails} title="Nothing has happened yet">
        The first account that is opened writes the first fact.
      </Empty>
    </Panel>
  );
}
