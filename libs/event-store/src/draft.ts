// What a batch has changed so far, before any of it is written.

import type { DomainEvent } from '@passbook/event-sourcing';
import type { StoredEvent } from './fact.ts';
import { ByKey } from './keys.ts';
import type { Touched } from './projection.ts';
import type { StreamState } from './state-cache.ts';

/** A stream in the course of a batch; unchanged while it has no facts. */
export interface Change<State> {
  readonly stream: string;
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
  readonly #keys: ByKey<readonly StoredEvent[]>;
  readonly facts: StoredEvent[];

  constructor(committed: (stream: string) => StreamState<State>, origin?: Draft<State>) {
    this.#committed = committed;
    this.facts = [...(origin?.facts ?? [])];
    this.#keys = origin ? origin.copyOfKeys() : new ByKey();
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
      change = { stream: name, before: state, state, version, snapshotAt, facts: [] };
      this.#streams.set(name, change);
    }
    return change;
  }

  add(fact: StoredEvent): void {
    this.facts.push(fact);
    this.stream(fact.stream).facts.push(fact);
    this.remember(fact);
  }

  /** Lets a fact answer its key from now on. */
  remember(fact: StoredEvent): void {
    if (fact.commandKey === undefined) return;
    const known = this.#keys.get(fact.client, fact.commandKey);
    this.#keys.set(fact.client, fact.commandKey, known ? [...known, fact] : [fact]);
  }

  factsOf(client: string, key: string): readonly StoredEvent[] | undefined {
    return this.#keys.get(client, key);
  }

  /** The streams that have facts, as the projections want them. */
  touched<Event extends DomainEvent>(): readonly (Touched<State, Event> & Change<State>)[] {
    return [...this.#streams.values()].filter(({ facts }) => facts.length > 0);
  }

  copyOfKeys(): ByKey<readonly StoredEvent[]> {
    return this.#keys.copy();
  }

  *entriesOfStreams(): Generator<[string, Change<State>]> {
    for (const [name, change] of this.#streams) {
      yield [name, { ...change, facts: [...change.facts] }];
    }
  }
}
