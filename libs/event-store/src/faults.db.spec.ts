// Whatever the database does to a batch, its commands happen once or not at all.

import { CommitUnknown, StoreUnavailable } from './errors.ts';
import type { StoredEvent } from './fact.ts';
import type { Fault } from './testing/faulty-store.ts';
import { seeded } from './testing/seeded.ts';
import type { TallyCommand } from './testing/tally.ts';
import { engines, gist, openTestLog, soundContents, submit } from './testing/test-log.ts';
import type { Processor, TestLog } from './testing/test-log.ts';

describe.each(engines)('a processor whose %s fails', (engine) => {
  let bank: TestLog;
  let processor: Processor;
  let heard: StoredEvent[];
  let troubles: unknown[];
  const listeners = {
    onRecorded: (facts: readonly StoredEvent[]): void => void heard.push(...facts),
    onTrouble: (error: unknown): void => void troubles.push(error),
  };
  beforeEach(async () => {
    [heard, troubles] = [[], []];
    bank = await openTestLog(engine);
    processor = bank.processor(listeners);
    await processor.executeEach([submit(open('a')), submit(open('b')), submit(add('a', 10n))]);
    heard = [];
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });
  const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 3n };
  const size = async (): Promise<number> => (await bank.log.head()).position;
  const values = async (): Promise<unknown> => [
    ...(await soundContents(bank.connections)).values.values(),
  ];

  const mendable: readonly Fault[] = [
    'busy',
    'dropped-in-reads',
    'dropped-in-append',
    'before-commit',
    'commit-lost',
    'answer-lost',
  ];

  describe.each(mendable)('with "%s"', (fault) => {
    test('a command without a key happens once', async () => {
      bank.store.plan(fault);
      const answer = await processor.execute(submit(move));
      expect(answer).toMatchObject({ kind: 'recorded', replayed: false });
      expect(await values()).toEqual([7n, 3n]);
      const facts = await bank.log.after(3, 9);
      expect('facts' in answer && answer.facts).toEqual(facts);
      expect(heard).toEqual(facts);
    });

    test('again and again, each command of a batch happens once, in order', async () => {
      bank.store.plan(fault, fault, fault);
      const commands = [move, take('b', 3n), take('b', 1n), add('b', 1n), open('b')];
      const answers = await processor.executeEach(commands.map((one) => submit(one)));
      const gists = answers.map((one) => one.status === 'fulfilled' && gist(one.value));
      expect(gists).toEqual([
        'Taken+Added',
        'Taken',
        'Refused:not-enough',
        'Added',
        'Refused:already-open',
      ]);
      expect(await values()).toEqual([7n, 1n]);
      expect(heard).toEqual(await bank.log.after(3, 99));
    });

    test('a bulk happens whole and once', async () => {
      bank.store.plan(fault, fault);
      const bulk = [move, take('b', 2n)].map((one) => submit(one));
      expect(await processor.executeAtomically(bulk)).toMatchObject({ kind: 'applied' });
      expect(await values()).toEqual([7n, 1n]);
    });

    test('a preview records nothing', async () => {
      bank.store.plan(fault);
      expect(await processor.preview(submit(move))).toMatchObject({ kind: 'would-record' });
      expect(await size()).toBe(3);
    });

    test('when patience ends nothing doubtful is promised, and the key tells', async () => {
      const hasty = bank.processor({ patience: 0 });
      bank.store.plan(fault);
      const unsure = fault === 'answer-lost' || fault === 'commit-lost';
      const failed = hasty.execute(submit(move, { key: 'k' }));
      await expect(failed).rejects.toThrow(unsure ? CommitUnknown : StoreUnavailable);
      if (!unsure) await expect(failed).rejects.not.toBeInstanceOf(CommitUnknown);
      expect(await size()).toBe(fault === 'answer-lost' ? 5 : 3);
      const again = await hasty.execute(submit(move, { key: 'k' }));
      expect(again).toMatchObject({ replayed: fault === 'answer-lost' });
      expect(await values()).toEqual([7n, 3n]);
    });

    test('states that were decided on and lost are not believed afterwards', async () => {
      const hasty = bank.processor({ patience: 0 });
      await hasty.preview(submit(move));
      bank.store.plan(fault);
      const lost = hasty.execute(submit(take('a', 10n), { key: 'k' }));
      await expect(lost).rejects.toThrow('injected');
      const happened = fault === 'answer-lost';
      const next = await hasty.execute(submit(take('a', 10n)));
      expect(gist(next)).toBe(happened ? 'Refused:not-enough' : 'Taken');
      expect(await values()).toEqual([0n, 0n]);
    });
  });

  test('an answer that was lost is found again although others wrote meanwhile', async () => {
    const other = bank.processor({ store: (await bank.connect()).store });
    bank.store.plan('answer-lost', 'busy');
    const first = processor.execute(submit(move));
    const second = other.execute(submit(take('b', 1n)));
    expect(gist(await first)).toBe('Taken+Added');
    await second;
    expect((await bank.log.after(3, 9)).filter(({ type }) => type === 'Added')).toHaveLength(1);
    await soundContents(bank.connections);
  });

  test('a commit in doubt is not tried again where the log gives a strange answer', async () => {
    bank.store.plan('answer-lost', 'strange');
    const both = await processor.executeEach([submit(move), submit(add('b', 1n))]);
    for (const one of both) expect(one).toMatchObject({ reason: expect.any(CommitUnknown) });
    expect(await values()).toEqual([7n, 4n]);
  });

  test('a database that is away longer than patience refuses, and loses nothing', async () => {
    const hasty = bank.processor({ patience: 40 });
    bank.store.otherwise = () => 'busy';
    const sent = Array.from({ length: 5 }, () => hasty.execute(submit(add('a', 1n))));
    const answers = await Promise.allSettled(sent);
    for (const one of answers) expect(one).toMatchObject({ reason: expect.any(StoreUnavailable) });
    const before = bank.store.attempts;
    await expect(hasty.execute(submit(add('a', 1n)))).rejects.toThrow(StoreUnavailable);
    // Known to be away, it is asked once and not waited for.
    expect(bank.store.attempts - before).toBe(1);
    bank.store.otherwise = () => undefined;
    expect(gist(await hasty.execute(submit(add('a', 1n))))).toBe('Added');
    bank.store.plan('busy', 'busy');
    expect(gist(await hasty.execute(submit(add('a', 1n))))).toBe('Added');
    expect(await values()).toEqual([12n, 0n]);
  });

  test('an error that nobody foresaw lets no command through', async () => {
    bank.store.otherwise = () => 'strange';
    for (const one of await processor.executeEach([submit(move), submit(add('b', 1n))])) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'injected: strange' } });
    }
    bank.store.otherwise = () => undefined;
    expect(await values()).toEqual([10n, 0n]);
    expect(gist(await processor.execute(submit(move)))).toBe('Taken+Added');
  });

  describe('one poisonous command', () => {
    const poisons: [string, TallyCommand, string | RegExp][] = [
      ['whose rule throws', { do: 'break', tally: 'a' }, 'the rule broke at a'],
      ['whose projection throws', { do: 'curse', tally: 'c' }, 'the projection broke at c'],
      [
        'that writes where it never said',
        { do: 'stray', tally: 'x', into: 'c' },
        /^the rules used c/,
      ],
    ];
    test.each(poisons)('%s fails alone', async (_, poison, reason) => {
      await processor.execute(submit(open('c')));
      const good = Array.from({ length: 20 }, (_, index) => add(index % 2 === 0 ? 'a' : 'b', 1n));
      const sent = [...good.slice(0, 13), poison, ...good.slice(13)];
      const answers = await processor.executeEach(sent.map((one) => submit(one)));
      const rejected = answers.filter(({ status }) => status === 'rejected');
      const message = expect.stringMatching(reason);
      expect(rejected).toMatchObject([{ reason: { message } }]);
      expect(answers[13]).toBe(rejected[0]);
      expect(await values()).toEqual([20n, 10n, 0n]);
      expect(troubles).not.toHaveLength(0);
    });

    test('takes its own bulk with it and no other', async () => {
      const bulk = (...commands: TallyCommand[]) =>
        processor.executeAtomically(commands.map((one) => submit(one)));
      const [one, two, three] = await Promise.allSettled([
        bulk(add('a', 1n), add('b', 1n)),
        bulk(add('a', 1n), { do: 'break', tally: 'b' }),
        bulk(add('a', 1n), add('b', 1n)),
      ]);
      expect([one.status, two.status, three.status]).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(await values()).toEqual([12n, 2n]);
    });

    test('several of them fail, each alone', async () => {
      const commands = Array.from({ length: 16 }, (_, index): TallyCommand =>
        index % 5 === 0 ? { do: 'break', tally: 'a' } : add('a', 1n),
      );
      const answers = await processor.executeEach(commands.map((one) => submit(one)));
      expect(answers.map(({ status }) => status === 'rejected')).toEqual(
        commands.map((one) => one.do === 'break'),
      );
      expect(await values()).toEqual([22n, 0n]);
    });
  });

  describe.each(['onRecorded', 'onBatch', 'onTrouble'] as const)('%s that throws', (name) => {
    test('hurts nobody and doubles nothing', async () => {
      const warnings: unknown[] = [];
      const warn = jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
        warnings.push(warning);
      });
      const listener = (): never => {
        throw new Error(`${name} broke`);
      };
      const told = name === 'onTrouble' ? warnings : troubles;
      const touchy = bank.processor({ ...listeners, [name]: listener });
      bank.store.plan('busy');
      const answers = await touchy.executeEach([submit(move), submit(move), submit(take('b', 1n))]);
      const later = await touchy.execute(submit(add('b', 1n)));
      warn.mockRestore();
      expect(answers.map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'));
      expect(gist(later)).toBe('Added');
      expect(await values()).toEqual([4n, 6n]);
      expect(told).toContainEqual(expect.objectContaining({ message: `${name} broke` }));
    });
  });

  test.each([1, 2, 3])(
    'any faults in any order double and lose nothing (seed %i)',
    async (seed) => {
      const pick = seeded(seed);
      bank.store.otherwise = () => [...mendable, undefined, undefined, undefined][pick(9)];
      const sent: Promise<string>[] = [];
      for (let round = 0; round < 15; round += 1) {
        const commands = Array.from({ length: pick(6) + 1 }, (): TallyCommand => {
          if (pick(12) === 0) return { do: 'break', tally: 'a' };
          return pick(6) === 0 ? take('b', 1_000n) : { ...move, amount: BigInt(pick(2) + 1) };
        });
        for (const one of commands) {
          sent.push(processor.execute(submit(one)).then(gist, (error: unknown) => String(error)));
        }
        if (pick(2) === 0) await Promise.all(sent);
      }
      const answers = await Promise.all(sent);
      bank.store.otherwise = () => undefined;
      const { facts, values: now } = await soundContents(bank.connections);
      const moved = answers.filter((answer) => answer === 'Taken+Added').length;
      const refused = answers.filter((answer) => answer === 'Refused:not-enough').length;
      const broken = answers.filter((answer) => answer === 'Error: the rule broke at a').length;
      const message = `seed ${seed}`;
      expect([message, facts.length]).toEqual([message, 3 + 2 * moved + refused]);
      expect([message, moved + refused + broken]).toEqual([message, answers.length]);
      expect([message, now.get('a')! + now.get('b')!]).toEqual([message, 10n]);
      expect([message, heard]).toEqual([message, facts.slice(3)]);
    },
  );
});
