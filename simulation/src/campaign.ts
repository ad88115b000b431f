// One seed of a campaign after the other, on one engine or on both, side by side.

import { Violation, type Breach } from './checks/violation.ts';
import type { ScratchBank } from './scratch-bank.ts';
import { writeScript } from './script/write-script.ts';
import { simulate, type Failure, type Verdict } from './simulate.ts';

export type Engine = ScratchBank['engine'];

export interface Campaign {
  readonly engines: readonly Engine[];
  readonly firstSeed: number;
  /** How many seeds; Infinity for no end. */
  readonly seeds: number;
  readonly steps: number;
}

/** A seed that failed and where; plain data, because it comes from another thread. */
export interface Defeat {
  readonly seed: number;
  readonly engine: Engine;
  readonly failure: Failure;
}

/** @returns how the seed failed, or undefined when it went well on every bank */
export async function playSeed(
  seed: number,
  steps: number,
  banks: readonly ScratchBank[],
): Promise<Defeat | undefined> {
  const script = writeScript(seed, steps);
  const verdicts: Verdict[] = [];
  for (const bank of banks) {
    const verdict = await simulate(script, bank);
    if (!verdict.ok) return defeat(seed, bank, verdict.step, verdict.violation);
    verdicts.push(verdict);
    const violation = difference(verdicts);
    if (violation) return defeat(seed, bank, steps, violation);
  }
  return undefined;
}

function defeat(seed: number, { engine }: ScratchBank, step: number, breach: Breach): Defeat {
  const { invariant, message } = breach;
  return { seed, engine, failure: { step, violation: { invariant, message } } };
}

/** The same commands lead to the same facts and replies, whatever the engine is. */
function difference(verdicts: readonly Verdict[]): Violation | undefined {
  const digests = verdicts.map((verdict) => (verdict.ok ? verdict.digest : ''));
  if (new Set(digests).size < 2) return undefined;
  return new Violation('I18', `the engines differ: ${digests.join(' and ')}`);
}
