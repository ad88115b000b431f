// The bank at a glance: what it holds, what moves, what deserves a look.

import { Button } from '@mantine/core';
import type { Summary } from '@passbook/contracts';
import { IconPlus, IconSeedling } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { summaryQuery } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { formatCount } from '../../ui/money.ts';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { useTimes } from '../../ui/time.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { useActions } from '../money/actions.ts';
import { Attention } from './attention.tsx';
import { LatestMovements } from './latest.tsx';
import classes from './overview.module.css';

export function OverviewPage() {
  const { data, error, refetch } = useQuery(summaryQuery());
  const actions = useActions();
  return (
    <>
      <PageHeading title="Overview">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => actions.open('open')}
        >
          Open an account
        </Button>
        <Button onClick={() => actions.open('transfer')}>Move money</Button>
      </PageHeading>
      {data === undefined ? (
        <Panel>
          {error === null ? (
            <div className={classes['bones']}>
              <Bones rows={8} height={44} label="the overview" />
            </div>
          ) : (
            <ProblemPanel what="The overview" error={error} onRetry={() => void refetch()} />
          )}
        </Panel>
      ) : data.accounts.total === 0 ? (
        <Fresh />
      ) : (
        <Glance summary={data} />
      )}
    </>
  );
}

function Fresh() {
  const actions = useActions();
  return (
    <Panel>
      <Empty
        icon={IconSeedling}
        title="A bank without a history"
        actions={<Button onClick={() => actions.open('open')}>Open the first account</Button>}
      >
        Nothing has been recorded yet. Start with an account, or fill the bank with{' '}
        <code>npm run seed</code>.
      </Empty>
    </Panel>
  );
}

function Glance({ summary }: { readonly summary: Summary }) {
  return (
    <div className={classes['grid']}>
      <Totals summary={summary} />
      <div className={classes['wide']}>
        <LatestMovements />
      </div>
      <div className={classes['narrow']}>
        <Accounts summary={summary} />
        <Attention />
        <Log summary={summary} />
      </div>
    </div>
  );
}

function Totals({ summary }: { readonly summary: Summary }) {
  return (
    <ul className={classes['totals']} aria-label="Totals per currency">
      {summary.currencies.map(({ currency, posted, held, available, accounts }) => (
        <li key={currency}>
          <div className={classes['totalHead']}>
            <Link to="/accounts" search={{ currency }}>
              {currency}
            </Link>
            <small>
              {formatCount(accounts)} {accounts === 1 ? 'account' : 'accounts'}
            </small>
          </div>
          <Amount value={posted} size="display" />
          <dl>
            <div>
              <dt>Held</dt>
              <dd>
                <Amount value={held} />
              </dd>
            </div>
            <div>
              <dt>Available</dt>
              <dd>
                <Amount value={available} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Accounts({ summary }: { readonly summary: Summary }) {
  const { accounts } = summary;
  return (
    <Panel
      title="Accounts"
      aside={<span className={classes['aside']}>{formatCount(accounts.total)}</span>}
    >
      <div className={classes['bar']} aria-hidden>
        {(['open', 'frozen', 'closed'] as const).map((status) => (
          <span key={status} data-status={status} style={{ flexGrow: accounts[status] }} />
        ))}
      </div>
      <ul className={classes['rows']}>
        {(['open', 'frozen', 'closed'] as const).map((status) => (
          <li key={status}>
            <Link to="/accounts" search={{ status }}>
              <StatusMark status={status} />
              <span>{formatCount(accounts[status])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Log({ summary }: { readonly summary: Summary }) {
  const times = useTimes();
  const { size, lastRecordedAt } = summary.log;
  return (
    <Panel title="The log">
      <div className={classes['log']}>
        <Link to="/audit">{formatCount(size)} facts</Link>
        {lastRecordedAt === null ? null : (
          <small>
            Last recorded {times.moment(lastRecordedAt)} {times.zoneName}
          </small>
        )}
      </div>
    </Panel>
  );
}
