// How things are timed: wall clock and processor time of a stretch of work, medians, percentiles.

/** What one stretch of work took. */
export interface Stretch {
  /** How many pieces of work were done. */
  readonly count: number;
  readonly seconds: number;
  /** Processor time of this process for each piece, in microseconds: steadier than the wall. */
  readonly cpuMicros: number;
}

/** Latencies in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

/** Times an asynchronous stretch of work that says how many pieces it did. */
export async function timed(work: () => Promise<number> | number): Promise<Stretch> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const count = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { count, seconds, cpuMicros: (user + system) / Math.max(count, 1) };
}

export function perSecond({ count, seconds }: Pick<Stretch, 'count' | 'seconds'>): number {
  return count / seconds;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The percentiles of latencies by the nearest rank. @param values in milliseconds */
export function latencyOf(values: readonly number[]): Latency {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), p999: at(0.999) };
}

/** The median of each percentile over several runs. */
export function medianLatency(runs: readonly Latency[]): Latency {
  const of = (name: keyof Latency): number => median(runs.map((run) => run[name]));
  return { p50: of('p50'), p95: of('p95'), p99: of('p99'), p999: of('p999') };
}
