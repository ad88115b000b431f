// What goes into the command processor and what comes out of it.

import type { DomainEvent, Emitted, Provenance } from '@passbook/event-sourcing';
import type { StoredEvent } from './fact.ts';

/** A version of a stream, 0 while it is not there; or any, as long as it is there. */
export type ExpectedVersion = number | 'any';

/** Who sends a command, and how it may be repeated. */
export interface CommandContext extends Provenance {
  /** Whose idempotency keys these are. */
  readonly client: string;
  /** Repeats with the same key are answered with the first outcome. */
  readonly key?: string | undefined;
  /** What must be the same in a repeat: a hash of the request, made at the edge. */
  readonly fingerprint?: string | undefined;
  /** The command holds only while its main stream is at this version, or is there at all. */
  readonly expectedVersion?: ExpectedVersion | undefined;
}

export interface Submission<Command> {
  readonly command: Command;
  readonly context: CommandContext;
}

/** What became of one command. */
export type Outcome<Refusal> =
  /** In the log, accepted or refused; `replayed` when a former command of that key put it there. */
  | {
      readonly kind: 'recorded';
      readonly facts: readonly StoredEvent[];
      readonly replayed: boolean;
    }
  /** Refused, and there is nothing to record it on. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The key stands for another request: the facts of that one. */
  | { readonly kind: 'key-reused'; readonly facts: readonly StoredEvent[] }
  /** The main stream has moved on. */
  | {
      readonly kind: 'version-mismatch';
      readonly stream: string;
      readonly expected: ExpectedVersion;
      readonly actual: number;
    };

/**
 * All of an atomic bulk, or the first that could not be done; then none of it happened and nothing
 * is recorded, not even a new refusal: it was decided on states that never came to be.
 */
export type AtomicOutcome<Refusal> =
  | { readonly kind: 'applied'; readonly outcomes: readonly Outcome<Refusal>[] }
  | { readonly kind: 'undone'; readonly failed: number; readonly outcome: Outcome<Refusal> };

/** What a command would do now; nothing of it is recorded. */
export type Preview<Event extends DomainEvent, Refusal> =
  | { readonly kind: 'would-record'; readonly events: readonly Emitted<Event>[] }
  | Exclude<Outcome<Refusal>, { kind: 'recorded' | 'key-reused' }>;
