// A fact as a row: its columns, its hashes, and the way back.

import { hash as digest } from 'node:crypto';
import type { RecordedEvent } from '@passbook/event-sourcing';
import { canonicalJson } from './canonical-json.ts';

/** A recorded event with what only the engine needs to know of it. */
export interface StoredEvent extends RecordedEvent {
  /** Whose key it is; keys of different clients have nothing to do with each other. */
  readonly client: string;
  readonly fingerprint?: string | undefined;
}

/** A stored event on its way into the table. */
export interface EventRow {
  readonly event: StoredEvent;
  /** Canonical JSON of the data. */
  readonly data: string;
  /** Base64. */
  readonly leafHash: string;
}

/** The columns of `events` that make up a stored event, in the order of reading. */
export const factColumns = [
  'position',
  'stream_id',
  'version',
  'event_id',
  'type',
  'schema_version',
  'data',
  'actor',
  'correlation_id',
  'causation_id',
  'channel',
  'client',
  'command_key',
  'fingerprint',
  'recorded_at',
] as const;

/** What a driver returns for `factColumns`; PostgreSQL gives its bigints as text. */
export type RawFact = Readonly<
  Record<Exclude<(typeof factColumns)[number], 'position' | 'command_key' | 'fingerprint'>, string>
> & {
  readonly position: number | string;
  readonly version: number;
  readonly schema_version: number;
  readonly command_key: string | null;
  readonly fingerprint: string | null;
};

/** As much of a fact as takes a state one step further. */
export type Step = Pick<StoredEvent, 'stream' | 'version' | 'type' | 'data'>;

export type RawStep = Pick<RawFact, 'stream_id' | 'version' | 'type' | 'data'>;

/** Reads the row of a step. */
export function stepOf({ stream_id: stream, version, type, data }: RawStep): Step {
  return { stream, version, type, data: JSON.parse(data) as unknown };
}

/** Reads a row back as the fact it is. */
export function factOf(raw: RawFact): StoredEvent {
  return {
    position: Number(raw.position),
    stream: raw.stream_id,
    version: raw.version,
    eventId: raw.event_id,
    type: raw.type,
    schemaVersion: raw.schema_version,
    data: JSON.parse(raw.data) as unknown,
    actor: raw.actor,
    correlationId: raw.correlation_id,
    causationId: raw.causation_id,
    channel: raw.channel,
    client: raw.client,
    ...(raw.command_key !== null && { commandKey: raw.command_key }),
    ...(raw.fingerprint !== null && { fingerprint: raw.fingerprint }),
    recordedAt: raw.recorded_at,
  };
}

/** The row of a fact. */
export function rowOf(event: StoredEvent): EventRow {
  const data = canonicalJson(event.data);
  return { event, data, leafHash: leafHash(event, data) };
}

/**
 * SHA-256 over a zero byte, the rest of the row as a JSON array, a line feed and the data: the leaf
 * of RFC 6962 (Certificate Transparency), so that any later change of the row shows. No JSON holds
 * a line feed, which makes it one text for one fact.
 * @param data the canonical JSON of `event.data`
 */
export function leafHash(event: StoredEvent, data: string): string {
  const row = JSON.stringify([
    event.position,
    event.stream,
    event.version,
    event.eventId,
    event.type,
    event.schemaVersion,
    event.actor,
    event.correlationId,
    event.causationId,
    event.channel,
    event.client,
    event.commandKey ?? null,
    event.fingerprint ?? null,
    event.recordedAt,
  ]);
  return digest('sha256', `\0${row}\n${data}`, 'base64');
}
