// The questions of the pages, each with its cache key; every answer reports the log's position.

import type { AccountStatus } from '@passbook/banking';
import type { AccountView, EventFilter, Page, Summary, WireEvent } from '@passbook/contracts';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type InfiniteData,
} from '@tanstack/react-query';
import { read, type Query } from './client.ts';
import { noteReadPosition } from './position.ts';

export type AccountSort = '-lastMovementAt' | 'owner' | '-posted' | 'id';

export interface AccountsFilter {
  readonly q?: string | undefined;
  readonly status?: AccountStatus | undefined;
  readonly currency?: string | undefined;
  readonly sort?: AccountSort | undefined;
}

/** The filter of the audit log as its query takes it: several types with commas. */
export type EventsFilter = {
  readonly [Name in keyof EventFilter]?: string | undefined;
};

export type EventPages = InfiniteData<Page<WireEvent>, string | undefined>;

async function ask<Body>(path: string, query: Query, signal?: AbortSignal): Promise<Body> {
  const { body, position } = await read<Body>(path, query, signal);
  if (position !== undefined) noteReadPosition(position);
  return body;
}

export const keys = {
  summary: ['summary'],
  accounts: ['accounts'],
  account: (id: string) => ['account', id],
  history: (id: string) => ['history', id],
  events: ['events'],
  feed: ['feed'],
} as const;

export const summaryQuery = () =>
  queryOptions({
    queryKey: keys.summary,
    queryFn: ({ signal }) => ask<Summary>('/v1/summary', {}, signal),
  });

const following = (page: { readonly nextCursor: string | null }): string | undefined =>
  page.nextCursor ?? undefined;

export const accountsQuery = (filter: AccountsFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...keys.accounts, filter, limit],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<AccountView>>('/v1/accounts', { ...filter, limit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: following,
    placeholderData: keepPreviousData,
  });

/** A handful of accounts for pickers and the palette. */
export const accountChoicesQuery = (q: string) =>
  queryOptions<readonly AccountView[]>({
    queryKey: [...keys.accounts, 'choices', q],
    queryFn: ({ signal }) =>
      ask<Page<AccountView>>('/v1/accounts', { q, limit: 8 }, signal).then(({ data }) => data),
    placeholderData: keepPreviousData,
  });

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: keys.account(id),
    queryFn: ({ signal }) => ask<AccountView>(`/v1/accounts/${encodeURIComponent(id)}`, {}, signal),
  });

/** An account as the fact of that version left it; the past does not change. */
export const accountAtQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['account-at', id, version],
    queryFn: ({ signal }) =>
      ask<AccountView>(`/v1/accounts/${encodeURIComponent(id)}`, { atVersion: version }, signal),
    staleTime: Infinity,
  });

export const HISTORY_PAGE = 100;

/** One page of an account's history, newest first. */
export const fetchHistory = (id: string, query: Query, signal?: AbortSignal) =>
  ask<Page<WireEvent>>(`/v1/accounts/${encodeURIComponent(id)}/history`, query, signal);

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.history(id),
    queryFn: ({ pageParam, signal }) =>
      fetchHistory(id, { limit: HISTORY_PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: following,
    staleTime: Infinity,
  });

/** One page of the audit log, newest first. */
export const fetchEvents = (filter: EventsFilter, query: Query, signal?: AbortSignal) =>
  ask<Page<WireEvent>>('/v1/events', { ...filter, ...query }, signal);

export const eventsQuery = (filter: EventsFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.events, filter],
    queryFn: ({ pageParam, signal }) =>
      fetchEvents(filter, { limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: following,
    staleTime: Infinity,
  });

/** The newest facts of some kind, for the overview. */
export const feedQuery = (filter: EventsFilter, limit: number) =>
  queryOptions({
    queryKey: [...keys.feed, filter, limit],
    queryFn: ({ signal }) => fetchEvents(filter, { limit }, signal).then(({ data }) => data),
  });

/** A fact never changes: once read, it is read. */
export const eventQuery = (position: number) =>
  queryOptions({
    queryKey: ['event', position],
    queryFn: ({ signal }) => ask<WireEvent>(`/v1/events/${position}`, {}, signal),
    staleTime: Infinity,
  });
