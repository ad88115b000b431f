// The words for facts: what a stream is made of, before and after it is recorded.

/** Something that happened: a name in the past tense and the facts that belong to it. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** Plain JSON: no bigint, no Date, no undefined. What is written is what is read. */
  readonly data: Data;
}

/** An event addressed to the stream that it belongs to. */
export interface Emitted<Event extends DomainEvent = DomainEvent> {
  readonly stream: string;
  readonly event: Event;
}

/** Who asked, through what, and why: recorded beside every fact. */
export interface Provenance {
  /** Who acts, from the request context and never from the request itself. */
  readonly actor: string;
  /** Ties together everything that one request caused. */
  readonly correlationId: string;
  /** What directly caused this: the request, or the event that was reacted to. */
  readonly causationId: string;
  /** The door it came through: `http`, `bulk`, `clock`, `seed` ... */
  readonly channel: string;
}

/** A fact in the log. It never changes. */
export interface RecordedEvent<Event extends DomainEvent = DomainEvent> extends Provenance {
  /** Place in the whole log: 1, 2, 3 ... without gaps, in commit order. */
  readonly position: number;
  readonly stream: string;
  /** Place in its stream: 1, 2, 3 ... without gaps. */
  readonly version: number;
  /** UUIDv7. */
  readonly eventId: string;
  readonly type: Event['type'];
  readonly schemaVersion: number;
  readonly data: Event['data'];
  /** The idempotency key of the command that was answered with this fact. */
  readonly commandKey?: string | undefined;
  /** RFC 3339 in UTC with milliseconds; never goes backwards along positions. */
  readonly recordedAt: string;
}
