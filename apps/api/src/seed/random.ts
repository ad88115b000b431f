// Chance that repeats itself: the same seed gives the same bank on every machine.

/** A source of numbers that look random. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but without, 1. Mulberry32 of Tommy Ettinger, in the public domain. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }

  /** True in `percent` of a hundred cases. */
  happens(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  /** A name such as `k3v9x2m7`. */
  name(): string {
    return this.between(0, 36 ** 8 - 1)
      .toString(36)
      .padStart(8, '0');
  }
}
