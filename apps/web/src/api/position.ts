// Remembers the highest position of the log that any answer has shown this tab.

type Listener = (position: number) => void;

let seen = -1;
const listeners = new Set<Listener>();

/** Notes that an answer counted the log up to `position`. */
export function noteReadPosition(position: number): void {
  if (position <= seen) return;
  seen = position;
  for (const listener of listeners) listener(position);
}

/** The highest position that any answer has shown; -1 before the first. */
export function readPosition(): number {
  return seen;
}

/** Calls back when answers show a higher position. @returns how to stop */
export function onReadPosition(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
