// A fact beside the list it was chosen from.

import { Drawer } from '@mantine/core';
import '@mantine/core/styles/Drawer.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { eventQuery } from '../../api/queries.ts';
import { formatCount } from '../../ui/money.ts';
import { Bones } from '../../ui/panel.tsx';
import { useReturnFocus } from '../../ui/return-focus.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { FactView } from './fact-view.tsx';

const route = getRouteApi('/audit');

export default function FactDrawer({ position }: { readonly position: number }) {
  useReturnFocus();
  const navigate = route.useNavigate();
  const { tab } = route.useSearch();
  const { data: fact, error, refetch } = useQuery(eventQuery(position));
  const go = (change: { event?: string | undefined; tab?: 'data' | 'metadata' | undefined }) =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Drawer
      opened
      position="right"
      size="min(44rem, 100vw)"
      onClose={() => go({ event: undefined, tab: undefined })}
      title={`Position ${formatCount(position)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {fact === undefined ? (
        error === null ? (
          <Bones rows={10} height={36} label="the fact" />
        ) : (
          <ProblemPanel what="The fact" error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <FactView
          fact={fact}
          tab={tab ?? 'summary'}
          onTab={(next) => go({ tab: next === 'summary' ? undefined : next })}
          onPosition={(next) => go({ event: String(next) })}
          inDrawer
        />
      )}
    </Drawer>
  );
}
