// Gives the focus back to where it was when something opened, for those who work with the keys.

import { useEffect, useState } from 'react';

/** For dialogs that leave the page when they close: nobody else remembers who opened them. */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialog has gone, and not where something else has taken the focus since.
      setTimeout(() => {
        if (document.activeElement !== document.body || document.querySelector('[role="dialog"]')) {
          return;
        }
        const known = opener instanceof HTMLElement && opener !== document.body;
        const target = known && opener.isConnected ? opener : document.querySelector('h1');
        target?.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
