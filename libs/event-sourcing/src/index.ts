// The vocabulary of event sourcing: events, rulebooks, decisions and how to specify them.

export type { DomainEvent, Emitted, Provenance, RecordedEvent } from './event.ts';
export { fold, type Decision, type Rulebook, type World } from './rulebook.ts';
export { given, type Scenario } from './scenario.ts';
