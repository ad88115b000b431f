// The states of the streams that this process has used lately, as of the last batch it knows.

/** A stream as it stands: the fold of its facts up to `version`. */
export interface StreamState<State> {
  readonly state: State;
  readonly version: number;
  /** The version of the snapshot that the database holds, 0 without one. */
  readonly snapshotAt: number;
}

/** Keeps at most `limit` streams; those that were put in first leave first. */
export class StateCache<State> {
  readonly #limit: number;
  readonly #streams = new Map<string, StreamState<State>>();
  /** The position up to which every cached state counts all facts. */
  position = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(stream: string): StreamState<State> | undefined {
    return this.#streams.get(stream);
  }

  set(stream: string, state: StreamState<State>): void {
    this.#streams.set(stream, state);
    if (this.#streams.size <= this.#limit) return;
    for (const oldest of this.#streams.keys()) {
      this.#streams.delete(oldest);
      if (this.#streams.size <= this.#limit) return;
    }
  }

  delete(stream: string): void {
    this.#streams.delete(stream);
  }

  clear(): void {
    this.#streams.clear();
  }
}
