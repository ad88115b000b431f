// Bugs that other systems shipped, each named as it was there; here none of them may come back.

import { CommitUnknown } from './errors.ts';
import { rowOf, type StoredEvent } from './fact.ts';
import { LogTail } from './log-tail.ts';
import { rebuildProjection } from './rebuild.ts';
import type { Fault } from './testing/faulty-store.ts';
import { MOST, talliesProjection, tallyRulebook, type TallyCommand } from './testing/tally.ts';
import {
  engines,
  gist,
  openTestLog,
  rowsOf,
  soundContents,
  submit,
  type Processor,
  type TestLog,
} from './testing/test-log.ts';

const CONFLICT = 'idempotency conflict answered with 500; the same key twice in one bulk crashes';
const HANDLERS =
  'event handlers run out of order; a throwing handler loses its event; ' +
  'a saga that throws once is dead until restart';
const unique = { message: expect.stringMatching(/unique/i) };

describe.each(engines)('museum on %s', (engine) => {
  let bank: TestLog;
  beforeEach(async () => {
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });
  const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 3n };
  const second = async (): Promise<Processor> =>
    bank.processor({ store: (await bank.connect()).store });
  const openTwo = async (processor: Processor): Promise<void> => {
    await processor.executeEach([open('a'), open('b'), add('a', 10n)].map((one) => submit(one)));
  };

  test('lock on a row that does not exist yet: two first debits both pass', async () => {
    const processors = [bank.processor(), await second()];
    for (let round = 0; round < 5; round += 1) {
      const opened = await Promise.all(
        processors.map(async (one) => gist(await one.execute(submit(open(`t${round}`))))),
      );
      expect([...opened].sort()).toEqual(['Opened', 'Refused:already-open']);
    }
    await soundContents(bank.connections);
  });

  test(CONFLICT, async () => {
    const processor = bank.processor();
    await openTwo(processor);
    const twice = [submit(move, { key: 'k' }), submit(move, { key: 'k' })];
    expect(await processor.executeAtomically(twice)).toMatchObject({
      kind: 'applied',
      outcomes: [{ replayed: false }, { replayed: true }],
    });
    const conflict = [submit(take('b', 1n), { key: 'q' }), submit(take('b', 2n), { key: 'q' })];
    expect(await processor.executeAtomically(conflict)).toMatchObject({
      kind: 'undone',
      failed: 1,
      outcome: { kind: 'key-reused' },
    });
    const each = await processor.executeEach(conflict);
    expect(each).toMatchObject([
      { value: { kind: 'recorded' } },
      { value: { kind: 'key-reused' } },
    ]);
    expect((await soundContents(bank.connections)).values.get('b')).toBe(2n);
  });

  test('a side effect outside the transaction', async () => {
    const heard: StoredEvent[] = [];
    const processor = bank.processor({ patience: 0, onRecorded: (f) => void heard.push(...f) });
    await openTwo(processor);
    for (const fault of ['before-commit', 'commit-lost', 'dropped-in-append'] as const) {
      bank.store.plan(fault);
      await expect(processor.execute(submit(move))).rejects.toThrow('injected');
    }
    expect(heard).toEqual(await bank.log.after(0, 99));
    expect(heard).toHaveLength(3);
  });

  test('preview computed by other code than the run', async () => {
    const processor = bank.processor();
    await openTwo(processor);
    for (const command of [move, take('b', 4n), add('a', MOST), take('a', 7n), open('a')]) {
      const [preview, run] = [
        await processor.preview(submit(command)),
        await processor.execute(submit(command)),
      ];
      const seen = preview.kind === 'refused' ? `Refused:${preview.refusal}` : gist(run);
      expect(gist(run)).toBe(seen);
      if (preview.kind === 'would-record' && run.kind === 'recorded') {
        expect(preview.events.map(({ event }) => event.data)).toEqual(run.facts.map((f) => f.data));
      }
    }
  });

  test('append with "on conflict do nothing": 20 successes, 10 events', async () => {
    const processors = [bank.processor(), await second()];
    await processors[0]!.execute(submit(open('a')));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        processors[index % 2]!.execute(submit(add('a', 1n), { expectedVersion: 1 + (index >> 1) })),
      ),
    );
    const recorded = answers.filter(
      (one) => one.status === 'fulfilled' && one.value.kind === 'recorded',
    );
    const { facts, values } = await soundContents(bank.connections);
    expect(facts).toHaveLength(1 + recorded.length);
    expect(values.get('a')).toBe(BigInt(recorded.length));
    const fact = { ...facts[0]!, position: facts.length + 1, eventId: crypto.randomUUID() };
    const doubled = bank.connections.store.transaction((transaction) =>
      transaction.append({ events: [rowOf(fact)], snapshots: [], projected: [] }),
    );
    await expect(doubled).rejects.toMatchObject(unique);
  });

  test('in-memory saga between two accounts loses the money in a crash', async () => {
    const hasty = bank.processor({ patience: 0 });
    await openTwo(hasty);
    const crashes: readonly Fault[] = [
      'busy',
      'dropped-in-reads',
      'dropped-in-append',
      'before-commit',
      'commit-lost',
      'answer-lost',
    ];
    for (const crash of crashes) {
      bank.store.plan(crash);
      const key = `k ${crash}`;
      const answer = await hasty.execute(submit({ ...move, amount: 1n }, { key })).then(
        () => 'answered',
        (error: unknown) => (error instanceof CommitUnknown ? 'unknown' : 'refused'),
      );
      const { values } = await soundContents(bank.connections);
      expect([crash, values.get('a')! + values.get('b')!]).toEqual([crash, 10n]);
      const facts = await bank.log.byKey('test', key);
      if (answer === 'refused') expect(facts).toEqual([]);
      else expect([0, 2]).toContain(facts.length);
    }
  });

  test('a projection adds on redelivery and doubles the balance', async () => {
    const processor = bank.processor();
    await openTwo(processor);
    await processor.execute(submit(move));
    const before = await rowsOf(bank.connections);
    const { facts } = await soundContents(bank.connections);
    const row = (stream: string, value: bigint) =>
      talliesProjection.row({
        stream,
        version: facts.filter((fact) => fact.stream === stream).length,
        before: tallyRulebook.initial(stream),
        state: {
          open: true,
          value,
          facts: facts.filter((fact) => fact.stream === stream).length,
          cursed: false,
          note: null,
        },
        facts: [],
      });
    const rows = [row('a', 7n), row('b', 3n)].filter((one) => one !== undefined);
    // A later fact comes along, for a log takes no rows without one.
    await processor.execute(submit(open('c')));
    const next = { ...facts[0]!, position: 7, stream: 'd', eventId: crypto.randomUUID() };
    await bank.connections.store.transaction((transaction) =>
      transaction.append({
        events: [rowOf(next)],
        snapshots: [],
        projected: [{ ...talliesProjection, rows }],
      }),
    );
    const after = await rowsOf(bank.connections);
    expect(after.filter(({ id }) => id !== 'c')).toEqual(before);
  });

  test('64-bit integers rounded by the driver', async () => {
    const processor = bank.processor({ snapshotEvery: 1 });
    await openTwo(processor);
    await processor.execute(submit(take('b', MOST)));
    await processor.execute(submit(add('a', MOST - 11n)));
    const values = async (): Promise<string[]> =>
      (await rowsOf(bank.connections)).map(({ value }) => value);
    expect(await values()).toEqual(['9223372036854775806', '-9223372036854775807']);
    await (await second()).execute(submit(add('a', 1n)));
    expect(await values()).toEqual(['9223372036854775807', '-9223372036854775807']);
    await soundContents(bank.connections);
  });

  test(HANDLERS, async () => {
    let calls = 0;
    const tail = new LogTail(bank.log, { poll: 2 });
    const processor = bank.processor({
      batchLimit: 3,
      onRecorded: () => {
        calls += 1;
        if (calls % 2 === 0) throw new Error('the handler broke');
        tail.wake();
      },
    });
    const commands = Array.from({ length: 20 }, (_, index) => submit(open(`t${index}`)));
    await processor.executeEach(commands);
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const facts of tail.follow(0, stop.signal)) {
      seen.push(...facts.map(({ stream }) => stream));
      if (seen.length >= 20) stop.abort();
    }
    expect(calls).toBeGreaterThan(2);
    expect(seen).toEqual(commands.map((_, index) => `t${index}`));
  });

  test('wall clock or randomness in a fold: replay gives another state', async () => {
    let now = 0;
    const edge = { now: () => (now += 86_400_000), newId: () => crypto.randomUUID() };
    await openTwo(bank.processor({ edge }));
    await bank.processor({ edge, cacheLimit: 1 }).execute(submit(move));
    const rebuilt = () =>
      rebuildProjection(bank.connections, {
        rulebook: tallyRulebook,
        projection: talliesProjection,
      });
    expect(await rebuilt()).toEqual({ facts: 5, rows: 2, different: [] });
  });

  test('balance stale after a write', async () => {
    const processor = bank.processor();
    await openTwo(processor);
    for (let value = 11; value < 30; value += 1) {
      await processor.execute(submit(add('a', 1n)));
      expect((await rowsOf(bank.connections))[0]?.value).toBe(String(value));
    }
  });

  describe('history gone after reload', () => {
    test('the rows are what the log says, and a rebuild mends the ones that are not', async () => {
      const processor = bank.processor();
      await openTwo(processor);
      await processor.execute(submit({ do: 'open', tally: 'noted', note: 'kept' }));
      await processor.execute(submit(add('noted', MOST)));
      const before = await rowsOf(bank.connections);
      const { writes } = bank.connections;
      await writes.query(`UPDATE tallies SET value = value - 1 WHERE id = 'noted'`);
      await writes.query(`DELETE FROM tallies WHERE id = 'a'`);
      await writes.query(
        `INSERT INTO tallies (id, value, version, facts) VALUES ('ghost', 1, 1, 1)`,
      );
      const progress: number[][] = [];
      const report = await rebuildProjection(bank.connections, {
        rulebook: tallyRulebook,
        projection: talliesProjection,
        onProgress: (...done) => void progress.push(done),
      });
      expect([...report.different].sort()).toEqual(['a', 'ghost', 'noted']);
      expect(progress.at(-1)).toEqual([5, 5]);
      expect(await rowsOf(bank.connections)).toEqual(before);
      await processor.execute(submit(add('a', 1n)));
      await soundContents(bank.connections);
    });
  });
});
