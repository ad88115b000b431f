// j and k walk through the rows of a list, wherever it is; the browser does the rest.

import { useEffect, type RefObject } from 'react';
import { settings } from './settings.ts';

/** Lets `j` and `k` move the focus between the elements marked `data-row` inside the list. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'j' && event.key !== 'k') return;
      if (event.ctrlKey || event.metaKey || event.altKey || !settings().singleKeys) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest('input, textarea, select, [role="dialog"]')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const here = rows.findIndex((row) => row === document.activeElement);
      const next = event.key === 'j' ? here + 1 : Math.max(here - 1, 0);
      rows[next]?.focus();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list]);
}
