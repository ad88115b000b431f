// One seed from its script to its verdict.

import { Violation, type Breach } from './checks/violation.ts';
import type { Plant } from './planted/plant.ts';
import { Player, type Played } from './player.ts';
import type { ScratchBank } from './scratch-bank.ts';
import type { Script } from './script/step.ts';

/** Where and how a script failed. */
export interface Failure {
  readonly step: number;
  readonly violation: Breach;
}

export type Verdict = ({ readonly ok: true } & Played) | ({ readonly ok: false } & Failure);

/** Empties the bank, plays the script and says how it went. */
export async function simulate(script: Script, bank: ScratchBank, plant?: Plant): Promise<Verdict> {
  await bank.wipe();
  const player = new Player(script, bank, plant);
  try {
    return { ok: true, ...(await player.play()) };
  } catch (error) {
    const violation = error instanceof Violation ? error : unforeseen(error);
    return { ok: false, step: player.step, violation };
  }
}

/** An error that nothing is prepared for breaks a promise too. */
function unforeseen(error: unknown): Violation {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Violation('unforeseen', text);
}
