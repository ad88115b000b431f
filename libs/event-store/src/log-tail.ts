// Follows the log as it grows: every fact once and in order, from any place, whoever wrote it.

import type { StoredEvent } from './fact.ts';
import type { LogReader, Position } from './log-reader.ts';

export interface TailOptions {
  /** How often to look for facts that other servers wrote, in milliseconds. 200 by default. */
  readonly poll?: number;
  /** How many facts are read at once. 500 by default. */
  readonly page?: number;
}

/** One reader of the growing end for all who follow it in this process. */
export class LogTail {
  readonly #reader: LogReader;
  readonly #poll: number;
  readonly #page: number;
  readonly #sleepers = new Set<() => void>();
  #growth = 0;

  constructor(reader: LogReader, { poll = 200, page = 500 }: TailOptions = {}) {
    this.#reader = reader;
    this.#poll = poll;
    this.#page = page;
  }

  /** Says that the log has grown; followers look at once instead of at their next poll. */
  wake(): void {
    this.#growth += 1;
    for (const rise of [...this.#sleepers]) rise();
  }

  /**
   * The facts after a place, page by page, without an end; a page may be empty after a pause.
   * Each page is read from the log, so a follower that is slow delays nobody and misses nothing.
   */
  async *follow(after: Position, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    let position = after;
    while (!signal.aborted) {
      const growth = this.#growth;
      const facts = await this.#reader.after(position, this.#page);
      const last = facts.at(-1);
      if (last) position = last.position;
      yield facts;
      if (facts.length < this.#page && growth === this.#growth) await this.#sleep(signal);
    }
  }

  async #sleep(signal: AbortSignal): Promise<void> {
    // Who aborted while it had its page would not be heard any more.
    if (signal.aborted) return;
    let rise = (): void => undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#poll);
      rise = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#sleepers.add(rise);
      signal.addEventListener('abort', rise, { once: true });
    });
    signal.removeEventListener('abort', rise);
    this.#sleepers.delete(rise);
  }
}
