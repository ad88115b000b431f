// The facts that this tab itself caused: a person always sees what they just did.

const own = new Set<number>();
const listeners = new Set<() => void>();

/** Notes the positions of facts that a form of this tab has recorded. */
export function noteOwn(positions: readonly number[]): void {
  for (const position of positions) own.add(position);
  for (const listener of listeners) listener();
}

export function isOwn(position: number): boolean {
  return own.has(position);
}

/** Calls back when this tab has recorded something. @returns how to stop */
export function onOwn(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
