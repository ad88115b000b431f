// Writes to a reader as fast as it reads, and lets it go when it does not.

import { once } from 'node:events';
import type { Writable } from 'node:stream';

export interface Patience {
  /** How long a full buffer may stay full, in milliseconds. */
  readonly milliseconds: number;
  /** Aborted when the reader has left. */
  readonly signal: AbortSignal;
}

/**
 * Writes, and waits until the buffer is read where it is full: never more than one text waits in
 * memory for a slow reader. A reader that takes too long is disconnected, to resume later.
 */
export async function writePatiently(
  reader: Writable,
  text: string,
  { milliseconds, signal }: Patience,
): Promise<void> {
  if (reader.write(text)) return;
  // A timer of its own: Node may collect a signal that is composed of a time-out before its time.
  const patience = new AbortController();
  const lose = (): void => {
    patience.abort();
  };
  const timer = setTimeout(lose, milliseconds);
  signal.addEventListener('abort', lose, { once: true });
  await once(reader, 'drain', { signal: patience.signal })
    .catch(() => {
      reader.destroy();
    })
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', lose);
    });
}
