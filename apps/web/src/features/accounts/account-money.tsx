// The money of an account and what can be done with it, always beside the history.

import { Button } from '@mantine/core';
import type { AccountView } from '@passbook/contracts';
import {
  IconArrowDownLeft,
  IconArrowsExchange,
  IconArrowUpRight,
  IconHourglass,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Amount } from '../../ui/amount.tsx';
import { formatCount } from '../../ui/money.ts';
import { Note, Panel } from '../../ui/panel.tsx';
import { actionsFor, actionWords, isMove, useActions, type Move } from '../money/actions.ts';
import classes from './account.module.css';

export function AccountMoney({ account }: { readonly account: AccountView }) {
  const { balance, position, currency } = account;
  return (
    <Panel className={classes['money']}>
      <div className={classes['posted']}>
        <span className={classes['label']}>Posted balance</span>
        <Amount value={balance.posted} currency={currency} size="display" />
      </div>
      <dl className={classes['sums']}>
        <div>
          <dt>Held</dt>
          <dd>
            <Amount value={balance.held} />
          </dd>
        </div>
        <div>
          <dt>Overdraft limit</dt>
          <dd>
            <Amount value={balance.overdraftLimit} />
          </dd>
        </div>
        <div data-total>
          <dt>Available</dt>
          <dd>
            <Amount value={balance.available} />
          </dd>
        </div>
      </dl>
      <p className={classes['asOf']}>
        As of position{' '}
        <Link to="/events/$position" params={{ position: String(position) }}>
          {formatCount(position)}
        </Link>
        , version {formatCount(account.version)}
      </p>
      <AccountActions account={account} />
    </Panel>
  );
}

const icons: Readonly<Record<Move, typeof IconArrowUpRight>> = {
  deposit: IconArrowDownLeft,
  withdraw: IconArrowUpRight,
  transfer: IconArrowsExchange,
  hold: IconHourglass,
};

const shortWords: Readonly<Record<string, string>> = {
  hold: 'Hold',
  limit: 'Overdraft limit',
  close: 'Close',
};

function AccountActions({ account }: { readonly account: AccountView }) {
  const actions = useActions();
  const possible = actionsFor(account.status);
  if (account.status === 'closed') {
    return <Note title="Closed for good.">It refuses every command; its history stays.</Note>;
  }
  return (
    <>
      {account.status === 'frozen' ? (
        <Note title="Frozen.">Debits and credits are refused until it is unfrozen.</Note>
      ) : null}
      <div className={classes['moves']}>
        {possible.filter(isMove).map((move, place) => {
          const Icon = icons[move];
          return (
            <Button
              key={move}
              px="xs"
              variant={place === 0 ? 'filled' : 'default'}
              leftSection={<Icon size={17} stroke={1.75} aria-hidden />}
              onClick={() => actions.open(move, account.id)}
            >
              {shortWords[move] ?? actionWords[move]}
            </Button>
          );
        })}
      </div>
      <div className={classes['others']}>
        {possible
          .filter((action) => !isMove(action))
          .map((action) => (
            <Button
              key={action}
              size="xs"
              variant="subtle"
              onClick={() => actions.open(action, account.id)}
            >
              {shortWords[action] ?? actionWords[action]}
            </Button>
          ))}
      </div>
    </>
  );
}
