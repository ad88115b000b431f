// One fact of a history: the sentence, the amount, the balance after it; whole when expanded.

import { Button } from '@mantine/core';
import { isReversible } from '@passbook/banking';
import type { WireEvent } from '@passbook/contracts';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Amount } from '../../ui/amount.tsx';
import { Boundary } from '../../ui/boundary.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/money.ts';
import { Bones, HiddenText } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import { counterpartOf, isRefused, originalOf } from '../facts/fact.ts';
import { FactAmount } from '../facts/fact-amount.tsx';
import { FactIcon } from '../facts/fact-icon.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import { useActions } from '../money/actions.ts';
import classes from './history.module.css';
import type { HistoryRow } from './rows.ts';

const Json = lazy(() => import('../../ui/json.tsx'));
const route = getRouteApi('/accounts/$accountId');

interface FactRowProps {
  readonly row: Extract<HistoryRow, { kind: 'fact' }>;
  readonly view: 'timeline' | 'compact' | 'json';
}

export function FactRow({ row, view }: FactRowProps) {
  const { fact, reversedBy } = row;
  const { row: chosen } = route.useSearch();
  const expanded = view === 'json' || chosen === String(fact.position);
  return (
    <div
      className={classes['row']}
      data-view={view}
      data-ghost={isRefused(fact) || undefined}
      data-struck={reversedBy !== undefined || undefined}
      data-expanded={expanded || undefined}
    >
      <RecordedAt fact={fact} day={row.day} />
      <Words row={row} expanded={expanded} />
      <span className={classes['amount']}>
        <FactAmount fact={fact} struck={reversedBy !== undefined} />
      </span>
      <span className={classes['balance']}>
        <HiddenText>Balance after: </HiddenText>
        {fact.balance === undefined ? null : <Amount value={fact.balance.posted} />}
      </span>
      <Link
        to="/events/$position"
        params={{ position: String(fact.position) }}
        className={classes['position']}
        aria-label={`The fact at position ${fact.position}`}
      >
        {formatCount(fact.position)}
      </Link>
      {expanded ? <Whole fact={fact} reversed={reversedBy !== undefined} /> : null}
    </div>
  );
}

function RecordedAt({ fact, day }: { readonly fact: WireEvent; readonly day: string }) {
  const times = useTimes();
  const recordedDay = times.dayOf(fact.recordedAt);
  return (
    <time className={classes['time']} dateTime={fact.recordedAt}>
      {times.clock(fact.recordedAt)}
      {recordedDay === day ? null : <small>{recordedDay}</small>}
    </time>
  );
}

function Words({ row, expanded }: { row: FactRowProps['row']; expanded: boolean }) {
  const { fact, reversedBy } = row;
  const navigate = route.useNavigate();
  const { what, detail } = sentenceOf(fact);
  const original = originalOf(fact);
  const toggle = () =>
    void navigate({
      search: (before) => ({ ...before, row: expanded ? undefined : String(fact.position) }),
      replace: true,
      resetScroll: false,
    });
  return (
    <div className={classes['words']}>
      <span className={classes['icon']}>
        <FactIcon type={fact.type} />
      </span>
      <div>
        <button
          type="button"
          className={classes['what']}
          onClick={toggle}
          aria-expanded={expanded}
          data-row
        >
          {what}
        </button>
        <span className={classes['by']}> by {fact.actor}</span>
        {detail === undefined ? null : <span className={classes['detail']}>{detail}</span>}
        {reversedBy === undefined ? null : (
          <Related position={reversedBy}>reversed at {formatCount(reversedBy)}</Related>
        )}
        {original === undefined ? null : <Related position={original}>see the original</Related>}
      </div>
    </div>
  );
}

function Related({ position, children }: { position: number; children: React.ReactNode }) {
  return (
    <Link
      to="/events/$position"
      params={{ position: String(position) }}
      className={classes['related']}
    >
      {children}
    </Link>
  );
}

function Whole({ fact, reversed }: { readonly fact: WireEvent; readonly reversed: boolean }) {
  const actions = useActions();
  const other = counterpartOf(fact);
  return (
    <div className={classes['whole']}>
      <Boundary instead={<pre>{JSON.stringify(fact, null, 2)}</pre>}>
        <Suspense fallback={<Bones rows={6} height={22} label="the fact" />}>
          <Json value={fact} label={`The fact at position ${fact.position}`} />
        </Suspense>
      </Boundary>
      <div className={classes['wholeActions']}>
        <CopyButton text={() => JSON.stringify(fact, null, 2)}>Copy JSON</CopyButton>
        {isReversible(fact.type) && !reversed ? (
          <Button
            size="xs"
            variant="default"
            onClick={() => actions.open('reverse', fact.stream, String(fact.position))}
          >
            Reverse
          </Button>
        ) : null}
        {other === undefined ? null : (
          <Link to="/accounts/$accountId" params={{ accountId: other }}>
            Go to {other}
          </Link>
        )}
        <Link to="/audit" search={{ correlation: fact.correlationId }}>
          Everything of this request
        </Link>
      </div>
    </div>
  );
}
