// A store on PostgreSQL that has been the only writer takes the end of the log for granted, and one
// round trip; these step in between its deciding and its writing.

import { Client, type Pool, type PoolClient } from 'pg';
import type { LogStore, LogTransaction } from './log-store.ts';
import type { TallyCommand } from './testing/tally.ts';
import {
  gist,
  openTestLog,
  soundContents,
  submit,
  type Processor,
  type TestLog,
} from './testing/test-log.ts';

describe('the only writer on PostgreSQL', () => {
  let bank: TestLog;
  let processor: Processor;
  /** How each work of the store ran: on a head that was held, or on one taken for granted. */
  let ran: ('held' | 'granted')[];
  /** What happens once, when the next batch is decided and not yet written. */
  let meanwhile: () => Promise<unknown>;

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const change = (word: 'add' | 'take', amount: bigint): TallyCommand => ({
    do: word,
    tally: 'a',
    amount,
  });
  const other = async (): Promise<Processor> =>
    bank.processor({ store: (await bank.connect()).store });

  beforeEach(async () => {
    bank = await openTestLog('postgres');
    const { store: inner } = bank.connections;
    ran = [];
    meanwhile = () => Promise.resolve();
    const store: LogStore = {
      engine: 'postgres',
      transaction: (work, keys) =>
        inner.transaction(async (transaction: LogTransaction) => {
          ran.push(transaction.held ? 'held' : 'granted');
          const done = await work(transaction);
          const step = meanwhile;
          meanwhile = () => Promise.resolve();
          await step();
          return done;
        }, keys),
    };
    processor = bank.processor({ store });
    await processor.execute(submit(open('a')));
    for (let round = 0; round < 4; round += 1) await processor.execute(submit(change('add', 5n)));
    ran = [];
  });
  afterEach(() => bank.close());

  test('decides and writes without holding the head first', async () => {
    expect(gist(await processor.execute(submit(change('add', 1n))))).toBe('Added');
    expect(ran).toEqual(['granted']);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(21n);
  });

  test('decides anew what another has overtaken, on the state that the other left', async () => {
    const rival = await other();
    meanwhile = () => rival.execute(submit(change('take', 15n)));
    expect(gist(await processor.execute(submit(change('take', 10n))))).toBe('Refused:not-enough');
    expect(ran).toEqual(['granted', 'held']);
    const { facts, values } = await soundContents(bank.connections);
    expect(values.get('a')).toBe(5n);
    expect(facts.map(({ type }) => type).slice(-2)).toEqual(['Taken', 'Refused']);
  });

  test('answers a key that another has recorded meanwhile with what it stands for', async () => {
    const rival = await other();
    const once = submit(change('add', 7n), { key: 'k' });
    meanwhile = () => rival.execute(once);
    expect(await processor.execute(once)).toMatchObject({ kind: 'recorded', replayed: true });
    expect((await soundContents(bank.connections)).values.get('a')).toBe(27n);
  });

  test('answers a key that it recorded itself, and goes on as the only writer', async () => {
    const once = submit(change('add', 7n), { key: 'k' });
    await processor.execute(once);
    expect(await processor.execute(once)).toMatchObject({ kind: 'recorded', replayed: true });
    await processor.execute(submit(change('add', 1n)));
    expect(ran).toEqual(['granted', 'granted', 'held', 'granted']);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(28n);
  });

  test('holds the head while others write, until they have stopped for a while', async () => {
    const rival = await other();
    for (let round = 0; round < 3; round += 1) {
      await rival.execute(submit(change('add', 1n)));
      await processor.execute(submit(change('add', 1n)));
    }
    expect(ran).toEqual(['granted', 'held', 'held', 'held']);
    ran = [];
    for (let round = 0; round < 5; round += 1) await processor.execute(submit(change('add', 1n)));
    expect(ran).toEqual(['held', 'held', 'held', 'granted', 'granted']);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(31n);
  });

  test('lets a rule that breaks on an outdated state be judged on the present one', async () => {
    const rival = await other();
    meanwhile = async () => {
      await rival.execute(submit(change('add', 1n)));
      throw new Error('what only an outdated state leads to');
    };
    expect(gist(await processor.execute(submit(change('add', 1n))))).toBe('Added');
    expect(ran).toEqual(['granted', 'held']);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(22n);
  });

  test('does not do again what was written and never answered', async () => {
    const { master } = bank.connections.writes.driver as unknown as { readonly master: Pool };
    const connectAsEver = master.connect.bind(master) as () => Promise<PoolClient>;
    let lost = 0;
    const connect = async (): Promise<PoolClient> => {
      const client = await connectAsEver();
      const query = client.query.bind(client) as (sent: unknown) => Promise<unknown>;
      Object.assign(client, {
        query: async (sent: { readonly name?: string }) => {
          const answer = await query(sent);
          if (lost > 0 || sent.name?.startsWith('assume') !== true) return answer;
          lost += 1;
          throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        },
      });
      return client;
    };
    Object.assign(master, { connect });
    expect(gist(await processor.execute(submit(change('add', 1n))))).toBe('Added');
    expect([lost, ran]).toEqual([1, ['granted', 'held']]);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(21n);
  });

  test('does again what was never written because its connection broke', async () => {
    const admin = new Client({ connectionString: bank.url });
    await admin.connect();
    await admin.query('CREATE SEQUENCE fuse');
    await admin.query(`CREATE FUNCTION blow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('fuse') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NEW; END $$`);
    await admin.query(`CREATE CONSTRAINT TRIGGER blow AFTER INSERT ON events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION blow()`);
    await admin.end();
    expect(gist(await processor.execute(submit(change('add', 1n))))).toBe('Added');
    expect(ran).toEqual(['granted', 'held']);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(21n);
  });
});
