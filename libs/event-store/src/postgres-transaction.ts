// One transaction of the log on PostgreSQL: what it reads, and the one statement that it writes.

import type { PoolClient, QueryResultRow } from 'pg';
import { CommitUnknown } from './errors.ts';
import {
  factColumns,
  factOf,
  stepOf,
  type EventRow,
  type RawFact,
  type RawStep,
  type Step,
  type StoredEvent,
} from './fact.ts';
import {
  MAX_BEHIND,
  type Append,
  type Head,
  type KeyReference,
  type LogTransaction,
  type Snapshot,
  type TailStart,
} from './log-store.ts';
import { appendStatement, type Assumed } from './postgres-append.ts';
import { refused, rethrow } from './postgres-errors.ts';
import type { Cell } from './projection.ts';

const columns = factColumns.join(', ');
const factsFrom = `SELECT ${factColumns.map((name) => `e.${name}`).join(', ')}`;

/** The facts that carry one of the keys, in order of position. */
export async function factsByKey(
  client: PoolClient,
  keys: readonly KeyReference[],
): Promise<readonly StoredEvent[]> {
  const { rows } = await client.query<RawFact>({
    name: 'keys',
    text: `${factsFrom}
      FROM unnest($1::text[], $2::text[]) AS asked (key, client)
      JOIN events e ON e.command_key = asked.key AND e.client = asked.client`,
    values: [keys.map(({ key }) => key), keys.map(({ client: owner }) => owner)],
  });
  // Asked for in order, they might be sought along the whole log, which is in order already.
  return rows.map(factOf).sort((one, other) => one.position - other.position);
}

/** What a transaction knows when it begins. */
interface Start {
  readonly head: Head;
  readonly held: boolean;
  readonly known: Known;
}

/** Facts that were asked for together with the head. */
interface Known {
  readonly keys: readonly KeyReference[];
  readonly facts: readonly StoredEvent[];
}

/** Reads on a connection, with the head held or assumed; writes when it ends. */
export class PostgresTransaction implements LogTransaction {
  readonly #client: PoolClient;
  readonly #known: Known;
  readonly head: Head;
  readonly held: boolean;
  #append: Append | undefined;

  constructor(client: PoolClient, { head, held, known }: Start) {
    this.#client = client;
    this.#known = known;
    this.head = head;
    this.held = held;
  }

  async factsAfter(position: number): Promise<readonly Step[] | undefined> {
    if (this.head.position - position > MAX_BEHIND) return undefined;
    const rows = await this.#rows<RawStep>(
      'steps',
      'SELECT stream_id, version, type, data FROM events WHERE position > $1 ORDER BY position',
      [position],
    );
    return rows.map(stepOf);
  }

  snapshots(streams: readonly string[], revision: string): Promise<readonly Snapshot[]> {
    return this.#rows<Snapshot>(
      'snapshots',
      `SELECT stream_id AS stream, version, revision, state FROM snapshots
       WHERE stream_id = ANY($1) AND revision = $2`,
      [streams, revision],
    );
  }

  async tails(starts: readonly TailStart[], limit: number): Promise<readonly StoredEvent[]> {
    const rows = await this.#rows<RawFact>(
      'tails',
      `SELECT e.* FROM unnest($1::text[], $2::integer[]) AS start (stream_id, after)
       CROSS JOIN LATERAL (
         SELECT ${columns} FROM events
         WHERE stream_id = start.stream_id AND version > start.after ORDER BY version LIMIT $3
       ) e LIMIT $3`,
      [starts.map(({ stream }) => stream), starts.map(({ after }) => after), limit],
    );
    return rows.map(factOf);
  }

  async factsByKey(keys: readonly KeyReference[]): Promise<readonly StoredEvent[]> {
    return keys === this.#known.keys ? this.#known.facts : factsByKey(this.#client, keys);
  }

  async eventIdAt(position: number): Promise<string | undefined> {
    const sql = 'SELECT event_id FROM events WHERE position = $1';
    const [row] = await this.#rows<{ event_id: string }>('event-id', sql, [position]);
    return row?.event_id;
  }

  append(append: Append): Promise<void> {
    this.#append = append;
    return Promise.resolve();
  }

  /** Writes if the assumptions hold. @returns the end of the log after it, if so */
  async writeAssuming(assumed: Assumed): Promise<Head | undefined> {
    if (!this.#append) return undefined;
    const statement = appendStatement(this.#append, columnsOfEvent, columns, assumed);
    const { rowCount } = await this.#client.query(statement);
    return rowCount === 1 ? this.#end : undefined;
  }

  /** The end of the log when everything is written. */
  get #end(): Head {
    return this.#append?.events.at(-1)?.event ?? this.head;
  }

  /**
   * Writes and commits in one round trip: after a failed write PostgreSQL itself rolls back.
   * @returns the end of the log after it
   */
  async end(): Promise<Head> {
    const statement = this.#append && appendStatement(this.#append, columnsOfEvent, columns);
    const [written, ended] = await Promise.allSettled([
      statement && this.#client.query(statement),
      this.#client.query(statement ? 'COMMIT' : 'ROLLBACK'),
    ]);
    if (written.status === 'rejected') refused(written.reason);
    if (ended.status === 'rejected') rethrow(CommitUnknown)(ended.reason);
    return this.#end;
  }

  /** Runs a statement that this connection prepares once, under that name. */
  async #rows<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const { rows } = await this.#client.query<Row>({ name, text, values: [...values] });
    return rows;
  }
}

/** The columns of all events of a batch as arrays, in the order of the insert. */
function columnsOfEvent(rows: readonly EventRow[]): readonly (readonly Cell[])[] {
  return [
    rows.map(({ event }) => event.position),
    rows.map(({ event }) => event.stream),
    rows.map(({ event }) => event.version),
    rows.map(({ event }) => event.eventId),
    rows.map(({ event }) => event.type),
    rows.map(({ event }) => event.schemaVersion),
    rows.map(({ data }) => data),
    rows.map(({ event }) => event.actor),
    rows.map(({ event }) => event.correlationId),
    rows.map(({ event }) => event.causationId),
    rows.map(({ event }) => event.channel),
    rows.map(({ event }) => event.client),
    rows.map(({ event }) => event.commandKey ?? null),
    rows.map(({ event }) => event.fingerprint ?? null),
    rows.map(({ event }) => event.recordedAt),
    rows.map(({ leafHash }) => leafHash),
  ];
}
