// The facts behind the curve of an account, kept up to the version that the page shows.

import type { AccountView, WireEvent } from '@passbook/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { fetchHistory } from '../../api/queries.ts';
import { balanceSeries, type BalanceSeries } from './balance-points.ts';

const PAGES = 5;
const PAGE = 200;
/** Waits a little, so that a burst of facts makes one question. */
const CATCH_UP_AFTER = 250;

type Facts = readonly WireEvent[];

/** The last thousand facts of an account, newest first; what is known already is not read again. */
async function lastFacts(id: string, known: Facts, signal: AbortSignal): Promise<Facts> {
  const facts: WireEvent[] = [];
  const newest = known[0]?.version ?? 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { data, nextCursor } = await fetchHistory(id, { limit: PAGE, cursor }, signal);
    facts.push(...data.filter(({ version }) => version > newest));
    const meets = (data.at(-1)?.version ?? 0) <= newest + 1;
    if (newest > 0 && meets) return [...facts, ...known];
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return facts;
}

/** The curve of an account. It follows the balance beside it, fact by fact. */
export function useSeries({ id, version, currency }: AccountView): BalanceSeries | undefined {
  const client = useQueryClient();
  const queryKey = ['curve', id];
  const { data, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => lastFacts(id, client.getQueryData<Facts>(queryKey) ?? [], signal),
    staleTime: Infinity,
  });
  const behind = data !== undefined && version > (data[0]?.version ?? 0);
  useEffect(() => {
    if (!behind) return;
    const timer = setTimeout(() => void refetch({ cancelRefetch: false }), CATCH_UP_AFTER);
    return () => clearTimeout(timer);
  }, [behind, data, refetch]);
  return useMemo(
    () => (data === undefined ? undefined : balanceSeries([...data].reverse(), currency)),
    [data, currency],
  );
}
