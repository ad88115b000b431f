// Says what went wrong, and in which steps, so that a reader can play it in the head.

import type { Shrunk } from './shrink.ts';
import type { Script, Step } from './script/step.ts';
import type { Failure } from './simulate.ts';

/** The failure of a seed, in the form in which it can be had again. */
export function tellFailure(script: Script, engine: string, failure: Failure): string {
  const where = failure.violation.invariant === 'I18' ? 'both' : engine;
  return [
    `seed ${script.seed} fails on ${engine} at step ${failure.step} of ${script.steps.length}:`,
    `  ${failure.violation.message.replaceAll('\n', '\n  ')}`,
    `again: npm run simulate -- --engine ${where} --seed ${script.seed} --seeds 1 ` +
      `--steps ${script.steps.length}`,
  ].join('\n');
}

/** A shrunk script step by step, and as an entry for the list of kept ones. */
export function tellShrunk({ script, failure }: Shrunk): string {
  const { seed, setting, steps } = script;
  return [
    `shrunk to ${steps.length} steps, failing at step ${failure.step}:`,
    `  ${failure.violation.message.replaceAll('\n', '\n  ')}`,
    ...steps.map((step, index) => `  ${String(index).padStart(3)}  ${tellStep(step)}`),
    'to keep it, add it to simulation/src/kept-seeds.ts:',
    JSON.stringify({ why: failure.violation.invariant, script: { seed, setting, steps } }),
  ].join('\n');
}

function tellStep({ client, server, action, joined, late, fault }: Step): string {
  const together = joined ? ', with the one before' : '';
  const when = late ? ', late' : '';
  const trouble = fault ? `, ${fault.kind} at call ${fault.at}, ${fault.times} times` : '';
  const what = JSON.stringify(action);
  return `client ${client} at server ${server}${together}${when}${trouble}: ${what}`;
}
