// The batch sizes of the engine's scenarios, and how much is written at each of them.

import { sized, type Sizes } from '../scenario.ts';
import type { Engine } from '../workplace.ts';

export const BATCHES = [1, 16, 128, 1000] as const;

const WORK: Readonly<Record<(typeof BATCHES)[number], number>> = {
  1: 2_000,
  16: 16_000,
  128: 51_200,
  1000: 80_000,
};

/** How many events are written in one run at a batch size: whole batches, a second or two. */
export function workOf(batch: (typeof BATCHES)[number], sizes: Sizes): number {
  return Math.max(1, Math.round(sized(sizes, WORK[batch], batch) / batch)) * batch;
}

export const ENGINES: readonly Engine[] = ['sqlite', 'postgres'];
export const ENGINE_NAMES: Readonly<Record<Engine, string>> = {
  sqlite: 'SQLite',
  postgres: 'PostgreSQL 18',
};
