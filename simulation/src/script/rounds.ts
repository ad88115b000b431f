// Groups the steps of a script into rounds: what happens at the same time.

import type { Setting, Step } from './step.ts';

/** Steps with their numbers in the script. */
export interface Round {
  readonly first: number;
  readonly steps: readonly Step[];
}

const LONGEST = 40;

/** The rounds of a script; every step is in one, and the order stays. */
export function roundsOf(steps: readonly Step[], setting: Setting): readonly Round[] {
  const rounds: { first: number; steps: Step[] }[] = [];
  for (const [index, step] of steps.entries()) {
    const round = rounds.at(-1);
    if (round && step.joined && fits(step, round.steps, setting)) round.steps.push(step);
    else rounds.push({ first: index, steps: [step] });
  }
  return rounds;
}

/** Whether a round is a race between the two servers. */
export function isRace(steps: readonly Step[]): boolean {
  return new Set(steps.map(({ server }) => server)).size > 1;
}

function fits(step: Step, steps: readonly Step[], { batchLimit }: Setting): boolean {
  const together = [...steps, step];
  if (together.length > LONGEST || together.some(standsAlone)) return false;
  if (!isRace(together)) return true;
  // The order of a race is that of its commits: each server takes part with one batch.
  const sizes = [0, 1].map((server) =>
    together.filter((one) => one.server === server).reduce((sum, one) => sum + sizeOf(one), 0),
  );
  return sizes.every((size) => size <= batchLimit) && !together.some(mayBeSplit);
}

function standsAlone({ action }: Step): boolean {
  return action.do === 'clock' || action.do === 'restart' || action.do === 'read';
}

/** What is known of the steps that were looked at: each is looked at for every one that follows. */
const splits = new WeakMap<Step, boolean>();

/** Whether a batch with it may be committed in parts. */
function mayBeSplit(step: Step): boolean {
  const known = splits.get(step) ?? isDivisible(step);
  splits.set(step, known);
  return known;
}

function isDivisible({ action, fault }: Step): boolean {
  if (action.do === 'expire' || fault?.kind === 'broken') return true;
  return /NaN|1e3/.test(JSON.stringify(action));
}

function sizeOf({ action }: Step): number {
  if (action.do === 'bulk') return action.requests.length + 1;
  return action.do === 'rehearse' ? 2 : 1;
}
