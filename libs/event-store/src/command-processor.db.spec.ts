// What the processor promises to those who send commands: answers in order, bounds, a clean stop.

import { setTimeout } from 'node:timers/promises';
import { Overloaded, Stopping } from './errors.ts';
import type { StoredEvent } from './fact.ts';
import type { BatchReport } from './group-commit.ts';
import { seeded } from './testing/seeded.ts';
import type { TallyCommand } from './testing/tally.ts';
import { engines, gist, openTestLog, soundContents, submit } from './testing/test-log.ts';
import type { Processor, TestLog } from './testing/test-log.ts';

describe.each(engines)('the command processor on %s', (engine) => {
  let bank: TestLog;
  beforeEach(async () => {
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });
  const gists = (processor: Processor, ...commands: TallyCommand[]): Promise<string[]> =>
    Promise.all(commands.map(async (one) => gist(await processor.execute(submit(one)))));
  const size = async (): Promise<number> => (await bank.log.head()).position;

  describe('group commit', () => {
    test('many commands at once share few transactions, and each has its answer', async () => {
      const processor = bank.processor();
      await processor.execute(submit(open('a')));
      const before = bank.store.attempts;
      const answers = await Promise.all(
        Array.from({ length: 500 }, () => processor.execute(submit(add('a', 1n)))),
      );
      expect(bank.store.attempts - before).toBeLessThanOrEqual(3);
      const positions = answers.map((answer) => 'facts' in answer && answer.facts[0]?.position);
      expect(positions).toEqual(Array.from({ length: 500 }, (_, index) => index + 2));
      expect((await soundContents(bank.connections)).values.get('a')).toBe(500n);
    });

    test('commands on one stream in one batch see each other, in order', async () => {
      const processor = bank.processor();
      expect(
        await gists(processor, open('a'), add('a', 5n), take('a', 6n), add('a', 1n), take('a', 6n)),
      ).toEqual(['Opened', 'Added', 'Refused:not-enough', 'Added', 'Taken']);
      expect(bank.store.committed).toEqual([5]);
      expect((await soundContents(bank.connections)).values.get('a')).toBe(0n);
    });

    test('a command on two streams is decided on both as the batch left them', async () => {
      const processor = bank.processor();
      const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 5n };
      expect(
        await gists(processor, open('a'), open('b'), add('a', 9n), move, move, take('b', 5n)),
      ).toEqual(['Opened', 'Opened', 'Added', 'Taken+Added', 'Refused:not-enough', 'Taken']);
      expect([...(await soundContents(bank.connections)).values.values()]).toEqual([4n, 0n]);
    });

    test('exactly as many of many parallel draws succeed as the tally has', async () => {
      const processor = bank.processor({ batchLimit: 7 });
      await gists(processor, open('a'), add('a', 10n));
      const draws = await gists(processor, ...Array<TallyCommand>(50).fill(take('a', 1n)));
      expect(draws.filter((draw) => draw === 'Taken')).toHaveLength(10);
      expect(draws.filter((draw) => draw === 'Refused:not-enough')).toHaveLength(40);
    });

    test('a batch is never larger than its limit, unless one bulk is', async () => {
      const reports: BatchReport[] = [];
      const onBatch = (report: BatchReport): void => void reports.push(report);
      const processor = bank.processor({ batchLimit: 4, onBatch });
      await gists(processor, ...[...'abcdefghij'].map(open));
      expect(reports.map(({ commands }) => commands)).toEqual([4, 4, 2]);
      await processor.executeAtomically([...'klmnop'].map((tally) => submit(open(tally))));
      expect(reports.at(-1)).toMatchObject({ commands: 6, facts: 6 });
    });

    test('listeners hear of every fact once and in order, after its commit', async () => {
      const heard: StoredEvent[] = [];
      const processor = bank.processor({
        batchLimit: 3,
        onRecorded: (facts) => void heard.push(...facts),
      });
      await gists(processor, ...[...'abcdefgh'].map(open));
      expect(heard).toEqual(await bank.log.after(0, 99));
    });
  });

  describe('executeEach', () => {
    test('answers each command in its place, those that fail too', async () => {
      const answers = await bank
        .processor()
        .executeEach(
          [open('a'), { do: 'break', tally: 'a' }, add('x', 1n)].map((c) =>
            submit(c as TallyCommand),
          ),
        );
      expect(answers).toMatchObject([
        { status: 'fulfilled', value: { kind: 'recorded' } },
        { status: 'rejected', reason: { message: 'the rule broke at a' } },
        { status: 'fulfilled', value: { kind: 'refused', refusal: 'no-such-tally' } },
      ]);
    });

    test('takes nothing where there is not room for all', async () => {
      const processor = bank.processor({ queueLimit: 2 });
      const commands = [...'abc'].map((tally) => submit(open(tally)));
      await expect(processor.executeEach(commands)).rejects.toThrow(Overloaded);
      expect(processor.waiting).toBe(0);
      expect(await processor.executeEach(commands.slice(1))).toHaveLength(2);
      expect(await size()).toBe(2);
    });
  });

  describe('bounds', () => {
    test('a full queue refuses one more, and loses nothing that it took', async () => {
      const processor = bank.processor({ queueLimit: 20, batchLimit: 5 });
      const answers = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) => processor.execute(submit(open(`t${index}`)))),
      );
      const [taken, refused] = [answers.slice(0, 20), answers.slice(20)];
      expect(taken.every(({ status }) => status === 'fulfilled')).toBe(true);
      for (const one of refused) expect(one).toMatchObject({ reason: expect.any(Overloaded) });
      const { facts } = await soundContents(bank.connections);
      expect(facts.map(({ stream }) => stream)).toEqual(taken.map((_, index) => `t${index}`));
      expect(await gists(processor, open('later'))).toEqual(['Opened']);
    });

    test('a bulk counts with all its commands', async () => {
      const processor = bank.processor({ queueLimit: 3 });
      const bulk = [...'abc'].map((tally) => submit(open(tally)));
      const first = processor.executeAtomically(bulk);
      await expect(processor.execute(submit(open('d')))).rejects.toThrow(Overloaded);
      expect(await first).toMatchObject({ kind: 'applied' });
      expect(await size()).toBe(3);
    });
  });

  describe('stopping', () => {
    test('finishes what was accepted and refuses the rest', async () => {
      const processor = bank.processor({ batchLimit: 2 });
      const accepted = [...'abcdefg'].map((tally) => processor.execute(submit(open(tally))));
      const stopped = processor.stop();
      await expect(processor.execute(submit(open('late')))).rejects.toThrow(Stopping);
      await expect(processor.executeEach([submit(open('late'))])).rejects.toThrow(Stopping);
      await expect(processor.executeAtomically([submit(open('late'))])).rejects.toThrow(Stopping);
      await expect(processor.preview(submit(open('late')))).rejects.toThrow(Stopping);
      await stopped;
      expect((await Promise.all(accepted)).map(gist)).toEqual(Array(7).fill('Opened'));
      expect(await size()).toBe(7);
    });

    test('an idle processor stops at once, and stops twice', async () => {
      const processor = bank.processor();
      await processor.stop();
      await processor.stop();
      await expect(processor.execute(submit(open('a')))).rejects.toThrow(Stopping);
    });

    test('waits for commands that wait for the database', async () => {
      const processor = bank.processor();
      bank.store.plan('busy', 'busy', 'busy');
      const answer = processor.execute(submit(open('a')));
      await setTimeout(1);
      await processor.stop();
      expect(await size()).toBe(1);
      expect(gist(await answer)).toBe('Opened');
    });
  });

  test('any sequence in any grouping gives the same facts', async () => {
    const seed = 20_261;
    const pick = seeded(seed);
    const commands = Array.from({ length: 200 }, (): TallyCommand => {
      const [from, to] = [`t${pick(4)}`, `t${pick(4)}`];
      const amount = BigInt(pick(9) + 1);
      const kinds = [open(from), add(from, amount), take(from, amount)];
      return kinds[pick(4)] ?? { do: 'move', from, to: from === to ? 't9' : to, amount };
    });
    const other = await openTestLog(engine);
    const [one, many] = [bank.processor(), other.processor({ batchLimit: 17, snapshotEvery: 3 })];
    const alone: string[] = [];
    for (const command of commands) alone.push(...(await gists(one, command)));
    const together = await gists(many, ...commands);
    const told = async (log: TestLog): Promise<unknown> =>
      (await soundContents(log.connections)).facts.map(({ stream, type, data }) => [
        stream,
        type,
        data,
      ]);
    const [first, second] = [await told(bank), await told(other)];
    await other.close();
    expect([seed, together]).toEqual([seed, alone]);
    expect([seed, second]).toEqual([seed, first]);
  });
});
