// The shape of a domain: what the engine needs to know of one in order to run it.

import type { DomainEvent, Emitted } from './event.ts';

/**
 * What a rule answers. A refusal is a result, not an exception; the events of a refusal record
 * that it was asked, and there are none where nothing exists to record it on.
 */
export type Decision<Event extends DomainEvent, Refusal> =
  | { readonly outcome: 'accepted'; readonly events: readonly Emitted<Event>[] }
  | {
      readonly outcome: 'refused';
      readonly refusal: Refusal;
      readonly events: readonly Emitted<Event>[];
    };

/** What a decision may look at: the states it named, and the time in milliseconds since 1970. */
export interface World<State> {
  state(stream: string): State;
  readonly now: number;
}

/**
 * A domain as pure functions: no clock, no randomness, no waiting. The same command on the same
 * states at the same `now` gives the same events, on every machine and in every year.
 * The decider of Jérémie Chassaing, over as many streams as one command names.
 */
export interface Rulebook<Command, State, Event extends DomainEvent, Refusal> {
  /** Every event type that the rulebook can fold; a log that holds another is not ours. */
  readonly eventTypes: readonly Event['type'][];
  /** The event type that records a refusal. */
  readonly refusalType: Event['type'];
  /** The streams a command reads and writes, its main one first. */
  streamsOf(command: Command): readonly string[];
  initial(stream: string): State;
  /** Whether the stream stands for something by now: what was only refused has made nothing. */
  exists(state: State): boolean;
  decide(command: Command, world: World<State>): Decision<Event, Refusal>;
  evolve(state: State, event: Event): State;
  /** A state as JSON text, for snapshots. `thaw(freeze(state))` equals `state`. */
  freeze(state: State): string;
  thaw(text: string): State;
}

/** Folds the events of one stream over a state. */
export function fold<State, Event extends DomainEvent>(
  rulebook: Pick<Rulebook<never, State, Event, unknown>, 'evolve'>,
  state: State,
  events: Iterable<Event>,
): State {
  let current = state;
  for (const event of events) current = rulebook.evolve(current, event);
  return current;
}
