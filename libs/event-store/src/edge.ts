// The two things that pure code may not have, the time and fresh names: they enter here.

import { v7 } from 'uuid';

/** Where time and identifiers come from; a simulation brings its own. */
export interface Edge {
  /** Milliseconds since 1970. */
  now(): number;
  /** A UUIDv7: unique, and ordered by the time it was made. */
  newId(): string;
}

/** The machine's clock and random source. */
export const systemEdge: Edge = { now: () => Date.now(), newId: () => v7() };
