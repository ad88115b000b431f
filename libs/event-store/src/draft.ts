// What a batch has changed so far, before any of it is written.

import type { DomainEvent, RecordedEvent } from '@passbook/event-sourcing';
import type { StoredEvent } from './fact.ts';
import type { KeyReference } from './log-store.ts';
import type { Touched } from './projection.ts';
import type { StreamState } from './state-cache.ts';

/** A stream in the course of a batch; unchanged while it has no facts. */
export interface Change<State> {
  readonly before: State;
  state: State;
  version: number;
  snapshotAt: number;
  readonly facts: StoredEvent[];
}

/** Evolving states and the facts that led to them; a fork of it can be dropped as a whole. */
export class Draft<State> {
  readonly #committed: (stream: string) => StreamState<State>;
  readonly #streams: Map<string, Change<State>>;
  readonly #keys: Map<string, StoredEvent[]>;
  readonly facts: StoredEvent[];
  /** The hashes of the facts' keys, in the order of the facts. */
  readonly keyHashes: (bigint | null)[];

  constructor(committed: (stream: string) => StreamState<State>, origin?: Draft<State>) {
    this.#committed = committed;
    this.facts = [...(origin?.facts ?? [])];
    this.keyHashes = [...(origin?.keyHashes ?? [])];
    this.#keys = new Map(origin?.entriesOfKeys());
    this.#streams = new Map(origin?.entriesOfStreams());
  }

  /** A copy that can be changed and thrown away. */
  fork(): Draft<State> {
    return new Draft(this.#committed, this);
  }

  stream(name: string): Change<State> {
    let change = this.#streams.get(name);
    if (!change) {
      const { state, version, snapshotAt } = this.#committed(name);
      change = { before: state, state, version, snapshotAt, facts: [] };
      this.#streams.set(name, change);
    }
    return change;
  }

  add(fact: StoredEvent, keyHash: bigint | null): void {
    this.facts.push(fact);
    this.keyHashes.push(keyHash);
    this.stream(fact.stream).facts.push(fact);
    this.remember(fact);
  }

  /** Lets a fact answer its key from now on. */
  remember(fact: StoredEvent): void {
    if (fact.commandKey === undefined) return;
    const name = scoped({ client: fact.client, key: fact.commandKey });
    const known = this.#keys.get(name);
    if (known) known.push(fact);
    else this.#keys.set(name, [fact]);
  }

  factsOf(reference: KeyReference): readonly StoredEvent[] | undefined {
    return this.#keys.get(scoped(reference));
  }

  /** The streams that have facts, as the projections want them. */
  touched<Event extends DomainEvent>(): readonly (Touched<State, Event> & Change<State>)[] {
    const touched: (Touched<State, Event> & Change<State>)[] = [];
    for (const [stream, change] of this.#streams) {
      if (change.facts.length === 0) continue;
      const facts = change.facts as (StoredEvent & RecordedEvent<Event>)[];
      touched.push({ stream, ...change, facts });
    }
    return touched;
  }

  *entriesOfKeys(): Generator<[string, StoredEvent[]]> {
    for (const [name, facts] of this.#keys) yield [name, [...facts]];
  }

  *entriesOfStreams(): Generator<[string, Change<State>]> {
    for (const [name, change] of this.#streams) {
      yield [name, { ...change, facts: [...change.facts] }];
    }
  }
}

function scoped({ client, key }: KeyReference): string {
  return `${client}\0${key}`;
}
