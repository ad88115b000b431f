// How the log on SQLite behaves when its file is busy, full or locked: clear words, nothing lost.

import Database from 'better-sqlite3';
import { setTimeout } from 'node:timers/promises';
import { StoreUnavailable } from './errors.ts';
import type { TallyCommand } from './testing/tally.ts';
import { gist, openTestLog, soundContents, submit, type TestLog } from './testing/test-log.ts';

/** Rows of the museum of bugs that others shipped. */
const SHARED =
  'museum: concurrent transactions of one SQLite DataSource: ' +
  'both rejected, one row kept; or both accepted, one row lost';
const DEFERRED = 'museum: `BEGIN` (deferred) then write: busy at once in spite of the time-out';
const NORMAL =
  'museum: acknowledged commit lost on power failure: WAL defaults to synchronous=NORMAL';

describe('the log on SQLite', () => {
  let bank: TestLog;
  let other: Database.Database;
  beforeEach(async () => {
    bank = await openTestLog('sqlite');
    other = new Database(bank.url.slice('sqlite:'.length), { timeout: 0 });
    await bank.processor().execute(submit(open('a')));
  });
  afterEach(async () => {
    other.close();
    await bank.close();
  });

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (amount: bigint): TallyCommand => ({ do: 'add', tally: 'a', amount });

  test(SHARED, async () => {
    const { store } = bank.connections;
    const slow = store.transaction(async ({ head }) => {
      await setTimeout(20);
      return head.position;
    });
    await expect(store.transaction(() => Promise.resolve(0))).rejects.toThrow(StoreUnavailable);
    const meanwhile = bank.processor().execute(submit(add(1n)));
    expect(await slow).toBe(1);
    expect(gist(await meanwhile)).toBe('Added');
    expect((await soundContents(bank.connections)).facts).toHaveLength(2);
  });

  test(DEFERRED, async () => {
    other.exec('BEGIN IMMEDIATE');
    const waits = bank.processor().execute(submit(add(1n)));
    await setTimeout(60);
    other.exec('COMMIT');
    expect(gist(await waits)).toBe('Added');
  });

  test(NORMAL, async () => {
    const { writes } = bank.connections;
    expect(await writes.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await writes.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
  });

  test('a writer that holds the lock for long makes commands unavailable, costs none', async () => {
    other.exec('BEGIN IMMEDIATE');
    const hasty = bank.processor({ patience: 30 });
    await expect(hasty.execute(submit(add(1n)))).rejects.toThrow(/SQLITE_BUSY/);
    await expect(hasty.execute(submit(add(1n)))).rejects.toThrow(StoreUnavailable);
    expect((await bank.log.head()).position).toBe(1);
    other.exec('ROLLBACK');
    expect(gist(await hasty.execute(submit(add(1n))))).toBe('Added');
  });

  test('nothing is read before the lock is had', async () => {
    other.exec('BEGIN IMMEDIATE');
    const work = jest.fn(() => Promise.resolve());
    await expect(bank.connections.store.transaction(work)).rejects.toThrow(StoreUnavailable);
    expect(work).not.toHaveBeenCalled();
    other.exec('ROLLBACK');
  });

  test('a commit that is refused is not taken for done, and leaves no transaction', async () => {
    const { store, writes } = bank.connections;
    await writes.query('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    await writes.query(
      'CREATE TABLE child (id REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)',
    );
    const refused = store.transaction(async (transaction) => {
      await transaction.append({ events: [], snapshots: [], projected: [] });
      await writes.query('INSERT INTO child VALUES (1)');
    });
    const message: unknown = expect.stringMatching(/FOREIGN KEY/);
    await expect(refused).rejects.toMatchObject({ message });
    expect(await writes.query('SELECT * FROM child')).toEqual([]);
    expect(gist(await bank.processor({ patience: 0 }).execute(submit(add(1n))))).toBe('Added');
  });

  test('a reader that holds an old view delays no writer', async () => {
    other.exec('BEGIN');
    expect(other.prepare('SELECT position FROM log_head').pluck().get()).toBe(1);
    const processor = bank.processor({ patience: 0 });
    expect(gist(await processor.execute(submit(add(1n))))).toBe('Added');
    expect(other.prepare('SELECT position FROM log_head').pluck().get()).toBe(1);
    other.exec('COMMIT');
  });

  test('a full disk makes commands unavailable, and costs none', async () => {
    const { writes } = bank.connections;
    const note = 'x'.repeat(100_000);
    const [{ page_count: pages }] =
      await writes.query<[{ page_count: number }]>('PRAGMA page_count');
    await writes.query(`PRAGMA max_page_count = ${pages}`);
    const hasty = bank.processor({ patience: 0 });
    const large = submit({ do: 'open', tally: 'b', note });
    await expect(hasty.execute(large)).rejects.toThrow(StoreUnavailable);
    await expect(hasty.execute(large)).rejects.toThrow(/SQLITE_FULL/);
    await writes.query('PRAGMA max_page_count = 1000000');
    expect(gist(await hasty.execute(large))).toBe('Opened');
    expect((await soundContents(bank.connections)).facts).toHaveLength(2);
  });

  test('a foreign file is refused, and left as it was', async () => {
    const folder = bank.url.replace(/[^/]+$/, '');
    const file = `${folder}foreign.sqlite`;
    const foreign = new Database(file.slice('sqlite:'.length));
    foreign.exec('CREATE TABLE events (title TEXT)');
    foreign.close();
    await expect(openAt(file)).rejects.toThrow(/events/);
    const again = new Database(file.slice('sqlite:'.length));
    const tables = again.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck();
    expect(tables.all()).toEqual(['events']);
    again.close();
  });

  const openAt = async (url: string): Promise<void> => {
    const { connect } = await import('./connections.ts');
    await (await connect({ url, entities: [], migrations: [] })).close();
  };
});
