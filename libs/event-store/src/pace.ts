// How long retries wait for a database: real time passes here, in a simulation none at all.

import { setTimeout } from 'node:timers/promises';

/** A clock that only goes forwards, and the way to let it go on. */
export interface Pace {
  /** Milliseconds since any moment. */
  now(): number;
  /** Resolves when that many milliseconds have passed. */
  pause(milliseconds: number): Promise<void>;
}

/** The machine's own timer. */
export const systemPace: Pace = {
  now: () => performance.now(),
  pause: (milliseconds) => setTimeout(milliseconds),
};
