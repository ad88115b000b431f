// The frame around every page: rail, header, the open form, and the keys that work everywhere.

import { Notifications } from '@mantine/notifications';
import { IconActivity, IconApi, IconBuildingBank, IconListDetails } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useLive } from '../features/live/live-store.ts';
import { useActions } from '../features/money/actions.ts';
import { Header } from './header.tsx';
import { useKeys } from './keys.ts';
import classes from './shell.module.css';

const Palette = lazy(() => import('./palette.tsx'));
const Help = lazy(() => import('./help.tsx'));
const ActionDialog = lazy(() => import('../features/money/action-dialog.tsx'));

export type Overlay = 'palette' | 'help' | undefined;

export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>();
  const actions = useActions();
  useKeys(setOverlay);
  const close = () => setOverlay(undefined);
  return (
    <div className={classes['shell']}>
      <a href="#main" className={classes['skip']}>
        Skip to content
      </a>
      <Rail />
      <div className={classes['column']}>
        <Header onSearch={() => setOverlay('palette')} onHelp={() => setOverlay('help')} />
        <OfflineBar />
        <main id="main" tabIndex={-1} className={classes['main']}>
          <Outlet />
        </main>
      </div>
      <Notifications position="bottom-right" limit={3} />
      <Suspense fallback={null}>
        {overlay === 'palette' ? <Palette onClose={close} /> : null}
        {overlay === 'help' ? <Help onClose={close} /> : null}
        {actions.current.do === undefined ? null : <ActionDialog action={actions.current.do} />}
      </Suspense>
    </div>
  );
}

const pages = [
  { to: '/', label: 'Overview', icon: IconActivity },
  { to: '/accounts', label: 'Accounts', icon: IconBuildingBank },
  { to: '/audit', label: 'Audit log', icon: IconListDetails },
] as const;

function Rail() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const isHere = (to: string) =>
    to === '/' ? path === '/' : path.startsWith(to) || (to === '/audit' && path.startsWith('/ev'));
  return (
    <nav className={classes['rail']} aria-label="Main">
      <Link to="/" className={classes['brand']} aria-label="Passbook, overview">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <span>Passbook</span>
      </Link>
      <ul className={classes['links']}>
        {pages.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes['link']}
              {...(isHere(to) ? { 'aria-current': 'page' } : {})}
              data-here={isHere(to) || undefined}
            >
              <Icon size={19} stroke={1.6} aria-hidden />
              <span>{label}</span>
            </Link>
          </li>
        ))}
        <li className={classes['apart']}>
          <a href="/docs" className={classes['link']}>
            <IconApi size={19} stroke={1.6} aria-hidden />
            <span>API</span>
          </a>
        </li>
      </ul>
    </nav>
  );
}

function OfflineBar() {
  const { connection } = useLive();
  if (connection !== 'offline') return null;
  return (
    <div className={classes['offline']} role="status">
      You are offline. What you see may be old, and nothing can be sent.
    </div>
  );
}
