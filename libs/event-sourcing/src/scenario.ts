// Given, when, then: lets a specification of rules read as the rulebook itself.

import type { DomainEvent, Emitted } from './event.ts';
import type { Decision, Rulebook } from './rulebook.ts';

/** The states that events leave behind, and the means to decide on them. */
export interface Scenario<Command, State, Event extends DomainEvent, Refusal> {
  /** Adds what the decision brought; a refusal adds the fact of the refusal. */
  when(command: Command, now?: number): Scenario<Command, State, Event, Refusal>;
  /** The last decision. */
  readonly decision: Decision<Event, Refusal> | undefined;
  state(stream: string): State;
}

/**
 * Starts a scenario from facts.
 * @param now milliseconds since 1970 for decisions that do not give their own
 */
export function given<Command, State, Event extends DomainEvent, Refusal>(
  rulebook: Rulebook<Command, State, Event, Refusal>,
  facts: readonly Emitted<Event>[] = [],
  now = 0,
): Scenario<Command, State, Event, Refusal> {
  const states = new Map<string, State>();
  const state = (stream: string): State => states.get(stream) ?? rulebook.initial(stream);
  const record = (emitted: readonly Emitted<Event>[]): void => {
    for (const { stream, event } of emitted) {
      states.set(stream, rulebook.evolve(state(stream), event));
    }
  };
  record(facts);
  let decision: Decision<Event, Refusal> | undefined;
  return {
    state,
    get decision() {
      return decision;
    },
    when(command, at = now) {
      decision = rulebook.decide(command, { state, now: at });
      record(decision.events);
      return this;
    },
  };
}
