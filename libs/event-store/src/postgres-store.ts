// The log on PostgreSQL: few round trips, all rows of a batch in one statement.

import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { CommitUnknown, StoreUnavailable } from './errors.ts';
import type { Head, KeyReference, LogStore, LogTransaction } from './log-store.ts';
import { rethrow } from './postgres-errors.ts';
import { factsByKey, PostgresTransaction } from './postgres-transaction.ts';

/**
 * One row, `log_head`, is the writer's lock for every server on this database. It is taken by a
 * statement of its own: what is read after it is read with a fresh view of what others committed.
 * A store that has had no rival lately goes without it, and lets the write itself find that out.
 */
export class PostgresStore implements LogStore {
  readonly engine = 'postgres';
  readonly #pool: Pool;
  readonly #patience: number;
  /** The end of the log as this store left it, unless what became of its last batch is unknown. */
  #left: Head | undefined;
  /** How many times in a row nobody had written when this store came back. */
  #undisturbed = 0;

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
      const done = (await this.#assuming(client, work, keys)) ?? {
        result: await this.#holding(client, work, keys),
      };
      broken = false;
      return done.result;
    } catch (error) {
      this.#left = undefined;
      broken = error instanceof StoreUnavailable || !(await rolledBack(client));
      throw error;
    } finally {
      clearTimeout(overdue);
      client.release(broken);
    }
  }

  /**
   * One round trip for the only writer: the work is done on the end of the log as it was left, and
   * PostgreSQL writes it only if that is still the end and none of the keys is known.
   * @returns undefined where that did not hold, or nothing is to be written: nothing happened then
   */
  async #assuming<T>(
    client: PoolClient,
    work: (transaction: LogTransaction) => Promise<T>,
    keys: readonly KeyReference[],
  ): Promise<{ readonly result: T } | undefined> {
    const head = this.#left;
    if (!head || this.#undisturbed < SOLITARY) return undefined;
    const transaction = new PostgresTransaction(client, {
      head,
      held: false,
      known: { keys, facts: [] },
    });
    const [done] = await Promise.allSettled([work(transaction)]);
    // Whatever it was, it shows again where the head is held, or was due to an outdated state.
    if (done.status === 'rejected') return undefined;
    const written = await transaction.writeAssuming({ head, keys }).catch(rethrow(CommitUnknown));
    if (!written) return undefined;
    this.#left = written;
    return { result: done.value };
  }

  async #holding<T>(
    client: PoolClient,
    work: (transaction: LogTransaction) => Promise<T>,
    keys: readonly KeyReference[],
  ): Promise<T> {
    const transaction = await begin(client, keys);
    const result = await work(transaction).catch(rethrow(StoreUnavailable));
    const left = await transaction.end();
    const { position } = transaction.head;
    this.#undisturbed = this.#left?.position === position ? this.#undisturbed + 1 : 0;
    this.#left = left;
    return result;
  }
}

/** How often a store must have been left alone before it takes itself to be the only writer. */
const SOLITARY = 3;

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
  return new PostgresTransaction(client, { head, held: true, known: { keys, facts } });
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
