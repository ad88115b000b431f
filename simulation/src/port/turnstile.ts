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
  readonly #racing = new Set<number>();
  #busy = false;

  /** Names the servers that are about to race. */
  muster(servers: readonly number[]): void {
    for (const server of servers) this.#racing.add(server);
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
    const [first] = this.#queue;
    if (this.#busy || !first) return;
    const asked = new Set(this.#queue.map(({ server }) => server));
    for (const server of this.#racing) if (!asked.has(server)) return;
    this.#queue.shift();
    this.#busy = true;
    first.go();
  }
}
