// Makes a failing script as short as it can be and still fail in the same way.

import type { Plant } from './planted/plant.ts';
import type { ScratchBank } from './scratch-bank.ts';
import { roundsOf } from './script/rounds.ts';
import type { Script, Step } from './script/step.ts';
import { simulate, type Failure } from './simulate.ts';

export interface ShrinkOptions {
  readonly plant?: Plant | undefined;
  /** How many scripts are played at most. 400 by default. */
  readonly attempts?: number;
  /** Called after each attempt with the steps that are left. */
  readonly onAttempt?: (attempt: number, steps: number) => void;
}

export interface Shrunk {
  readonly script: Script;
  readonly failure: Failure;
}

/** Cuts steps away in ever smaller pieces (Zeller's delta debugging), then makes the rest plain. */
export async function shrink(
  script: Script,
  failure: Failure,
  bank: ScratchBank,
  { plant, attempts = 400, onAttempt }: ShrinkOptions = {},
): Promise<Shrunk> {
  let best: Shrunk = { script: upTo(script, failure.step), failure };
  let attempt = 0;
  const accept = async (steps: readonly Step[]): Promise<boolean> => {
    if (attempt >= attempts) return false;
    attempt += 1;
    const candidate = { ...script, steps };
    const verdict = await simulate(candidate, bank, plant);
    onAttempt?.(attempt, best.script.steps.length);
    if (verdict.ok || verdict.violation.invariant !== failure.violation.invariant) return false;
    best = { script: candidate, failure: verdict };
    return true;
  };
  if (!(await accept(best.script.steps))) best = { script, failure };
  for (let before = Infinity; before > best.script.steps.length;) {
    before = best.script.steps.length;
    await cutAway(() => best.script.steps, accept);
    await makePlain(() => best.script.steps, accept);
  }
  return best;
}

type Accept = (steps: readonly Step[]) => Promise<boolean>;

async function cutAway(current: () => readonly Step[], accept: Accept): Promise<void> {
  for (let size = Math.ceil(current().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = current().length - size; start > -size; start -= size) {
      const steps = current();
      await accept([...steps.slice(0, Math.max(0, start)), ...steps.slice(start + size)]);
    }
  }
}

async function makePlain(current: () => readonly Step[], accept: Accept): Promise<void> {
  for (let index = 0; index < current().length; index += 1) {
    for (const plain of plainer) {
      const step = current()[index];
      const simpler = step && plain(step);
      if (simpler) await accept(current().with(index, simpler));
    }
  }
}

/** The script up to the end of the round that failed. */
function upTo(script: Script, step: number): Script {
  const rounds = roundsOf(script.steps, script.setting);
  const next = rounds.find(({ first }) => first > step);
  return { ...script, steps: script.steps.slice(0, next?.first) };
}

/** What may be taken from a step; undefined where there is nothing to take. */
const plainer: readonly ((step: Step) => Step | undefined)[] = [
  ({ fault, ...step }) => fault && step,
  (step) => (step.late ? { ...step, late: false } : undefined),
  (step) => (step.joined ? { ...step, joined: false } : undefined),
  (step) => (step.server === 1 ? { ...step, server: 0 } : undefined),
  (step) => (step.client === 0 ? undefined : { ...step, client: 0 }),
  ({ action, ...step }) =>
    action.do === 'repeat' && action.back > 0
      ? { ...step, action: { ...action, back: action.back - 1 } }
      : undefined,
];
