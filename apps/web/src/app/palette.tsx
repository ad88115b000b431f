// Ctrl K: accounts by name or number, pages and actions, from one box.

import { Spotlight, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import {
  IconActivity,
  IconArrowsExchange,
  IconBuildingBank,
  IconListDetails,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { accountChoicesQuery } from '../api/queries.ts';
import { actionWords, moves, useActions } from '../features/money/actions.ts';
import { formatAmount } from '../ui/money.ts';
import { useReturnFocus } from '../ui/return-focus.ts';

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: typeof IconSearch;
  readonly run: () => void;
}

function useCommands(): readonly Choice[] {
  const navigate = useNavigate();
  const actions = useActions();
  const { accountId } = useParams({ strict: false });
  return [
    { id: 'o', label: 'Overview', icon: IconActivity, run: () => void navigate({ to: '/' }) },
    {
      id: 'a',
      label: 'Accounts',
      icon: IconBuildingBank,
      run: () => void navigate({ to: '/accounts' }),
    },
    {
      id: 'l',
      label: 'Audit log',
      icon: IconListDetails,
      run: () => void navigate({ to: '/audit' }),
    },
    { id: 'open', label: actionWords.open, icon: IconPlus, run: () => actions.open('open') },
    ...moves.map((move) => ({
      id: move,
      label: actionWords[move],
      ...(accountId === undefined ? {} : { hint: accountId }),
      icon: IconArrowsExchange,
      run: () => actions.open(move, accountId),
    })),
  ];
}

function useAccounts(query: string): readonly Choice[] {
  const navigate = useNavigate();
  const { data = [] } = useQuery(accountChoicesQuery(query));
  return data.map(({ id, owner, balance }) => ({
    id: `account-${id}`,
    label: owner,
    hint: `${id} · ${formatAmount(balance.posted)} ${balance.currency}`,
    icon: IconBuildingBank,
    run: () => void navigate({ to: '/accounts/$accountId', params: { accountId: id } }),
  }));
}

export default function Palette({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const [query, setQuery] = useState('');
  useEffect(() => spotlight.open(), []);
  const wanted = query.trim().toLowerCase();
  const commands = useCommands().filter(({ label }) => label.toLowerCase().includes(wanted));
  const accounts = useAccounts(query.trim());
  const groups = [
    { label: 'Go and do', choices: commands },
    { label: 'Accounts', choices: accounts },
  ];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight="60dvh"
    >
      <Spotlight.Search
        placeholder="Account, page or action"
        aria-label="Account, page or action"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ label, choices }) =>
          choices.length === 0 ? null : (
            <Spotlight.ActionsGroup key={label} label={label}>
              {choices.map(({ id, label: name, hint, icon: Icon, run }) => (
                <Spotlight.Action
                  key={id}
                  label={name}
                  {...(hint === undefined ? {} : { description: hint })}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={run}
                />
              ))}
            </Spotlight.ActionsGroup>
          ),
        )}
        {commands.length + accounts.length === 0 ? (
          <Spotlight.Empty>Nothing by that name</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
