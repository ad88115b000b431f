// The providers around every page: theme, cached answers, live updates, routes.

import '../ui/mantine.css';
import '../ui/theme.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { isFinal } from '../api/client.ts';
import { followLog } from '../features/live/connection.ts';
import { keepCurrent } from '../features/live/follow.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { loadAhead } from './load-ahead.ts';
import { router } from './router.tsx';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Facts from the stream say when an answer is old; time alone does not.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !isFinal(error),
    },
  },
});

const schemes = localStorageColorSchemeManager({ key: 'passbook-scheme' });

export function App() {
  useEffect(() => {
    const stopFollowing = followLog();
    const stopKeeping = keepCurrent(client);
    const stopLoading = loadAhead();
    return () => {
      stopLoading();
      stopFollowing();
      stopKeeping();
    };
  }, []);
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
