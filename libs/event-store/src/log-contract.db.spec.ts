// What any database must promise of the log, claim by claim, on each engine.

import { leafHash, rowOf, type StoredEvent } from './fact.ts';
import type { Append } from './log-store.ts';
import { AddRemark1766000000002 } from './testing/create-tallies.ts';
import { MOST } from './testing/tally.ts';
import {
  engines,
  openTestLog,
  rowsOf,
  soundContents,
  submit,
  tallySchema,
  type TestLog,
} from './testing/test-log.ts';

const later = { entities: [], migrations: [...tallySchema.migrations, AddRemark1766000000002] };

const unique = { message: expect.stringMatching(/unique/i) };

describe.each(engines)('the log on %s', (engine) => {
  let bank: TestLog;
  beforeEach(async () => {
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  const fact = (position: number, stream: string, version: number): StoredEvent => ({
    position,
    stream,
    version,
    eventId: `00000000-0000-7000-8000-${String(position * 100 + version).padStart(12, '0')}`,
    type: 'Opened',
    schemaVersion: 1,
    data: { after: '0' },
    actor: 'ada',
    correlationId: 'c-1',
    causationId: 'r-1',
    channel: 'test',
    client: 'test',
    recordedAt: '2026-01-01T00:00:00.000Z',
  });

  const append = (...facts: readonly StoredEvent[]): Promise<void> =>
    bank.connections.store.transaction((transaction) => {
      const rows: Append = {
        events: facts.map(rowOf),
        snapshots: [],
        projected: [],
      };
      return transaction.append(rows);
    });

  const write = async (...attempt: readonly string[]): Promise<void> => {
    for (const sql of attempt) await bank.connections.writes.query(sql);
  };

  const openSome = async (): Promise<void> => {
    const processor = bank.processor();
    const opened = ['a', 'b', 'c'].map((tally) => submit({ do: 'open', tally }));
    await processor.executeEach([...opened, submit({ do: 'add', tally: 'a', amount: 5n })]);
  };

  test('positions and versions are 1, 2, 3 ... and the head is the last fact', async () => {
    await openSome();
    const { facts } = await soundContents(bank.connections);
    expect(facts.map(({ position, stream, version }) => [position, stream, version])).toEqual([
      [1, 'a', 1],
      [2, 'b', 1],
      [3, 'c', 1],
      [4, 'a', 2],
    ]);
    expect(await bank.log.head()).toEqual({ position: 4, recordedAt: facts[3]?.recordedAt });
  });

  test('an empty log has a head at 0', async () => {
    expect(await bank.log.head()).toEqual({ position: 0, recordedAt: '' });
    await soundContents(bank.connections);
  });

  test('one append to two streams is there whole', async () => {
    await append(fact(1, 'a', 1), fact(2, 'b', 1));
    expect((await bank.log.after(0, 9)).map(({ stream }) => stream)).toEqual(['a', 'b']);
  });

  test('one append to two streams is absent whole where one of them is refused', async () => {
    await append(fact(1, 'b', 1));
    await expect(append(fact(2, 'a', 1), fact(3, 'b', 1))).rejects.toMatchObject(unique);
    expect((await bank.log.after(0, 9)).map(({ stream }) => stream)).toEqual(['b']);
    expect((await bank.log.head()).position).toBe(1);
  });

  test('a throw after the append undoes it', async () => {
    const failing = bank.connections.store.transaction(async (transaction) => {
      await transaction.append({
        events: [rowOf(fact(1, 'a', 1))],
        snapshots: [],
        projected: [],
      });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await bank.log.head()).position).toBe(0);
    expect(await bank.log.after(0, 9)).toEqual([]);
  });

  test('a place in the log and a place in a stream are taken once', async () => {
    await append(fact(1, 'a', 1));
    await expect(append({ ...fact(2, 'a', 1) })).rejects.toMatchObject(unique);
    await expect(append(fact(1, 'b', 1))).rejects.toMatchObject(unique);
    await expect(
      append({ ...fact(2, 'b', 1), eventId: fact(1, 'a', 1).eventId }),
    ).rejects.toMatchObject(unique);
    expect(await bank.log.after(0, 9)).toHaveLength(1);
  });

  describe.each(['as created', 'after a later migration'])('%s', (age) => {
    beforeEach(async () => {
      await openSome();
      if (age !== 'as created') await bank.connect(later);
    });

    const attempts = [
      `UPDATE events SET data = '{}' WHERE position = 1`,
      'UPDATE events SET type = type',
      'DELETE FROM events WHERE position = 2',
      'DELETE FROM events',
      ...(engine === 'postgres' ? ['TRUNCATE events', 'TRUNCATE events CASCADE'] : []),
    ];
    test.each(attempts)('the log refuses: %s', async (attempt) => {
      const before = await bank.log.after(0, 9);
      await expect(write(attempt)).rejects.toThrow(/append-only/);
      expect(await bank.log.after(0, 9)).toEqual(before);
    });

    const columns = `position, stream_id, version, event_id, type, schema_version, data, actor,
      correlation_id, causation_id, channel, client, recorded_at, leaf_hash`;
    const forged = `SELECT position, stream_id, version, event_id, type, schema_version,
      '{"after":"9"}', actor, correlation_id, causation_id, channel, client, recorded_at, leaf_hash
      FROM events WHERE position = 1`;
    test('the log refuses a fact in the place of another', async () => {
      const before = await bank.log.after(0, 9);
      const attempt =
        engine === 'sqlite'
          ? `INSERT OR REPLACE INTO events (${columns}) ${forged}`
          : `INSERT INTO events (${columns}) ${forged}
             ON CONFLICT (position) DO UPDATE SET data = excluded.data`;
      await expect(write(attempt)).rejects.toThrow(/append-only/);
      expect(await bank.log.after(0, 9)).toEqual(before);
    });

    test('the next command is recorded', async () => {
      await bank.processor().execute(submit({ do: 'add', tally: 'b', amount: 1n }));
      expect((await soundContents(bank.connections)).facts).toHaveLength(5);
    });
  });

  test('the leaf hash is stored and can be made again from the row', async () => {
    const processor = bank.processor();
    await processor.execute(submit({ do: 'open', tally: 'ž' }, { key: 'k-1', client: 'c-1' }));
    await processor.execute(submit({ do: 'open', tally: 'y' }, { key: 'k-2', client: 'c-2' }));
    const { facts } = await soundContents(bank.connections);
    const [first] = facts;
    expect(leafHash(first!, '{"after":"0"}')).not.toBe(leafHash(first!, '{"after":"1"}'));
    expect(leafHash({ ...first!, actor: 'eve' }, '{}')).not.toBe(leafHash(first!, '{}'));
  });

  test('data is stored as canonical JSON and read back as it was given', async () => {
    const note = 'Žluťoučký 馬 😀 \u0001 " \\ \u2028';
    await bank.processor().execute(submit({ do: 'open', tally: 'a', note }));
    expect((await bank.log.at(1))?.data).toEqual({ after: '0', note });
    const [row] = await bank.connections.reads.query<[{ data: string }]>('SELECT data FROM events');
    expect(row.data).toBe(`{"after":"0","note":${JSON.stringify(note)}}`);
  });

  test('64-bit cells are exact at both ends of the range', async () => {
    const processor = bank.processor();
    await processor.executeEach(['a', 'b'].map((tally) => submit({ do: 'open', tally })));
    await processor.execute(submit({ do: 'add', tally: 'a', amount: MOST - 1n }));
    await processor.execute(submit({ do: 'take', tally: 'b', amount: MOST }));
    expect((await rowsOf(bank.connections)).map(({ value }) => value)).toEqual([
      '9223372036854775806',
      '-9223372036854775807',
    ]);
    await processor.execute(submit({ do: 'add', tally: 'a', amount: 1n }));
    const beyond = await processor.execute(submit({ do: 'add', tally: 'a', amount: 1n }));
    expect(beyond).toMatchObject({ facts: [{ data: { reason: 'too-much' } }] });
    const { values } = await soundContents(bank.connections);
    expect([...values]).toEqual([
      ['a', MOST],
      ['b', -MOST],
    ]);
  });

  test('recorded times never go back, whatever the clock does', async () => {
    let now = Date.UTC(2026, 0, 1, 12);
    const processor = bank.processor({
      edge: { now: () => now, newId: () => crypto.randomUUID() },
    });
    const at = async (time: number, tally: string): Promise<string | undefined> => {
      now = time;
      await processor.execute(submit({ do: 'open', tally }));
      return (await bank.log.head()).recordedAt;
    };
    expect(await at(now, 'a')).toBe('2026-01-01T12:00:00.000Z');
    expect(await at(now - 3_600_000, 'b')).toBe('2026-01-01T12:00:00.000Z');
    expect(await at(now + 3_600_001, 'c')).toBe('2026-01-01T12:00:00.001Z');
    await soundContents(bank.connections);
  });

  test('recorded times do not go back in another process whose clock is behind', async () => {
    const clock = (now: number) => ({ now: () => now, newId: () => crypto.randomUUID() });
    const [ahead, behind] = [bank.processor({ edge: clock(2_000) }), await bank.connect()];
    await ahead.execute(submit({ do: 'open', tally: 'a' }));
    const late = bank.processor({ store: behind.store, edge: clock(1_000) });
    await late.execute(submit({ do: 'open', tally: 'b' }));
    const { facts } = await soundContents(bank.connections);
    expect(facts.map(({ recordedAt }) => Date.parse(recordedAt))).toEqual([2_000, 2_000]);
  });
});
