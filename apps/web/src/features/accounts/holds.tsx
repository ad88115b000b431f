// The open holds of an account: for how much, for what, until when, and how to settle them.

import { Button } from '@mantine/core';
import type { AccountView, OpenHold } from '@passbook/contracts';
import { IconHourglassEmpty } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Amount } from '../../ui/amount.tsx';
import { Empty, Panel } from '../../ui/panel.tsx';
import { relative, useTimes } from '../../ui/time.ts';
import { useActions } from '../money/actions.ts';
import classes from './account.module.css';

const EVERY = 1000;

/** The clock, for countdowns. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function Holds({ account }: { readonly account: AccountView }) {
  if (account.holds.length === 0) {
    return (
      <Panel>
        <Empty icon={IconHourglassEmpty} title="Nothing is set aside">
          A hold takes money out of what can be spent, until it is captured, released or expires.
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel>
      <ul className={classes['holds']}>
        {account.holds.map((hold) => (
          <HoldRow key={hold.id} account={account} hold={hold} />
        ))}
      </ul>
    </Panel>
  );
}

function HoldRow({ account, hold }: { readonly account: AccountView; readonly hold: OpenHold }) {
  const actions = useActions();
  const times = useTimes();
  const now = useNow();
  return (
    <li>
      <div className={classes['holdWords']}>
        <strong>{hold.reference ?? 'Hold'}</strong>
        <code>{hold.id}</code>
        <small>
          {hold.expiresAt === undefined
            ? 'Without an end'
            : [
                `Expires ${relative(hold.expiresAt, now)},`,
                times.moment(hold.expiresAt),
                times.zoneName,
              ].join(' ')}
        </small>
      </div>
      <Amount value={hold.amount} currency={account.currency} />
      <div className={classes['holdActions']}>
        <Button
          size="xs"
          variant="default"
          disabled={account.status !== 'open'}
          onClick={() => actions.open('capture', account.id, hold.id)}
        >
          Capture
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => actions.open('release', account.id, hold.id)}
        >
          Release
        </Button>
      </div>
    </li>
  );
}
