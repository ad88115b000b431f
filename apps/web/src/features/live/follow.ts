// Keeps what is on screen current: facts from the stream patch and refresh the cached answers.

import type { AccountView, WireEvent } from '@passbook/contracts';
import type { Query, QueryClient } from '@tanstack/react-query';
import { isFinal } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { eventOf } from '../facts/fact.ts';
import { onConnection, onFacts } from './live-store.ts';

/** How often lists and sums are asked again while facts keep coming. */
const REFRESH_EVERY = 1000;

/** How soon a refresh that failed is tried again. */
const RETRY_EVERY = 4000;

/** Follows the stream for the cache. @returns how to stop */
export function keepCurrent(client: QueryClient): () => void {
  const refresh = throttled(REFRESH_EVERY, () => {
    void client.invalidateQueries({ queryKey: keys.summary });
    void client.invalidateQueries({ queryKey: keys.accounts });
    void client.invalidateQueries({ queryKey: keys.feed });
  });
  const touched = new Set<string>();
  const refreshAccounts = throttled(REFRESH_EVERY / 2, () => {
    for (const id of touched) void client.invalidateQueries({ queryKey: keys.account(id) });
    touched.clear();
  });
  const stop = onFacts((facts, gap) => {
    for (const fact of facts) {
      patchAccount(client, fact);
      touched.add(fact.stream);
    }
    if (gap) void client.invalidateQueries({ queryKey: ['account'] });
    refresh();
    refreshAccounts();
  });
  const stopRetrying = retryFailed(client);
  return () => {
    stop();
    stopRetrying();
    refresh.cancel();
    refreshAccounts.cancel();
  };
}

/** Whether a page shows an answer that could not be refreshed. */
export function isStale({ state }: Query): boolean {
  return state.status === 'error' && state.data !== undefined && !isFinal(state.error);
}

/** Refreshes that failed are tried again; all that failed, once the server is back. */
function retryFailed(client: QueryClient): () => void {
  const again = (predicate: (query: Query) => boolean) =>
    void client.refetchQueries({ type: 'active', predicate }, { cancelRefetch: false });
  const timer = setInterval(() => again(isStale), RETRY_EVERY);
  const stop = onConnection((connection) => {
    if (connection !== 'live') return;
    again(({ state }) => state.status === 'error' && !isFinal(state.error));
  });
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** The balance on screen moves with the fact; what a fact does not carry is asked soon after. */
function patchAccount(client: QueryClient, fact: WireEvent): void {
  const { balance, version, position } = fact;
  if (balance === undefined) return;
  const { status } = eventOf(fact).data.after;
  // Refused on a stream that has no account: there is nothing on screen to move.
  if (status === 'absent') return;
  client.setQueryData<AccountView>(keys.account(fact.stream), (account) =>
    account === undefined || account.version >= version
      ? account
      : { ...account, balance, version, position, status },
  );
}

interface Throttled {
  (): void;
  cancel(): void;
}

/** Runs at once, then at most every `delay` milliseconds, and never forgets the last call. */
export function throttled(delay: number, run: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const call = () => {
    if (timer !== undefined) {
      again = true;
      return;
    }
    run();
    timer = setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      call();
    }, delay);
  };
  return Object.assign(call, { cancel: () => clearTimeout(timer) });
}
