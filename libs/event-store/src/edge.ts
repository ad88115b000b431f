// The two things that pure code may not have, the time and fresh names: they enter here.

import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Where time and identifiers come from; a simulation brings its own. */
export interface Edge {
  /** Milliseconds since 1970. */
  now(): number;
  /** A UUIDv7: unique, and ordered by the time it was made. */
  newId(): string;
}

/** Random bytes for 256 identifiers: asking the system for each costs more than all else. */
const pool = new Uint8Array(256 * 16);
let used = pool.length;

function random16(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += 16));
}

/** The machine's clock and random source. */
export const systemEdge: Edge = { now: () => Date.now(), newId: () => v7({ rng: random16 }) };
