// The pages and their addresses; each page is a chunk that loads when it is first visited.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import { noteNavigation } from '../ui/heading.tsx';
import { Broken, NotFound, Pending } from './failures.tsx';
import { loadPages } from './pages.ts';
import { accountSearch, accountsSearch, auditSearch, eventSearch, rootSearch } from './search.ts';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  validateSearch: rootSearch,
  component: Shell,
  notFoundComponent: NotFound,
});

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(loadPages.overview, 'OverviewPage'),
});

const accountsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(loadPages.accounts, 'AccountsPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$accountId',
  validateSearch: accountSearch,
  component: lazyRouteComponent(loadPages.account, 'AccountPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(loadPages.audit, 'AuditPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$position',
  validateSearch: eventSearch,
  component: lazyRouteComponent(loadPages.event, 'EventPage'),
});

const routeTree = rootRoute.addChildren([
  overviewRoute,
  accountsRoute,
  accountRoute,
  auditRoute,
  eventRoute,
]);

/** Search params are plain text: `?q=12` means the text 12, as anyone who types it expects. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultErrorComponent: Broken,
  defaultPendingComponent: Pending,
  scrollRestoration: true,
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
});

let path = router.state.location.pathname;
router.subscribe('onBeforeLoad', ({ toLocation }) => {
  if (toLocation.pathname === path) return;
  path = toLocation.pathname;
  noteNavigation();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
