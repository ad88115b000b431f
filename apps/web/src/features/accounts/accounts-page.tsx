// All accounts: searched, filtered and sorted by the server, with what they hold per currency.

import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { accountsQuery } from '../../api/queries.ts';
import { PageHeading } from '../../ui/heading.tsx';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { useActions } from '../money/actions.ts';
import { AccountList } from './account-list.tsx';
import classes from './accounts.module.css';
import { CurrencyTotals } from './currency-totals.tsx';

const route = getRouteApi('/accounts');

const statuses = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'frozen', label: 'Frozen' },
  { value: 'closed', label: 'Closed' },
] as const;

export function AccountsPage() {
  const actions = useActions();
  return (
    <>
      <PageHeading title="Accounts">
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => actions.open('open')}
        >
          Open an account
        </Button>
      </PageHeading>
      <CurrencyTotals />
      <Filters />
      <Results />
    </>
  );
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const [known, setKnown] = useState(search.q);
  // Back, a link or a cleared filter changed the address: the box follows.
  if (known !== search.q) {
    setKnown(search.q);
    if ((search.q ?? '') !== text.trim()) setText(search.q ?? '');
  }
  const router = useRouter();
  const ask = useDebouncedCallback((q: string) => {
    // Who has left for another page meanwhile must not be called back.
    if (router.latestLocation.pathname !== '/accounts') return;
    const wanted = q.trim() === '' ? undefined : q.trim();
    void navigate({ search: (before) => ({ ...before, q: wanted }), replace: true });
  }, 200);
  return (
    <div className={classes['filters']} role="search">
      <TextInput
        className={classes['box'] ?? ''}
        aria-label="Search accounts"
        placeholder="Owner or number"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        data-page-search
        onChange={(event) => {
          setText(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
      <SegmentedControl
        aria-label="Status"
        data={[...statuses]}
        value={search.status ?? 'all'}
        onChange={(value) => {
          const status = statuses.find((one) => one.value === value)?.value;
          void navigate({
            search: (before) => ({ ...before, status: status === 'all' ? undefined : status }),
          });
        }}
      />
    </div>
  );
}

function Results() {
  const { q, status, currency, sort } = route.useSearch();
  const query = useInfiniteQuery(accountsQuery({ q, status, currency, sort }));
  const accounts = query.data?.pages.flatMap(({ data }) => data);
  const filtered = q !== undefined || status !== undefined || currency !== undefined;
  if (accounts === undefined) {
    return (
      <Panel>
        {query.error === null ? (
          <div className={classes['bones']}>
            <Bones rows={10} height={46} label="accounts" />
          </div>
        ) : (
          <ProblemPanel
            what="The accounts"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
      </Panel>
    );
  }
  if (accounts.length === 0) return filtered ? <NoMatch /> : <NoAccounts />;
  return (
    <Panel>
      <AccountList
        accounts={accounts}
        hasMore={query.hasNextPage}
        onMore={() => void (query.isFetchingNextPage || query.fetchNextPage())}
      />
    </Panel>
  );
}

function NoAccounts() {
  const actions = useActions();
  return (
    <Panel>
      <Empty
        icon={IconPlus}
        title="The bank is empty"
        actions={<Button onClick={() => actions.open('open')}>Open the first account</Button>}
      >
        An account is where every history begins. The demo bank comes with <code>npm run seed</code>
        .
      </Empty>
    </Panel>
  );
}

function NoMatch() {
  const navigate = route.useNavigate();
  return (
    <Panel>
      <Empty
        icon={IconSearch}
        title="No account fits"
        actions={
          <Button
            variant="default"
            onClick={() => void navigate({ search: ({ sort }) => ({ sort }) })}
          >
            Show all accounts
          </Button>
        }
      >
        The search looks at owners and numbers, and the filters narrow it.
      </Empty>
    </Panel>
  );
}
