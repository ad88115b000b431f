// The header: where you are, search, how fresh the page is, and how it should look.

import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { isStale } from '../features/live/follow.ts';
import { pause, useLive } from '../features/live/live-store.ts';
import { formatAmount, formatCount } from '../ui/money.ts';
import classes from './shell.module.css';

interface HeaderProps {
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

export function Header({ onSearch, onHelp }: HeaderProps) {
  return (
    <header className={classes['header']}>
      <Crumbs />
      <button type="button" className={classes['search']} onClick={onSearch} aria-label="Search">
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>Search or jump to…</span>
        <kbd>Ctrl K</kbd>
      </button>
      <LiveChip />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={onHelp}
        aria-label="Keys and preferences"
      >
        <IconKeyboard size={19} stroke={1.6} aria-hidden />
      </ActionIcon>
      <SchemeSwitch />
    </header>
  );
}

const sections: Readonly<Record<string, { label: string; to: '/accounts' | '/audit' }>> = {
  accounts: { label: 'Accounts', to: '/accounts' },
  audit: { label: 'Audit log', to: '/audit' },
  events: { label: 'Audit log', to: '/audit' },
};

function Crumbs() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [first = '', second] = path.split('/').filter(Boolean);
  const section = sections[first];
  return (
    <nav className={classes['crumbs']} aria-label="Breadcrumb">
      <ol>
        {section === undefined ? <li aria-current="page">Overview</li> : null}
        {section === undefined ? null : second === undefined ? (
          <li aria-current="page">{section.label}</li>
        ) : (
          <li>
            <Link to={section.to}>{section.label}</Link>
          </li>
        )}
        {section === undefined || second === undefined ? null : (
          <li aria-current="page">
            {first === 'events' ? `Position ${formatAmount(second)}` : decodeURIComponent(second)}
          </li>
        )}
      </ol>
    </nav>
  );
}

/** Whether the page shows numbers that the server did not let it refresh. */
function useStale(): boolean {
  const cache = useQueryClient().getQueryCache();
  const { late } = useLive();
  const stale = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => cache.getAll().some((query) => query.isActive() && isStale(query)),
  );
  return stale || late;
}

function LiveChip() {
  const { connection, paused, position, behind } = useLive();
  const stale = useStale();
  const state =
    connection !== 'live' ? connection : stale ? 'stale' : paused ? 'paused' : connection;
  const words = {
    stale: 'Not refreshed, trying again',
    live: 'Live',
    paused: behind > 0 ? `${formatCount(behind)} behind` : 'Paused',
    connecting: 'Connecting',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
  }[state];
  return (
    <button
      type="button"
      className={classes['chip']}
      data-state={state}
      onClick={() => pause(!paused)}
      aria-pressed={paused}
      title={paused ? 'Show new facts again' : 'Pause live updates'}
    >
      <span className={classes['dot']} aria-hidden />
      <span>
        {words}
        {position > 0 ? (
          <span className={classes['positionWord']}>{` · position ${formatCount(position)}`}</span>
        ) : null}
      </span>
    </button>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      aria-label={dark ? 'Use the light theme' : 'Use the dark theme'}
    >
      {dark ? (
        <IconSun size={19} stroke={1.6} aria-hidden />
      ) : (
        <IconMoon size={19} stroke={1.6} aria-hidden />
      )}
    </ActionIcon>
  );
}
