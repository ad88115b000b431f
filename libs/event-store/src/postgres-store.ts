// The log on PostgreSQL: few round trips, all rows of a batch in one statement.

import type { Socket } from 'node:net';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { CommitUnknown, StoreUnavailable } from './errors.ts';
import { factColumns, factOf, type EventRow, type RawFact, type StoredEvent } from './fact.ts';
import {
  MAX_CHANGED,
  type Append,
  type Head,
  type KeyReference,
  type LogStore,
  type LogTransaction,
  type Snapshot,
  type TailStart,
} from './log-store.ts';
import { appendStatement, type NamedStatement } from './postgres-append.ts';
import { refused, rethrow } from './postgres-errors.ts';
import type { Cell } from './projection.ts';

const columns = factColumns.join(', ');
const factsFrom = `SELECT ${factColumns.map((name) => `e.${name}`).join(', ')}`;

/**
 * One row, `log_head`, is the writer's lock for every server on this database. It is taken by a
 * statement of its own: what is read after it is read with a fresh view of what others committed.
 */
export class PostgresStore implements LogStore {
  readonly engine = 'postgres';
  readonly #pool: Pool;
  readonly #patience: number;

  /** @param patience how long a transaction may take before its connection is cut, in ms */
  constructor(pool: Pool, patience = 20_000) {
    this.#pool = pool;
    this.#patience = patience;
  }

  async transaction<T>(
    work: (transaction: LogTransaction) => Promise<T>,
    keys: readonly KeyReference[] = [],
  ): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw new StoreUnavailable(`PostgreSQL: ${String(error)}`, { cause: error });
    });
    let broken = true;
    // A server or a wire that hangs answers nothing, not even that: the other end is given up.
    const overdue = setTimeout(cut, this.#patience, client);
    try {
      const transaction = await begin(client, keys);
      const result = await work(transaction).catch(rethrow(StoreUnavailable));
      await transaction.end();
      broken = false;
      return result;
    } catch (error) {
      broken = error instanceof StoreUnavailable || !(await rolledBack(client));
      throw error;
    } finally {
      clearTimeout(overdue);
      client.release(broken);
    }
  }
}

/** Ends a connection at once: its own goodbye would wait for the answers that do not come. */
function cut(client: PoolClient): void {
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
  connection.stream.destroy();
}

const takeHead = {
  name: 'head',
  text: 'SELECT position, recorded_at FROM log_head WHERE id = 1 FOR UPDATE',
};

/**
 * Begins, locks and looks for the keys in one round trip. Each statement sees what was committed
 * when it began: the keys are looked for once the head is held, whatever the server's default is.
 */
async function begin(
  client: PoolClient,
  keys: readonly KeyReference[],
): Promise<PostgresTransaction> {
  const [, { rows }, facts] = await Promise.all([
    client.query('BEGIN ISOLATION LEVEL READ COMMITTED'),
    client.query<{ position: string; recorded_at: string }>(takeHead),
    keys.length === 0 ? [] : factsByKey(client, keys),
  ]).catch(rethrow(StoreUnavailable));
  const [raw] = rows;
  if (!raw) throw new Error('log_head is empty: this database was not made by Passbook');
  const head = { position: Number(raw.position), recordedAt: raw.recorded_at };
  return new PostgresTransaction(client, head, { keys, facts });
}

async function factsByKey(
  client: PoolClient,
  keys: readonly KeyReference[],
): Promise<readonly StoredEvent[]> {
  const { rows } = await client.query<RawFact>({
    name: 'keys',
    text: `${factsFrom}
      FROM unnest($1::text[], $2::text[]) AS asked (key, client)
      JOIN events e ON e.command_key = asked.key AND e.client = asked.client
      ORDER BY e.position`,
    values: [keys.map(({ key }) => key), keys.map(({ client: owner }) => owner)],
  });
  return rows.map(factOf);
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** Facts that were asked for together with the head. */
interface Known {
  readonly keys: readonly KeyReference[];
  readonly facts: readonly StoredEvent[];
}

class PostgresTransaction implements LogTransaction {
  readonly #client: PoolClient;
  readonly #known: Known;
  readonly head: Head;
  #appended: NamedStatement | undefined;

  constructor(client: PoolClient, head: Head, known: Known) {
    this.#client = client;
    this.#known = known;
    this.head = head;
  }

  async streamsChangedAfter(position: number): Promise<readonly string[] | undefined> {
    if (this.head.position - position > MAX_CHANGED) return undefined;
    const rows = await this.#rows<{ stream_id: string }>(
      'changed',
      'SELECT DISTINCT stream_id FROM events WHERE position > $1',
      [position],
    );
    return rows.map(({ stream_id }) => stream_id);
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
      `${factsFrom} FROM unnest($1::text[], $2::integer[]) AS start (stream_id, after)
       JOIN events e ON e.stream_id = start.stream_id AND e.version > start.after
       ORDER BY e.stream_id, e.version LIMIT $3`,
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
    this.#appended = appendStatement(append, columnsOfEvent, columns);
    return Promise.resolve();
  }

  /** Writes and commits in one round trip: after a failed write PostgreSQL itself rolls back. */
  async end(): Promise<void> {
    const statement = this.#appended;
    const [written, ended] = await Promise.allSettled([
      statement && this.#client.query(statement),
      this.#client.query(statement ? 'COMMIT' : 'ROLLBACK'),
    ]);
    if (written.status === 'rejected') refused(written.reason);
    if (ended.status === 'rejected') rethrow(CommitUnknown)(ended.reason);
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
