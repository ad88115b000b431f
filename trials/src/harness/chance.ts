// Dice from one seed, which every trial prints, so that a failure can be played again.

/** Whether the trials take their time: `TRIALS=long`. */
export const LONG = process.env['TRIALS'] === 'long';

/** The seed of this run: `TRIALS_SEED`, or a new one. */
export const SEED = Number(process.env['TRIALS_SEED'] ?? Date.now() % 1_000_000_000);

/** Tells a figure of a trial: it stands in the output of the test run. */
export function tell(line: string): void {
  process.stdout.write(`  trials: ${line}\n`);
}

/** A stream of random numbers; two of the same seed are equal. Mulberry32. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** A whole number from `first` to `last`. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
