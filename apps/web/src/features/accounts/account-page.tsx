// One account: its balance beside the history that made it.

import { IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ProblemError } from '../../api/client.ts';
import { accountQuery } from '../../api/queries.ts';
import { PageHeading } from '../../ui/heading.tsx';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import classes from './account.module.css';
import { AccountDetails } from './account-details.tsx';
import { AccountMoney } from './account-money.tsx';
import { BalanceHistory } from './balance-history.tsx';
import { History } from './history.tsx';
import { Holds } from './holds.tsx';

const route = getRouteApi('/accounts/$accountId');

export function AccountPage() {
  const { accountId } = route.useParams();
  const { data: account, error, refetch } = useQuery(accountQuery(accountId));
  const { tab } = route.useSearch();
  if (account === undefined) {
    return error === null ? (
      <>
        <PageHeading title={accountId} />
        <Bones rows={9} height={48} label="the account" />
      </>
    ) : (
      <Missing id={accountId} error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <PageHeading
        title={account.owner}
        eyebrow={
          <span className={classes['eyebrow']}>
            <code>{account.id}</code>
            <StatusMark status={account.status} />
            <span>{account.currency}</span>
          </span>
        }
      />
      <div className={classes['columns']}>
        <aside className={classes['side']} aria-label="Balance">
          <AccountMoney account={account} />
        </aside>
        <div className={classes['content']}>
          <BalanceHistory account={account} />
          <Tabs holds={account.holds.length} />
          {tab === 'holds' ? (
            <Holds account={account} />
          ) : tab === 'details' ? (
            <AccountDetails account={account} />
          ) : (
            <History account={account} />
          )}
        </div>
      </div>
    </>
  );
}

function Tabs({ holds }: { readonly holds: number }) {
  const { accountId } = route.useParams();
  const { tab } = route.useSearch();
  const tabs = [
    { tab: undefined, label: 'History' },
    { tab: 'holds', label: holds === 0 ? 'Holds' : `Holds (${holds})` },
    { tab: 'details', label: 'Details' },
  ] as const;
  return (
    <nav className={classes['tabs']} aria-label="Parts of the account">
      {tabs.map((one) => (
        <Link
          key={one.label}
          to="/accounts/$accountId"
          params={{ accountId }}
          search={(before) => ({ ...before, tab: one.tab })}
          resetScroll={false}
          {...(tab === one.tab ? { 'aria-current': 'page' } : {})}
          data-here={tab === one.tab || undefined}
        >
          {one.label}
        </Link>
      ))}
    </nav>
  );
}

interface MissingProps {
  readonly id: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

function Missing({ id, error, onRetry }: MissingProps) {
  const absent = error instanceof ProblemError && error.problem.status === 404;
  return (
    <>
      <PageHeading title={absent ? 'No such account' : id} />
      <Panel>
        {absent ? (
          <Empty
            icon={IconUserOff}
            title={error.message}
            actions={<Link to="/accounts">See all accounts</Link>}
          >
            Numbers are exact: capital and small letters differ.
          </Empty>
        ) : (
          <ProblemPanel what="The account" error={error} onRetry={onRetry} />
        )}
      </Panel>
    </>
  );
}
