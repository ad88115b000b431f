// The latest movements as they come, and how many there were on each business day.

import type { WireEvent } from '@passbook/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { feedQuery } from '../../api/queries.ts';
import { Bones, Panel } from '../../ui/panel.tsx';
import { useTimes } from '../../ui/time.ts';
import { FactAmount } from '../facts/fact-amount.tsx';
import { FactIcon } from '../facts/fact-icon.tsx';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import { DayBars } from './day-bars.tsx';
import classes from './overview.module.css';

const movements = {
  type: 'MoneyDeposited,MoneyWithdrawn,MoneySent,MoneyReceived,HoldCaptured,TransactionReversed',
};
const COUNTED = 200;
const SHOWN = 9;

export function LatestMovements() {
  const { data, error, refetch } = useQuery(feedQuery(movements, COUNTED));
  if (data === undefined) {
    return (
      <Panel title="Latest movements">
        {error === null ? (
          <div className={classes['bones']}>
            <Bones rows={9} height={44} label="movements" />
          </div>
        ) : (
          <ProblemPanel what="The movements" error={error} onRetry={() => void refetch()} />
        )}
      </Panel>
    );
  }
  return (
    <>
      <Panel
        title="Latest movements"
        aside={
          <Link to="/audit" search={movements}>
            See all
          </Link>
        }
      >
        {data.length === 0 ? (
          <p className={classes['none']}>No money has moved yet.</p>
        ) : (
          <ul className={classes['feed']}>
            {data.slice(0, SHOWN).map((fact) => (
              <Movement key={fact.position} fact={fact} />
            ))}
          </ul>
        )}
      </Panel>
      <DayBars facts={data} />
    </>
  );
}

function Movement({ fact }: { readonly fact: WireEvent }) {
  const times = useTimes();
  const { what, detail } = sentenceOf(fact);
  return (
    <li>
      <FactIcon type={fact.type} />
      <div>
        <Link to="/events/$position" params={{ position: String(fact.position) }}>
          {what}
        </Link>
        {detail === undefined ? null : <span> · {detail}</span>}
        <small>
          <Link to="/accounts/$accountId" params={{ accountId: fact.stream }}>
            {fact.stream}
          </Link>{' '}
          by {fact.actor}, {times.moment(fact.recordedAt)}
        </small>
      </div>
      <FactAmount fact={fact} withCurrency />
    </li>
  );
}
