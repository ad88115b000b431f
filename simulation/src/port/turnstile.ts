// Lets one transaction at a time through, in an order that does not depend on real time.

interface Waiting {
  readonly server: number;
  readonly go: () => void;
}

/**
 * Databases decide a race of two servers by chance. Here nobody goes before every server that
 * takes part in the race has asked, so that the same seed gives the same race on every engine.
 */
export class Turnstile {
  readonly #queue: Waiting[] = [];
  /** How often each server of the race has gone, in the order in which they were named. */
  readonly #racing = new Map<number, number>();
  #busy = false;

  /** Names the servers that are about to race. */
  muster(servers: readonly number[]): void {
    for (const server of servers) this.#racing.set(server, 0);
  }

  /** A server is done with its part. */
  leave(server: number): void {
    this.#racing.delete(server);
    this.#next();
  }

  async pass<T>(server: number, inside: () => Promise<T>): Promise<T> {
    await new Promise<void>((go) => {
      this.#queue.push({ server, go });
      this.#next();
    });
    try {
      return await inside();
    } finally {
      this.#busy = false;
      this.#next();
    }
  }

  #next(): void {
    if (this.#busy) return;
    const first = this.#racing.size === 0 ? this.#queue.shift() : this.#racer();
    if (!first) return;
    this.#busy = true;
    first.go();
  }

  /** When each has asked: the one that has gone least. Who asked first is a matter of chance. */
  #racer(): Waiting | undefined {
    const asking = [...this.#racing].map(([server, gone]) => ({
      gone,
      place: this.#queue.findIndex((waiting) => waiting.server === server),
    }));
    if (asking.some(({ place }) => place < 0)) return undefined;
    const [next] = asking.sort((left, right) => left.gone - right.gone);
    const [first] = this.#queue.splice(next?.place ?? 0, 1);
    if (first) this.#racing.set(first.server, (next?.gone ?? 0) + 1);
    return first;
  }
}
