// Loads the other pages while nobody waits: they open at once, even when the server is away.

import { loadPages } from './pages.ts';

const AFTER = 2500;

const dialogs = [
  // Whoever presses Ctrl K types at once: the palette should be there by then.
  () => import('./palette.tsx'),
  () => import('./help.tsx'),
  () => import('../features/money/action-dialog.tsx'),
];

/** Waits until the first page had its time. @returns how to stop */
export function loadAhead(): () => void {
  const timer = setTimeout(() => {
    if (!navigator.onLine) return;
    // What does not load now is loaded, or reported, when somebody asks for it.
    void Promise.allSettled([...dialogs, ...Object.values(loadPages)].map((load) => load()));
  }, AFTER);
  return () => clearTimeout(timer);
}
