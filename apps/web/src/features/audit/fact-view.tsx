// A fact in full: what it says, what it changed, its raw data, where it came from, its neighbours.

import { Button, SegmentedControl } from '@mantine/core';
import type { WireEvent } from '@passbook/contracts';
import { IconArrowLeft, IconArrowRight, IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { amountWidth, formatCount } from '../../ui/money.ts';
import { Bones } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import { isRefused, movementOf } from '../facts/fact.ts';
import { FactAmount } from '../facts/fact-amount.tsx';
import { FactIcon } from '../facts/fact-icon.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import { useLive } from '../live/live-store.ts';
import { BeforeAfter } from './before-after.tsx';
import classes from './fact.module.css';
import { Together } from './together.tsx';
import { useNeighbours } from './use-neighbours.ts';

const Json = lazy(() => import('../../ui/json.tsx'));

type Tab = 'summary' | 'data' | 'metadata';

const tabs = [
  { value: 'summary', label: 'Summary' },
  { value: 'data', label: 'Data' },
  { value: 'metadata', label: 'Metadata' },
] as const;

interface FactViewProps {
  readonly fact: WireEvent;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly onPosition: (position: number) => void;
  readonly inDrawer?: boolean;
}

export function FactView({ fact, tab, onTab, onPosition, inDrawer }: FactViewProps) {
  return (
    <article className={classes['fact']}>
      <Says fact={fact} />
      <SegmentedControl
        aria-label="Parts of the fact"
        value={tab}
        data={[...tabs]}
        onChange={(value) => onTab(tabs.find((one) => one.value === value)?.value ?? 'summary')}
      />
      {tab === 'summary' ? <Summary fact={fact} /> : null}
      {tab === 'data' ? (
        <Suspense fallback={<Bones rows={8} height={24} label="the data" />}>
          <Json value={fact} label={`The fact at position ${fact.position}`} />
        </Suspense>
      ) : null}
      {tab === 'metadata' ? <Metadata fact={fact} /> : null}
      <div className={classes['actions']}>
        <CopyButton text={() => JSON.stringify(fact, null, 2)}>Copy JSON</CopyButton>
        <CopyButton text={() => `${window.location.origin}/events/${fact.position}`}>
          Copy link
        </CopyButton>
        <CopyButton text={() => `curl '${window.location.origin}/v1/events/${fact.position}'`}>
          Copy as cURL
        </CopyButton>
        {inDrawer ? (
          <Link
            to="/events/$position"
            params={{ position: String(fact.position) }}
            className={classes['permalink']}
          >
            Own page <IconExternalLink size={14} aria-hidden />
          </Link>
        ) : null}
      </div>
      <Neighbours fact={fact} onPosition={onPosition} />
    </article>
  );
}

/** From this many digits on an amount needs a line of its own in a drawer. */
const WIDE = 13;

function Says({ fact }: { readonly fact: WireEvent }) {
  const { what, detail } = sentenceOf(fact);
  const wide = amountWidth(movementOf(fact)?.amount ?? '') > WIDE;
  return (
    <div className={classes['saysFrame']}>
      <div
        className={classes['says']}
        data-refused={isRefused(fact) || undefined}
        data-wide={wide || undefined}
      >
        <span className={classes['sign']}>
          <FactIcon type={fact.type} size={22} />
        </span>
        <div>
          <p className={classes['what']}>
            {what} <span>by {fact.actor}</span>
          </p>
          {detail === undefined ? null : <p>{detail}</p>}
        </div>
        <span>
          <FactAmount fact={fact} withCurrency size="large" />
        </span>
      </div>
    </div>
  );
}

function Summary({ fact }: { readonly fact: WireEvent }) {
  const times = useTimes();
  return (
    <>
      <dl className={classes['list']}>
        <dt>Account</dt>
        <dd>
          <Link to="/accounts/$accountId" params={{ accountId: fact.stream }}>
            {fact.stream}
          </Link>
          , version {formatCount(fact.version)}
        </dd>
        <dt>Recorded</dt>
        <dd>
          {times.moment(fact.recordedAt)} {times.zoneName}
        </dd>
        {fact.valueDate === undefined ? null : (
          <>
            <dt>Value date</dt>
            <dd>{times.day(fact.valueDate)}</dd>
          </>
        )}
        <dt>Type</dt>
        <dd>
          <code>{fact.type}</code>
        </dd>
      </dl>
      <BeforeAfter fact={fact} />
      <Together fact={fact} />
    </>
  );
}

function Metadata({ fact }: { readonly fact: WireEvent }) {
  const { eventId, actor, channel, correlationId, causationId, commandKey, schemaVersion } = fact;
  const entries: readonly [string, string | undefined][] = [
    ['Event id', eventId],
    ['Actor', actor],
    ['Channel', channel],
    ['Correlation', correlationId],
    ['Causation', causationId],
    ['Idempotency key', commandKey],
    ['Schema version', String(schemaVersion)],
  ];
  return (
    <dl className={classes['list']}>
      {entries.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name} className={classes['pair']}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

interface NeighboursProps {
  readonly fact: WireEvent;
  readonly onPosition: (position: number) => void;
}

function Neighbours({ fact, onPosition }: NeighboursProps) {
  const { position: end } = useLive();
  const { previous, next } = useNeighbours(fact);
  const step = (label: string, position: number | undefined, forward: boolean) => (
    <Button
      size="xs"
      variant="subtle"
      disabled={position === undefined}
      onClick={() => position !== undefined && onPosition(position)}
      leftSection={forward ? undefined : <IconArrowLeft size={14} aria-hidden />}
      rightSection={forward ? <IconArrowRight size={14} aria-hidden /> : undefined}
    >
      {label}
    </Button>
  );
  const { position } = fact;
  return (
    <nav className={classes['neighbours']} aria-label="Neighbouring facts">
      <div>
        <span>In the log</span>
        {step('Previous', position > 1 ? position - 1 : undefined, false)}
        {step('Next', end === 0 || position < end ? position + 1 : undefined, true)}
      </div>
      <div>
        <span>In {fact.stream}</span>
        {step('Previous', previous, false)}
        {step('Next', next, true)}
      </div>
    </nav>
  );
}
