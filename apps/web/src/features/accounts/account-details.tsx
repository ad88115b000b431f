// What an account is besides money: its limits, its life, its place in the log, its API twin.

import type { AccountView } from '@passbook/contracts';
import { Link } from '@tanstack/react-router';
import { Amount } from '../../ui/amount.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/money.ts';
import { Panel } from '../../ui/panel.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { useTimes } from '../../ui/time.ts';
import classes from './account.module.css';

export function AccountDetails({ account }: { readonly account: AccountView }) {
  const times = useTimes();
  const when = (time: string) => `${times.moment(time)} ${times.zoneName}`;
  const path = `/v1/accounts/${encodeURIComponent(account.id)}`;
  return (
    <Panel>
      <dl className={classes['details']}>
        <dt>Owner</dt>
        <dd>{account.owner}</dd>
        <dt>Number</dt>
        <dd>
          <code>{account.id}</code>
        </dd>
        <dt>Status</dt>
        <dd>
          <StatusMark status={account.status} />
        </dd>
        <dt>Overdraft limit</dt>
        <dd>
          <Amount value={account.balance.overdraftLimit} currency={account.currency} />
        </dd>
        <dt>Opened</dt>
        <dd>{when(account.openedAt)}</dd>
        <dt>Last movement</dt>
        <dd>{account.lastMovementAt === null ? 'None yet' : when(account.lastMovementAt)}</dd>
        {account.closedAt === undefined ? null : (
          <>
            <dt>Closed</dt>
            <dd>{when(account.closedAt)}</dd>
          </>
        )}
        <dt>Facts in its stream</dt>
        <dd>{formatCount(account.version)}</dd>
        <dt>Last fact</dt>
        <dd>
          <Link to="/events/$position" params={{ position: String(account.position) }}>
            Position {formatCount(account.position)}
          </Link>
        </dd>
      </dl>
      <div className={classes['twin']}>
        <CopyButton text={() => JSON.stringify(account, null, 2)}>Copy JSON</CopyButton>
        <CopyButton text={() => `curl '${window.location.origin}${path}'`}>Copy as cURL</CopyButton>
        <Link to="/audit" search={{ account: account.id }}>
          All its facts in the audit log
        </Link>
      </div>
    </Panel>
  );
}
