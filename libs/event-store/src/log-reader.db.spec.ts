// Reading the log: by place, by key, by time, and following it as it grows.

import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from './fact.ts';
import { LogTail, type TailOptions } from './log-tail.ts';
import { seeded } from './testing/seeded.ts';
import type { TallyCommand } from './testing/tally.ts';
import { engines, openTestLog, soundContents, submit, type TestLog } from './testing/test-log.ts';

describe.each(engines)('reading the log on %s', (engine) => {
  let bank: TestLog;
  let now: number;
  const edge = { now: () => now, newId: () => crypto.randomUUID() };
  const iso = (time: number): string => new Date(time).toISOString();
  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const positions = (facts: readonly StoredEvent[]): number[] => facts.map((one) => one.position);
  const upTo = (size: number): number[] => Array.from({ length: size }, (_, index) => index + 1);
  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1);
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  test('the facts after a place come in order, at most as many as asked', async () => {
    const processor = bank.processor();
    await processor.executeEach([...'abcde'].map((tally) => submit(open(tally))));
    expect(positions(await bank.log.after(2, 2))).toEqual([3, 4]);
    expect(positions(await bank.log.after(5, 2))).toEqual([]);
    expect((await bank.log.at(3))?.stream).toBe('c');
    expect(await bank.log.at(6)).toBeUndefined();
  });

  test('a key finds its own facts, not those of a client or key that look alike', async () => {
    const processor = bank.processor();
    await processor.execute(submit(open('a'), { key: 'k', client: 'ada' }));
    await processor.execute(submit(open('b'), { key: 'k', client: 'bob' }));
    expect(positions(await bank.log.byKey('bob', 'k'))).toEqual([2]);
    expect(await bank.log.byKey('bob', `k' OR '1'='1`)).toEqual([]);
    expect(await bank.log.byKey('bob', 'K')).toEqual([]);
  });

  test('the last fact at a moment is found by bisection, as counting would find it', async () => {
    const seed = 4_711;
    const pick = seeded(seed);
    const start = now;
    const processor = bank.processor({ edge });
    for (let round = 0; round < 40; round += 1) {
      now += pick(4);
      await processor.executeEach(upTo(pick(3)).map((n) => submit(open(`${round}-${n}`))));
    }
    const { facts } = await soundContents(bank.connections);
    for (let time = start - 2; time <= now + 2; time += 1) {
      const counted = facts.filter(({ recordedAt }) => recordedAt <= iso(time)).length;
      expect([seed, time, await bank.log.lastAt(iso(time))]).toEqual([seed, time, counted]);
    }
  });

  test('of an empty log the last fact at any moment is none', async () => {
    expect(await bank.log.lastAt(iso(now))).toBe(0);
  });

  describe('a follower', () => {
    const follow = async ({
      after,
      until,
      pause = 0,
      ...options
    }: TailOptions & FollowOptions): Promise<number[]> => {
      const stop = new AbortController();
      const tail = new LogTail(bank.log, { poll: 2, page: 7, ...options });
      const seen: number[] = [];
      for await (const facts of tail.follow(after, stop.signal)) {
        seen.push(...positions(facts));
        if (pause > 0) await setTimeout(pause);
        if (seen.length + after >= until) stop.abort();
      }
      return seen;
    };
    interface FollowOptions {
      readonly after: number;
      readonly until: number;
      /** How long it takes to digest a page, in milliseconds. */
      readonly pause?: number;
    }

    test('sees each fact once and in order from any place, while two writers write', async () => {
      const other = bank.processor({ store: (await bank.connect()).store, batchLimit: 5 });
      const one = bank.processor({ batchLimit: 3 });
      await one.executeEach(upTo(20).map((n) => submit(open(`before-${n}`))));
      const followers = [
        ...[0, 1, 13, 20, 57].map((after) => follow({ after, until: 220 })),
        follow({ after: 0, until: 220, page: 1 }),
        follow({ after: 5, until: 220, pause: 5 }),
      ];
      const writing = [one, other].map(async (processor, writer) => {
        for (let round = 0; round < 10; round += 1) {
          const some = upTo(10).map((n) => submit(open(`${writer}-${round}-${n}`)));
          await processor.executeEach(some);
          await setTimeout(1);
        }
      });
      await Promise.all(writing);
      const starts = [0, 1, 13, 20, 57, 0, 5];
      for (const [index, seen] of (await Promise.all(followers)).entries()) {
        expect(seen).toEqual(upTo(220).slice(starts[index]));
      }
    });

    test('that is woken looks at once, long before its next poll', async () => {
      const tail = new LogTail(bank.log, { poll: 60_000 });
      const processor = bank.processor({ onRecorded: () => tail.wake() });
      const stop = new AbortController();
      const seen: number[] = [];
      for await (const facts of tail.follow(0, stop.signal)) {
        seen.push(...positions(facts));
        if (seen.length >= 5) stop.abort();
        if (seen.length >= 5 || (facts.length === 0 && seen.length > 0)) continue;
        // The fact is recorded now, or while the follower goes to sleep, or while it sleeps.
        const next = submit(open(`t${seen.length}`));
        void setTimeout(seen.length * 3).then(() => processor.execute(next));
      }
      expect(seen).toEqual(upTo(5));
    });

    test('that is woken while it digests a page does not sleep over it', async () => {
      const tail = new LogTail(bank.log, { poll: 60_000 });
      const processor = bank.processor({ onRecorded: () => tail.wake() });
      const stop = new AbortController();
      const seen: number[] = [];
      for await (const facts of tail.follow(0, stop.signal)) {
        seen.push(...positions(facts));
        if (seen.length < 3) await processor.execute(submit(open(`t${seen.length}`)));
        else stop.abort();
      }
      expect(seen).toEqual(upTo(3));
    });

    test('that nobody wakes finds what another server wrote at its next poll', async () => {
      const writing = setTimeout(20).then(() => bank.processor().execute(submit(open('a'))));
      expect(await follow({ after: 0, until: 1, poll: 5 })).toEqual([1]);
      await writing;
    });

    test.each(['while it sleeps', 'while it digests a page', 'before it starts'])(
      'ends when it is aborted %s',
      async (moment) => {
        await bank.processor().execute(submit(open('a')));
        const stop = new AbortController();
        if (moment === 'before it starts') stop.abort();
        if (moment === 'while it sleeps') void setTimeout(30).then(() => stop.abort());
        const tail = new LogTail(bank.log, { poll: 60_000 });
        const seen: number[] = [];
        for await (const facts of tail.follow(0, stop.signal)) {
          seen.push(...positions(facts));
          if (moment === 'while it digests a page') stop.abort();
        }
        expect(seen).toEqual(moment === 'before it starts' ? [] : [1]);
      },
      5_000,
    );
  });
});
