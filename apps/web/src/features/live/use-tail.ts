// The live end of a list: new rows enter at the top only while nobody is reading further down.

import type { Page, WireEvent } from '@passbook/contracts';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { EventPages } from '../../api/queries.ts';
import { throttled } from './follow.ts';
import { noteLate, onFacts } from './live-store.ts';
import { isOwn, onOwn } from './own.ts';

const LOOK_EVERY = 600;
const LOOK_AGAIN = 2500;

interface TailOptions {
  /** The infinite list that new rows belong to. */
  readonly queryKey: QueryKey;
  /** Asks for the newest rows of the list; the server alone knows what its filter lets through. */
  readonly newest: () => Promise<Page<WireEvent>>;
  /** Whether a fact could belong to the list; a cheap test that spares questions. */
  readonly concerns: (fact: WireEvent) => boolean;
  /** Whether the person reads, so that rows must not move. */
  readonly reading: boolean;
}

export interface Tail {
  /** How many new rows wait. */
  readonly pending: number;
  /** More wait than were counted. */
  readonly more: boolean;
  readonly show: () => void;
}

const nothing: Page<WireEvent> = { data: [], nextCursor: null, hasMore: false };

export function useTail({ queryKey, newest, concerns, reading }: TailOptions): Tail {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(nothing);
  const top = () => client.getQueryData<EventPages>(queryKey)?.pages[0]?.data[0]?.position ?? 0;

  const admit = (page: Page<WireEvent>) => {
    setWaiting(nothing);
    if (page.hasMore) {
      // More came than one page holds: the list starts anew rather than with a hole in it.
      void client.resetQueries({ queryKey, exact: true });
      return;
    }
    client.setQueryData<EventPages>(queryKey, (pages) => prepend(pages, page.data));
  };

  const look = useEffectEvent(async () => {
    if (client.getQueryData(queryKey) === undefined) return;
    const page = await newest();
    const known = top();
    const data = page.data.filter(({ position }) => position > known);
    if (data.length === 0) return;
    const hasMore = page.hasMore && data.length === page.data.length;
    if (reading && !data.some(({ position }) => isOwn(position)))
      setWaiting({ ...page, data, hasMore });
    else admit({ ...page, data, hasMore });
  });
  const relevant = useEffectEvent((facts: readonly WireEvent[]) => facts.some(concerns));

  const list = useId();
  useEffect(() => {
    let again: ReturnType<typeof setTimeout> | undefined;
    const ask = throttled(LOOK_EVERY, () => {
      clearTimeout(again);
      void look().then(
        () => noteLate(list, false),
        () => {
          // The chip says so, and the list tries until it has caught up.
          noteLate(list, true);
          again = setTimeout(ask, LOOK_AGAIN);
        },
      );
    });
    const stop = onFacts((facts, gap) => {
      if (gap || relevant(facts)) ask();
    });
    return () => {
      stop();
      ask.cancel();
      clearTimeout(again);
      noteLate(list, false);
    };
  }, [list]);

  const show = () => admit(waiting);
  const showAll = useEffectEvent(show);
  const pending = waiting.data.length;
  useEffect(() => {
    if (!reading && pending > 0) showAll();
  }, [reading, pending]);
  const showOwn = useEffectEvent(() => {
    if (waiting.data.some(({ position }) => isOwn(position))) show();
  });
  useEffect(() => onOwn(() => showOwn()), []);
  return { pending, more: waiting.hasMore, show };
}

/** The list with newer rows before its first; a row that is there already stays the only one. */
function prepend(
  pages: EventPages | undefined,
  rows: readonly WireEvent[],
): EventPages | undefined {
  const [first, ...rest] = pages?.pages ?? [];
  if (pages === undefined || first === undefined) return pages;
  const known = first.data[0]?.position ?? 0;
  const fresh = rows.filter(({ position }) => position > known);
  return { ...pages, pages: [{ ...first, data: [...fresh, ...first.data] }, ...rest] };
}
