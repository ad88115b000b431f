// The keys that work on every page. Those without a modifier can be turned off.

import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { liveState, pause } from '../features/live/live-store.ts';
import { useActions } from '../features/money/actions.ts';
import { settings } from '../ui/settings.ts';
import type { Overlay } from './shell.tsx';

const destinations: Readonly<Record<string, '/' | '/accounts' | '/audit'>> = {
  o: '/',
  a: '/accounts',
  l: '/audit',
};

/** How long `g` waits for the letter of a page. */
const SEQUENCE = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** A page's own search box, if it has one. */
function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>('[data-page-search]');
  box?.focus();
  box?.select();
  return box !== null;
}

export function useKeys(show: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  const actions = useActions();
  const { accountId } = useParams({ strict: false });
  const single = useEffectEvent((key: string): boolean => {
    switch (key) {
      case '?':
        show('help');
        return true;
      case '/':
        if (!focusSearch()) show('palette');
        return true;
      case 'n':
        actions.open('deposit', accountId);
        return true;
      case 'l':
        pause(!liveState().paused);
        return true;
      default:
        return false;
    }
  });
  useEffect(() => {
    let since = -SEQUENCE;
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && key === 'k') {
        event.preventDefault();
        show('palette');
        return;
      }
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (modified || isTyping(event.target) || !settings().singleKeys) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const destination = destinations[key];
      if (event.timeStamp - since < SEQUENCE && destination !== undefined) {
        since = -SEQUENCE;
        event.preventDefault();
        void navigate({ to: destination });
      } else if (key === 'g') {
        since = event.timeStamp;
      } else if (single(event.key)) {
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, show]);
}
