// Takes a processor profile of a stretch of work and names the functions that used the most.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector/promises';
import path from 'node:path';
import type { Setting } from './scenario.ts';

/** One function and its share of the samples. */
export interface HotFunction {
  readonly name: string;
  readonly place: string;
  readonly share: number;
}

/** Profiles work in this process and writes `<name>.cpuprofile`. */
export async function profiled<T>(
  { profile, workplace, tell }: Setting,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!profile) return work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  const result = await work();
  const { profile: taken } = await session.post('Profiler.stop');
  session.disconnect();
  const file = path.join(workplace.directory, `${name}.cpuprofile`);
  writeFileSync(file, JSON.stringify(taken));
  tell(`${file}\n${listing(hottest(taken))}`);
  return result;
}

/** What makes a server process write a profile when it ends. */
export function flagsFor({ profile, workplace }: Setting): readonly string[] {
  if (!profile) return [];
  return ['--cpu-prof', '--cpu-prof-interval=400', `--cpu-prof-dir=${workplace.directory}`];
}

/** The profiles that servers left, each with its hottest functions. */
export function serverProfiles(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith('CPU.') && file.endsWith('.cpuprofile'))
    .map((file) => {
      const full = path.join(directory, file);
      const taken = JSON.parse(readFileSync(full, 'utf8')) as Profiler.Profile;
      return `${full}\n${listing(hottest(taken))}`;
    });
}

/** The functions with the most samples of their own, idle time left out. */
export function hottest({ nodes, samples = [] }: Profiler.Profile, limit = 30): HotFunction[] {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const counts = new Map<string, number>();
  let busy = 0;
  for (const id of samples) {
    const frame = byId.get(id);
    if (!frame || frame.functionName === '(idle)' || frame.functionName === '(root)') continue;
    busy += 1;
    const where = frame.url.split('/').slice(-3).join('/');
    const key = `${frame.functionName || '(anonymous)'}\0${where}:${frame.lineNumber + 1}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, limit)
    .map(([key, count]) => {
      const [name = '', place = ''] = key.split('\0');
      return { name, place, share: count / busy };
    });
}

function listing(functions: readonly HotFunction[]): string {
  return functions
    .map(
      ({ name, place, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}  ${place}`,
    )
    .join('\n');
}
