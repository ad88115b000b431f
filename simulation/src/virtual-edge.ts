// Time and names in the hand of the simulation: a clock that jumps, ids that come again.

import type { Edge, Pace } from '@passbook/event-store';
import { Chance } from './chance.ts';

/** The clock that commands are decided by, and identifiers from a seed. */
export class VirtualEdge implements Edge {
  readonly #chance: Chance;
  #now = Date.UTC(2026, 0, 5, 9);
  #made = 0;

  constructor(seed: number) {
    this.#chance = new Chance(seed ^ 0x5eed);
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass; a negative number is a clock that was set back. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Of the form of a UUIDv7; a counter in place of its first random bits keeps it unique. */
  newId(): string {
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
    const time = hex(this.#now, 12);
    const count = this.#made;
    this.#made += 1;
    const [low, high] = [count % 0x1000, Math.floor(count / 0x1000) % 0x1000];
    const tail = hex(this.#chance.next(), 8) + hex(this.#chance.below(0x10000), 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(low, 3)}-8${hex(high, 3)}-${tail}`;
  }
}

/** Pauses that take no time at all, and a stop watch that believes in them. */
export class VirtualPace implements Pace {
  #passed = 0;

  now(): number {
    return this.#passed;
  }

  pause(milliseconds: number): Promise<void> {
    this.#passed += milliseconds;
    return Promise.resolve();
  }
}
