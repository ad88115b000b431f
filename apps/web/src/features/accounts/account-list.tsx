// Accounts as a table, and as cards where there is no room for one.

import { useMediaQuery } from '@mantine/hooks';
import type { AccountView } from '@passbook/contracts';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { AccountSort } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import { columnWidth } from '../../ui/money.ts';
import { HiddenText } from '../../ui/panel.tsx';
import { useRowKeys } from '../../ui/row-keys.ts';
import { StatusMark } from '../../ui/status.tsx';
import { useTimes } from '../../ui/time.ts';
import { useSentinel } from '../../ui/use-sentinel.ts';
import classes from './accounts.module.css';

const route = getRouteApi('/accounts');

/** An amount with more digits than this is wide. */
const WIDE = 15;

interface AccountListProps {
  readonly accounts: readonly AccountView[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

export function AccountList({ accounts, hasMore, onMore }: AccountListProps) {
  // Three wide amounts beside each other need more room than most screens have.
  const wide = columnWidth(accounts.map(({ balance }) => balance.posted)) > WIDE;
  const narrow = useMediaQuery(`(max-width: ${wide ? 80 : 52}rem)`, undefined, {
    getInitialValueInEffect: false,
  });
  const list = useRef<HTMLDivElement>(null);
  const end = useSentinel(() => {
    if (hasMore) onMore();
  });
  useRowKeys(list);
  return (
    <div ref={list}>
      {narrow ? (
        <Cards accounts={accounts} />
      ) : (
        <div className={classes['tableFrame']}>
          <Table accounts={accounts} />
        </div>
      )}
      <div ref={end} className={classes['end']}>
        {hasMore ? 'Loading more…' : `${accounts.length} shown, no more`}
      </div>
    </div>
  );
}

function Table({ accounts }: { readonly accounts: readonly AccountView[] }) {
  const times = useTimes();
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <SortHead sort="id" down={false}>
            Number
          </SortHead>
          <SortHead sort="owner" down={false}>
            Owner
          </SortHead>
          <th scope="col">Currency</th>
          <SortHead sort="-posted" number>
            Posted
          </SortHead>
          <th scope="col" data-number>
            Held
          </th>
          <th scope="col" data-number>
            Available
          </th>
          <SortHead sort="-lastMovementAt" number>
            Last movement, {times.zoneName}
          </SortHead>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <Row key={account.id} account={account} />
        ))}
      </tbody>
    </table>
  );
}

interface SortHeadProps {
  readonly sort: AccountSort;
  readonly number?: boolean;
  readonly down?: boolean;
  readonly children: React.ReactNode;
}

function SortHead({ sort, number, down = true, children }: SortHeadProps) {
  const { sort: chosen = '-lastMovementAt' } = route.useSearch();
  const active = chosen === sort;
  const Icon = down ? IconChevronDown : IconChevronUp;
  return (
    <th
      scope="col"
      data-number={number}
      {...(active ? { 'aria-sort': down ? 'descending' : 'ascending' } : {})}
    >
      <Link
        to="/accounts"
        search={(before) => ({ ...before, sort: sort === '-lastMovementAt' ? undefined : sort })}
        data-active={active || undefined}
      >
        {children}
        <Icon size={14} aria-hidden />
      </Link>
    </th>
  );
}

function Row({ account }: { readonly account: AccountView }) {
  const times = useTimes();
  const navigate = useNavigate();
  const { id, owner, status, currency, balance, lastMovementAt } = account;
  const isNothing = !/[1-9]/.test(balance.held);
  return (
    <tr
      onClick={(event) => {
        if ((event.target as HTMLElement).closest('a') !== null) return;
        if (window.getSelection()?.isCollapsed === false) return;
        void navigate({ to: '/accounts/$accountId', params: { accountId: id } });
      }}
    >
      <td>
        <StatusMark status={status} />
      </td>
      <td>
        <code>{id}</code>
      </td>
      <td>
        <Link to="/accounts/$accountId" params={{ accountId: id }} data-row>
          {owner}
        </Link>
      </td>
      <td>{currency}</td>
      <td data-number>
        <Amount value={balance.posted} />
      </td>
      <td data-number>
        {isNothing ? <Amount value={balance.held} tone="quiet" /> : <Amount value={balance.held} />}
      </td>
      <td data-number>
        <Amount value={balance.available} />
      </td>
      <td data-number>
        {lastMovementAt === null ? <HiddenText>none yet</HiddenText> : times.moment(lastMovementAt)}
      </td>
    </tr>
  );
}

function Cards({ accounts }: { readonly accounts: readonly AccountView[] }) {
  return (
    <ul className={classes['cards']}>
      {accounts.map(({ id, owner, status, currency, balance }) => (
        <li key={id}>
          <Link
            to="/accounts/$accountId"
            params={{ accountId: id }}
            className={classes['card']}
            data-row
          >
            <span className={classes['cardRow']}>
              <span className={classes['cardOwner']}>{owner}</span>
              <Amount value={balance.posted} currency={currency} />
            </span>
            <span className={classes['cardRow']}>
              <span className={classes['cardMore']}>
                <StatusMark status={status} />
                <code>{id}</code>
              </span>
              <small>
                <Amount value={balance.available} tone="quiet" /> available
              </small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
