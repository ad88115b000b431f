// How the log on PostgreSQL behaves when connections wait, break and overlap, stepped by hand.

import { setTimeout } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { connect } from './connections.ts';
import { StoreUnavailable } from './errors.ts';
import type { StoredEvent } from './fact.ts';
import type { LogStore, LogTransaction } from './log-store.ts';
import { LogTail } from './log-tail.ts';
import { PostgresStore } from './postgres-store.ts';
import type { TallyCommand } from './testing/tally.ts';
import {
  gist,
  openTestLog,
  soundContents,
  submit,
  tallySchema,
  type TestLog,
} from './testing/test-log.ts';

/** A row of the museum of bugs that others shipped. */
const LATE = 'museum: readers that poll "position > last" on a database sequence skip late commits';

describe('the log on PostgreSQL', () => {
  let bank: TestLog;
  let other: Client;
  beforeEach(async () => {
    bank = await openTestLog('postgres');
    other = new Client({ connectionString: bank.url });
    await other.connect();
    await bank.processor().execute(submit(open('a')));
  });
  afterEach(async () => {
    await other.end();
    await bank.close();
  });

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (amount: bigint): TallyCommand => ({ do: 'add', tally: 'a', amount });
  const waiting = async (): Promise<number> => {
    const { rows } = await other.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.waiting ?? 0;
  };
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await setTimeout(5);
  };
  const endOthers = (side = 'writes'): Promise<unknown> =>
    other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND application_name = 'passbook ${side}'`,
    );
  /** A store that stops in the middle of each transaction, before or after its rows are sent. */
  const stepped = (step: (transaction: LogTransaction) => Promise<void>): LogStore => ({
    engine: 'postgres',
    transaction: (work) =>
      bank.connections.store.transaction(async (transaction) => {
        const done = await work(transaction);
        await step(transaction);
        return done;
      }),
  });

  test(LATE, async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stop = new AbortController();
    const seen: StoredEvent[] = [];
    const reading = (async () => {
      for await (const facts of new LogTail(bank.log, { poll: 3 }).follow(0, stop.signal)) {
        seen.push(...facts);
      }
    })();
    // The first writer has its place and does not commit; the second wants the next one.
    const late = bank.processor({ store: stepped(() => held) }).execute(submit(open('late')));
    await until(
      async () =>
        (
          await other.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
       AND state = 'idle in transaction'`,
          )
        ).rowCount === 1,
    );
    const second = bank.processor({ store: (await bank.connect()).store });
    const early = second.execute(submit(open('early')));
    await until(async () => (await waiting()) === 1);
    await setTimeout(20);
    expect(seen.map(({ stream }) => stream)).toEqual(['a']);
    release();
    expect([gist(await late), gist(await early)]).toEqual(['Opened', 'Opened']);
    await until(() => Promise.resolve(seen.length === 3));
    stop.abort();
    await reading;
    expect(seen.map(({ position, stream }) => [position, stream])).toEqual([
      [1, 'a'],
      [2, 'late'],
      [3, 'early'],
    ]);
    await soundContents(bank.connections);
  });

  test('a commit that is refused is not taken for done, and leaves no transaction', async () => {
    await other.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused at commit'; END $$`);
    await other.query(`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const processor = bank.processor();
    await expect(processor.execute(submit(add(1n)))).rejects.toThrow('refused at commit');
    await other.query('DROP TRIGGER late ON events');
    expect(gist(await processor.execute(submit(add(1n))))).toBe('Added');
    expect((await soundContents(bank.connections)).facts).toHaveLength(2);
  });

  test('an unrelated transaction held open delays nothing and hides nothing', async () => {
    await other.query('CREATE TABLE unrelated (id int)');
    await other.query('BEGIN');
    await other.query('INSERT INTO unrelated SELECT txid_current()::bigint % 1000');
    const processor = bank.processor({ patience: 0 });
    for (let round = 1; round <= 3; round += 1) {
      expect(gist(await processor.execute(submit(add(1n))))).toBe('Added');
      expect((await bank.log.after(0, 99)).at(-1)?.position).toBe(round + 1);
    }
    await other.query('ROLLBACK');
  });

  test('two writers look up what they need, and never read along the log for it', async () => {
    const sides = [
      await connect({ url: bank.url, ...tallySchema }),
      await connect({ url: bank.url, ...tallySchema }),
    ];
    // Their statements are planned on an empty log, and keep those plans.
    const writers = sides.map(({ store }) =>
      bank.processor({ store, cacheLimit: 2, snapshotEvery: 5 }),
    );
    for (let round = 0; round < 100; round += 1) {
      for (const [side, writer] of writers.entries()) {
        const batch = [0, 1, 2].map((number) => {
          const tally = `t${(3 * round + number) % 10}`;
          const key = `${side}-${round}-${number}`;
          return submit(round < 4 ? open(tally) : { do: 'add', tally, amount: 1n }, { key });
        });
        await writer.executeEach(batch);
      }
    }
    for (const writer of writers) await writer.stop();
    for (const side of sides) await side.close();
    const { facts } = await soundContents(bank.connections);
    expect(facts).toHaveLength(601);
    const read = async (): Promise<number> => {
      const { rows } = await other.query<{ read: number }>(
        `SELECT sum(idx_tup_read)::int AS read FROM pg_stat_user_indexes WHERE relname = 'events'`,
      );
      return rows[0]?.read ?? 0;
    };
    // A session tells what it has read when it ends.
    await until(async () => (await read()) > 600);
    // Along the log it would be all of it, for each of the two hundred batches.
    expect(await read()).toBeLessThan(601 * 15);
  });

  test('a connection that drops in the middle of the work costs nothing', async () => {
    let drops = 2;
    const store = stepped(async () => {
      drops -= 1;
      if (drops < 0) return;
      await endOthers();
      // The bad news arrives while no statement is under way.
      await setTimeout(20);
    });
    const answer = await bank.processor({ store }).execute(submit(add(1n)));
    expect(gist(answer)).toBe('Added');
    expect((await soundContents(bank.connections)).facts).toHaveLength(2);
  });

  test('a PostgreSQL that hangs is given up, and the next connection does the work', async () => {
    const { master } = bank.connections.writes.driver as unknown as { readonly master: Pool };
    const store = new PostgresStore(master, 300);
    const { rows } = await other.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'passbook writes'`,
    );
    const pids = rows.map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      expect(gist(await bank.processor({ store }).execute(submit(add(1n))))).toBe('Added');
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    expect((await soundContents(bank.connections)).facts).toHaveLength(2);
  });

  test('a connection that drops while it waits for the head costs nothing', async () => {
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM log_head FOR UPDATE');
    const watcher = new Client({ connectionString: bank.url });
    await watcher.connect();
    const answer = bank.processor().execute(submit(add(1n)));
    await until(async () => (await waiting()) === 1);
    await endOthers();
    await other.query('COMMIT');
    expect(gist(await answer)).toBe('Added');
    await watcher.end();
    await soundContents(bank.connections);
  });

  test('idle connections that drop are replaced', async () => {
    const processor = bank.processor();
    await processor.execute(submit(add(1n)));
    await endOthers();
    await setTimeout(20);
    expect(gist(await processor.execute(submit(add(1n))))).toBe('Added');
  });

  test('connections that drop under load lose and double nothing', async () => {
    const processor = bank.processor({ batchLimit: 5 });
    const sent = Array.from({ length: 200 }, () => processor.execute(submit(add(1n))));
    for (let round = 0; round < 5; round += 1) {
      await endOthers();
      await setTimeout(10);
    }
    expect((await Promise.all(sent)).map(gist)).toEqual(Array(200).fill('Added'));
    expect((await soundContents(bank.connections)).values.get('a')).toBe(200n);
  });

  test('reads whose connections drop fail alone, and the next ones are answered', async () => {
    for (let round = 0; round < 5; round += 1) {
      const reading = Array.from({ length: 40 }, () => bank.log.after(0, 9));
      await endOthers('reads');
      for (const one of await Promise.allSettled(reading)) {
        if (one.status === 'fulfilled') expect(one.value).toHaveLength(1);
      }
      await setTimeout(10);
    }
    expect(await bank.log.after(0, 9)).toHaveLength(1);
  });

  test('a database that refuses connections is unavailable until it takes them again', async () => {
    const name = new URL(bank.url).pathname.slice(1);
    const admin = new Client({ connectionString: bank.url.replace(/[^/]+$/, 'postgres') });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await endOthers();
    const hasty = bank.processor({ patience: 20 });
    await expect(hasty.execute(submit(add(1n)))).rejects.toThrow(StoreUnavailable);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await admin.end();
    expect(gist(await hasty.execute(submit(add(1n))))).toBe('Added');
    await soundContents(bank.connections);
  });
});
