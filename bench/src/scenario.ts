// What a scenario is given and what it hands back: rows of figures, and ratios with their targets.

import type { Latency } from './measure.ts';
import type { Workplace } from './workplace.ts';

/** Whether the data was right after the measuring; a figure without it is worth nothing. */
export interface Correctness {
  readonly ok: boolean;
  readonly found: string;
}

/** One figure. */
export interface Row {
  readonly what: string;
  /** How one piece of work is called: `events`, `commands`, `requests`. */
  readonly unit: string;
  /** Median of the runs, per second; undefined where only latency is asked for. */
  readonly perSecond?: number | undefined;
  readonly runs: readonly number[];
  /** Processor time of the process that does the work, for each piece. */
  readonly cpuMicros?: number | undefined;
  readonly latency?: Latency | undefined;
  /** Share of commands that met a conflict and had to be done again, or failed. */
  readonly conflicts: number;
  readonly durability: string;
  readonly payload: string;
  readonly correctness: Correctness;
  /** Somebody else's store: what it does to its data is shown, but is no fault of ours. */
  readonly foreign?: boolean;
}

/** One figure against what is asked for. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  /** What has to be reached, and what is hoped for. */
  readonly target: number;
  readonly stretch?: number | undefined;
  readonly unit: 'times' | 'per second' | 'ms';
  readonly better: 'more' | 'less';
}

export interface Findings {
  readonly rows: readonly Row[];
  readonly targets: readonly Target[];
  /** What a reader has to know to understand the figures. */
  readonly notes?: readonly string[];
}

/** How much a scenario is to do. */
export interface Sizes {
  readonly quick: boolean;
  readonly runs: number;
  readonly seed: number;
  readonly profile: boolean;
}

export interface Setting extends Sizes {
  readonly workplace: Workplace;
  /** Says on standard error what is going on. */
  readonly tell: (text: string) => void;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly run: (setting: Setting) => Promise<Findings>;
}

export const SQLITE_DURABILITY = 'WAL, synchronous=FULL';
export const POSTGRES_DURABILITY = 'fsync=on, synchronous_commit=on';

/** The full size, or a tenth of it where only the machinery is to be tried. */
export function sized({ quick }: Sizes, full: number, least = 1): number {
  return quick ? Math.max(least, Math.round(full / 20)) : full;
}
