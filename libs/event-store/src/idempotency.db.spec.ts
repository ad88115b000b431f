// A key has one outcome for ever; a preview has none; a bulk happens whole or not at all.

import { canonicalJson } from './canonical-json.ts';
import type { TallyCommand } from './testing/tally.ts';
import { engines, gist, openTestLog, soundContents, submit } from './testing/test-log.ts';
import type { Processor, TestLog } from './testing/test-log.ts';

describe.each(engines)('keys, versions, previews and bulks on %s', (engine) => {
  let bank: TestLog;
  let processor: Processor;
  beforeEach(async () => {
    bank = await openTestLog(engine);
    processor = bank.processor();
    await processor.executeEach([submit(open('a')), submit(open('b')), submit(add('a', 10n))]);
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });
  const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 3n };
  const size = async (): Promise<number> => (await bank.log.head()).position;

  describe('a key', () => {
    test('is answered again with its first facts, to the byte', async () => {
      const first = await processor.execute(submit(move, { key: 'k' }));
      const again = await processor.execute(submit(move, { key: 'k', actor: 'eve' }));
      expect(first).toMatchObject({ kind: 'recorded', replayed: false });
      expect(again).toEqual({ ...first, replayed: true });
      expect(canonicalJson(again)).toBe(canonicalJson({ ...first, replayed: true }));
      expect('facts' in again && again.facts).toEqual(await bank.log.byKey('test', 'k'));
      expect(await size()).toBe(5);
    });

    test('is answered again after a restart, without any cache', async () => {
      const first = await processor.execute(submit(move, { key: 'k' }));
      await processor.stop();
      const { store } = await bank.connect();
      const again = await bank.processor({ store }).execute(submit(move, { key: 'k' }));
      expect(again).toEqual({ ...first, replayed: true });
    });

    test('sent twice at once acts once, and both have the same facts', async () => {
      const [one, two] = await Promise.all([
        processor.execute(submit(move, { key: 'k' })),
        processor.execute(submit(move, { key: 'k' })),
      ]);
      expect(two).toEqual({ ...one, replayed: true });
      expect(await size()).toBe(5);
    });

    test('repeated many times in one batch has its facts once in each answer', async () => {
      const first = await processor.execute(submit(move, { key: 'k' }));
      const again = await Promise.all(
        Array.from({ length: 5 }, () => processor.execute(submit(move, { key: 'k' }))),
      );
      expect(again).toEqual(Array(5).fill({ ...first, replayed: true }));
    });

    test('for another request is reused, and nothing happens', async () => {
      const first = await processor.execute(submit(take('a', 1n), { key: 'k' }));
      const facts = 'facts' in first ? first.facts : [];
      const other = await processor.execute(submit(take('a', 2n), { key: 'k' }));
      expect(other).toEqual({ kind: 'key-reused', facts });
      const both = await Promise.all([
        processor.execute(submit(take('a', 1n), { key: 'k-2' })),
        processor.execute(submit(take('a', 2n), { key: 'k-2' })),
      ]);
      expect(both.map(gist)).toEqual(['Taken', 'key-reused']);
      expect(await size()).toBe(5);
    });

    test('that was refused stays refused when the tally fills; a new key works', async () => {
      const refused = await processor.execute(submit(take('b', 5n), { key: 'k' }));
      expect(gist(refused)).toBe('Refused:not-enough');
      await processor.execute(submit(add('b', 50n)));
      const again = await processor.execute(submit(take('b', 5n), { key: 'k' }));
      expect(again).toEqual({ ...refused, replayed: true });
      expect(gist(await processor.execute(submit(take('b', 5n), { key: 'k-2' })))).toBe('Taken');
    });

    test('comes before the rules: what was accepted is replayed though refused now', async () => {
      const first = await processor.execute(submit(take('a', 10n), { key: 'k' }));
      const again = await processor.execute(submit(take('a', 10n), { key: 'k' }));
      expect(again).toEqual({ ...first, replayed: true });
      expect(gist(await processor.execute(submit(take('a', 10n))))).toBe('Refused:not-enough');
    });

    test('comes before the version: a retry with the version of then is replayed', async () => {
      const sent = submit(take('a', 1n), { key: 'k', expectedVersion: 2 });
      const first = await processor.execute(sent);
      expect(await processor.execute(sent)).toEqual({ ...first, replayed: true });
    });

    test('whose refusal was not recorded is decided anew', async () => {
      const sent = submit(add('x', 1n), { key: 'k' });
      expect(gist(await processor.execute(sent))).toBe('no-such-tally');
      await processor.execute(submit(open('x')));
      expect(gist(await processor.execute(sent))).toBe('Added');
      expect(gist(await processor.execute(sent))).toBe('Added');
      expect(await bank.log.byKey('test', 'k')).toHaveLength(1);
    });

    test('that met another version is decided anew', async () => {
      const sent = (expectedVersion: number) =>
        submit(take('a', 1n), { key: 'k', expectedVersion });
      expect(gist(await processor.execute(sent(9)))).toBe('version-mismatch');
      expect(gist(await processor.execute(sent(2)))).toBe('Taken');
    });

    test('of one client has nothing to do with the same key of another', async () => {
      const [ada, bob] = [
        { key: 'k', client: 'ada' },
        { key: 'k', client: 'bob' },
      ];
      // Neither may the line between the two names be moved: the last is not bob's.
      const sent = [
        submit(take('a', 1n), ada),
        submit(take('a', 2n), bob),
        submit(add('a', 1n), { key: 'bk', client: 'bo' }),
      ];
      const together = await Promise.all(sent.map((one) => processor.execute(one)));
      expect(together).toMatchObject(Array(3).fill({ kind: 'recorded', replayed: false }));
      const again = await processor.execute(sent[1]!);
      expect(again).toEqual({ ...together[1], replayed: true });
      expect(await bank.log.byKey('bob', 'k')).toHaveLength(1);
    });

    test('is not needed: without one the same command happens twice', async () => {
      await processor.executeEach([submit(move), submit(move)]);
      expect((await soundContents(bank.connections)).values.get('b')).toBe(6n);
    });
  });

  describe('a version', () => {
    test('lets a command through only while its main stream is there', async () => {
      const at = (expectedVersion: number) => submit(take('a', 1n), { expectedVersion });
      expect(await processor.execute(at(1))).toEqual({
        kind: 'version-mismatch',
        stream: 'a',
        expected: 1,
        actual: 2,
      });
      expect(gist(await processor.execute(at(2)))).toBe('Taken');
      expect(await size()).toBe(4);
    });

    test('of a stream that is not there yet is 0', async () => {
      const opened = submit(open('new'), { expectedVersion: 0 });
      const answers = await Promise.all([processor.execute(opened), processor.execute(opened)]);
      expect(answers.map(gist)).toEqual(['Opened', 'version-mismatch']);
    });

    test('of a stream that is not there is no answer to what needs it to be there', async () => {
      for (const expectedVersion of [0, 3, 'any'] as const) {
        const sent = submit(add('new', 1n), { expectedVersion });
        expect(gist(await processor.execute(sent))).toBe('no-such-tally');
        expect(await processor.preview(sent)).toEqual({
          kind: 'refused',
          refusal: 'no-such-tally',
        });
        const outcome = { kind: 'refused', refusal: 'no-such-tally' };
        const undone = { kind: 'undone', failed: 0, outcome };
        expect(await processor.executeAtomically([sent])).toEqual(undone);
      }
    });

    test('may be any, as long as the stream is there', async () => {
      const any = (command: TallyCommand) => submit(command, { expectedVersion: 'any' });
      expect(gist(await processor.execute(any(take('a', 1n))))).toBe('Taken');
      expect(gist(await processor.execute(any(open('a'))))).toMatch(/^Refused:/);
      expect(await processor.execute(any(open('new')))).toEqual({
        kind: 'version-mismatch',
        stream: 'new',
        expected: 'any',
        actual: 0,
      });
    });

    test('is that of the batch: of many at once with the same version one wins', async () => {
      const sent = submit(add('a', 1n), { expectedVersion: 2 });
      const answers = await Promise.all(Array.from({ length: 20 }, () => processor.execute(sent)));
      expect(answers.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
      expect((await soundContents(bank.connections)).values.get('a')).toBe(11n);
    });
  });

  describe('a preview', () => {
    test.each<[string, TallyCommand]>([
      ['a move that is accepted', move],
      ['a draw that is refused', take('a', 99n)],
      ['a step of what is not there', add('x', 1n)],
      ['a second opening', open('a')],
    ])('says what the run then does: %s', async (_, command) => {
      const preview = await processor.preview(submit(command));
      const run = await processor.execute(submit(command));
      if (run.kind === 'recorded' && preview.kind === 'would-record') {
        expect(preview.events).toEqual(
          run.facts.map(({ stream, type, data }) => ({ stream, event: { type, data } })),
        );
      } else {
        const refusal = run.kind === 'recorded' ? gist(run).split(':')[1] : gist(run);
        expect(preview).toEqual({ kind: 'refused', refusal });
      }
    });

    test('sees the commands before it, and those after it do not see it', async () => {
      const [, preview, run] = await Promise.all([
        processor.execute(submit(add('b', 5n))),
        processor.preview(submit(take('b', 5n))),
        processor.execute(submit(take('b', 5n))),
      ]);
      expect(preview).toMatchObject({ kind: 'would-record' });
      expect(gist(run)).toBe('Taken');
    });

    test('leaves nothing: no fact, no row, no key, no version', async () => {
      const before = await soundContents(bank.connections);
      await processor.preview(submit(move, { key: 'k' }));
      expect(await soundContents(bank.connections)).toEqual(before);
      expect(await processor.execute(submit(move, { key: 'k', expectedVersion: 2 }))).toMatchObject(
        {
          replayed: false,
        },
      );
    });

    test('of several sees each the ones before it, and leaves nothing to the batch', async () => {
      const commands = [open('x'), add('x', 2n), take('x', 3n), take('x', 2n), take('x', 1n)];
      const [previews, run] = await Promise.all([
        processor.previewEach(commands.map((command) => submit(command, { key: 'k' }))),
        processor.execute(submit(open('x'), { key: 'k' })),
      ]);
      const refused = { kind: 'refused', refusal: 'not-enough' };
      const [done, no] = [expect.objectContaining({ kind: 'would-record' }) as unknown, refused];
      expect(previews).toEqual([done, done, no, done, no]);
      expect(run).toMatchObject({ kind: 'recorded', replayed: false });
      expect((await soundContents(bank.connections)).values.get('x')).toBe(0n);
    });

    test('minds the version', async () => {
      expect(await processor.preview(submit(move, { expectedVersion: 7 }))).toMatchObject({
        kind: 'version-mismatch',
        actual: 2,
      });
    });
  });

  describe('a bulk', () => {
    const bulk = (...commands: readonly TallyCommand[]) =>
      processor.executeAtomically(
        commands.map((command, index) => submit(command, { key: `b${index}` })),
      );

    test('happens whole, each command on what the former left', async () => {
      const outcome = await bulk(open('x'), add('x', 2n), take('x', 2n), move);
      expect(outcome).toMatchObject({ kind: 'applied' });
      expect(bank.store.committed.at(-1)).toBe(5);
      await soundContents(bank.connections);
    });

    test('happens not at all where one is refused, and records not even the refusal', async () => {
      const before = await soundContents(bank.connections);
      expect(await bulk(add('a', 1n), move, take('b', 99n), add('a', 1n))).toEqual({
        kind: 'undone',
        failed: 2,
        outcome: { kind: 'refused', refusal: 'not-enough' },
      });
      expect(await soundContents(bank.connections)).toEqual(before);
      expect(await bulk(add('a', 1n))).toMatchObject({ kind: 'applied' });
    });

    test('that was undone leaves no trace in the commands of the same batch', async () => {
      const [before, undone, after] = await Promise.all([
        processor.execute(submit(take('a', 4n))),
        bulk(take('a', 6n), take('a', 1n)),
        processor.execute(submit(take('a', 6n))),
      ]);
      expect([gist(before), undone.kind, gist(after)]).toEqual(['Taken', 'undone', 'Taken']);
      expect((await soundContents(bank.connections)).values.get('a')).toBe(0n);
    });

    test('counts what was done before as done', async () => {
      await bulk(add('a', 1n));
      const again = await bulk(add('a', 1n), add('b', 1n));
      expect(again).toMatchObject({
        kind: 'applied',
        outcomes: [{ replayed: true }, { replayed: false }],
      });
      expect((await soundContents(bank.connections)).values).toEqual(
        new Map([
          ['a', 11n],
          ['b', 1n],
        ]),
      );
    });

    test('is undone by a refusal that was recorded before', async () => {
      await processor.execute(submit(take('b', 9n), { key: 'b1' }));
      await processor.execute(submit(add('b', 20n)));
      const before = await size();
      expect(await bulk(add('a', 1n), take('b', 9n))).toMatchObject({
        kind: 'undone',
        failed: 1,
        outcome: { kind: 'recorded', replayed: true, facts: [{ type: 'Refused' }] },
      });
      expect(await size()).toBe(before);
    });

    test('is undone by a key that stands for another request', async () => {
      await processor.execute(submit(add('b', 1n), { key: 'b1' }));
      expect(await bulk(add('a', 1n), add('b', 2n))).toMatchObject({
        kind: 'undone',
        failed: 1,
        outcome: { kind: 'key-reused' },
      });
      expect((await soundContents(bank.connections)).values.get('a')).toBe(10n);
    });
  });
});
