// States come from memory, from snapshots or from facts, and it never shows which.

import { fold } from '@passbook/event-sourcing';
import { seeded } from './testing/seeded.ts';
import { tallyRulebook, type TallyCommand } from './testing/tally.ts';
import { engines, gist, openTestLog, soundContents, submit } from './testing/test-log.ts';
import type { Processor, TestLog } from './testing/test-log.ts';

describe.each(engines)('snapshots and cached states on %s', (engine) => {
  let bank: TestLog;
  beforeEach(async () => {
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });
  const each = async (processor: Processor, ...commands: TallyCommand[]): Promise<string[]> => {
    const gists: string[] = [];
    for (const one of commands) gists.push(gist(await processor.execute(submit(one))));
    return gists;
  };
  interface Saved {
    readonly stream_id: string;
    readonly version: number;
    readonly revision: string;
    readonly state: string;
  }
  const saved = (): Promise<Saved[]> =>
    bank.connections.reads.query('SELECT * FROM snapshots ORDER BY stream_id');
  /** A snapshot that says what no fact says, to see who believes it. */
  const forge = async (stream: string, value: string): Promise<void> => {
    const state = tallyRulebook.freeze({ ...tallyRulebook.initial(stream), value: BigInt(value) });
    await bank.connections.writes.query(
      `UPDATE snapshots SET state = '${state.replace('false', 'true')}'`,
    );
  };

  test('a snapshot is written when a stream has grown by so many facts, not before', async () => {
    const processor = bank.processor({ snapshotEvery: 3 });
    await each(processor, open('a'), open('b'), add('a', 1n));
    expect(await saved()).toEqual([]);
    await each(processor, add('a', 1n));
    expect(await saved()).toMatchObject([{ stream_id: 'a', version: 3, revision: 'test' }]);
    await each(processor, add('a', 1n), add('a', 1n));
    expect(await saved()).toMatchObject([{ version: 3 }]);
    await each(processor, add('a', 1n));
    expect(await saved()).toMatchObject([{ version: 6 }]);
  });

  test('a snapshot is the fold of the facts up to its version', async () => {
    const processor = bank.processor({ snapshotEvery: 4 });
    await Promise.all(
      [open('a'), add('a', 9n), take('a', 2n), take('a', 99n), add('a', 1n)].map((one) =>
        processor.execute(submit(one)),
      ),
    );
    const [snapshot] = await saved();
    const { facts } = await soundContents(bank.connections);
    const state = fold(tallyRulebook, tallyRulebook.initial('a'), facts as never[]);
    expect(snapshot).toMatchObject({ version: 5, state: tallyRulebook.freeze(state) });
  });

  test('a new processor starts from the snapshot and the facts after it', async () => {
    await each(bank.processor({ snapshotEvery: 3 }), open('a'), add('a', 5n), add('a', 5n));
    await forge('a', '1000');
    await each(bank.processor({ snapshotEvery: 99 }), add('a', 1n));
    expect((await bank.log.at(4))?.data).toEqual({ amount: '1', after: '1001' });
  });

  test('a processor of another revision does not use it, and replaces it', async () => {
    await each(bank.processor({ snapshotEvery: 3 }), open('a'), add('a', 5n), add('a', 5n));
    await forge('a', '1000');
    const next = bank.processor({ snapshotEvery: 3, revision: 'next' });
    await each(next, add('a', 1n));
    expect((await bank.log.at(4))?.data).toEqual({ amount: '1', after: '11' });
    expect(await saved()).toMatchObject([{ version: 4, revision: 'next' }]);
    await soundContents(bank.connections);
  });

  test('without its snapshots a log loses nothing', async () => {
    await each(bank.processor({ snapshotEvery: 1 }), open('a'), add('a', 5n));
    await bank.connections.writes.query('DELETE FROM snapshots');
    expect(await each(bank.processor(), take('a', 5n))).toEqual(['Taken']);
    await soundContents(bank.connections);
  });

  test('a snapshot is undone with the batch that wrote it', async () => {
    const processor = bank.processor({ snapshotEvery: 1, patience: 0 });
    bank.store.plan('before-commit');
    await expect(processor.execute(submit(open('a')))).rejects.toThrow('injected');
    expect(await saved()).toEqual([]);
    await each(processor, open('a'));
    expect(await saved()).toMatchObject([{ version: 1 }]);
  });

  test('any snapshots and any memory give the same facts', async () => {
    const seed = 77;
    const pick = seeded(seed);
    const commands = Array.from({ length: 150 }, (): TallyCommand => {
      const [tally, amount] = [`t${pick(3)}`, BigInt(pick(5))];
      return [open(tally), add(tally, amount), take(tally, amount)][pick(3)]!;
    });
    const settings = [{ cacheLimit: 1, snapshotEvery: 2 }, { cacheLimit: 1 }, { snapshotEvery: 1 }];
    const told = [];
    for (const setting of [{}, ...settings]) {
      const log = await openTestLog(engine);
      const processor = log.processor({ batchLimit: 4, ...setting });
      await processor.executeEach(commands.map((one) => submit(one)));
      const { facts } = await soundContents(log.connections);
      told.push(facts.map(({ stream, type, data }) => ({ stream, type, data })));
      await log.close();
    }
    for (const other of told) expect([seed, other]).toEqual([seed, told[0]]);
  });

  test('a stream longer than one page of facts is folded whole', async () => {
    const filler = bank.processor({ snapshotEvery: 1_000_000, batchLimit: 10_000 });
    await filler.execute(submit(open('a')));
    await filler.executeEach(Array.from({ length: 9_999 }, () => submit(add('a', 1n))));
    await filler.executeEach(Array.from({ length: 50 }, () => submit(add('a', 1n))));
    await filler.execute(submit(open('b')));
    const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 10_049n };
    expect(await each(bank.processor(), move, take('a', 1n))).toEqual([
      'Taken+Added',
      'Refused:not-enough',
    ]);
  });

  describe('with one place in memory', () => {
    test('a move finds both its states, and each stream goes on where it was', async () => {
      const processor = bank.processor({ cacheLimit: 1 });
      const move: TallyCommand = { do: 'move', from: 'a', to: 'b', amount: 2n };
      await each(processor, open('a'), open('b'), add('a', 10n), move, move, take('b', 1n));
      await Promise.all([move, move, take('b', 7n)].map((one) => processor.execute(submit(one))));
      expect([...(await soundContents(bank.connections)).values.values()]).toEqual([2n, 0n]);
    });
  });
});
