// Several processors on one database are as right as one: the head makes them take turns.

import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from './fact.ts';
import type { TallyCommand } from './testing/tally.ts';
import { engines, gist, openTestLog, soundContents, submit } from './testing/test-log.ts';
import type { Processor, TestLog } from './testing/test-log.ts';

describe.each(engines)('several processors on one database of %s', (engine) => {
  let bank: TestLog;
  let heard: StoredEvent[][];
  const servers = (count: number): Promise<Processor[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        heard[index] = [];
        const { store } = await bank.connect();
        const onRecorded = (facts: readonly StoredEvent[]): void => {
          heard[index]?.push(...facts);
        };
        return bank.processor({ store, onRecorded, batchLimit: 8, patience: 60_000 });
      }),
    );
  beforeEach(async () => {
    heard = [];
    bank = await openTestLog(engine);
  });
  afterEach(() => bank.close());

  const open = (tally: string): TallyCommand => ({ do: 'open', tally });
  const add = (tally: string, amount: bigint): TallyCommand => ({ do: 'add', tally, amount });
  const take = (tally: string, amount: bigint): TallyCommand => ({ do: 'take', tally, amount });

  test('a cached state is taken further by what the other writes', async () => {
    const [one, other] = await servers(2);
    const run = async (processor: Processor, command: TallyCommand): Promise<string> =>
      gist(await processor.execute(submit(command)));
    expect(await run(one!, open('a'))).toBe('Opened');
    expect(await run(other!, add('a', 5n))).toBe('Added');
    expect(await run(one!, take('a', 5n))).toBe('Taken');
    expect(await run(other!, take('a', 1n))).toBe('Refused:not-enough');
    expect(await run(one!, open('b'))).toBe('Opened');
    expect(await run(other!, open('b'))).toBe('Refused:already-open');
    const { facts } = await soundContents(bank.connections);
    expect(facts.map(({ version }) => version)).toEqual([1, 2, 3, 4, 1, 2]);
  });

  test('a state that was found absent is not remembered as absent', async () => {
    const [one, other] = await servers(2);
    expect(gist(await one!.execute(submit(add('a', 1n))))).toBe('no-such-tally');
    await other!.execute(submit(open('a')));
    expect(gist(await one!.execute(submit(add('a', 1n))))).toBe('Added');
  });

  test('all states are dropped when the other wrote too much to catch up with', async () => {
    const [one, other] = await servers(2);
    await one!.executeEach([submit(open('a')), submit(add('a', 5n))]);
    await bank
      .processor({ batchLimit: 10_000, queueLimit: 20_000 })
      .executeEach([
        submit(take('a', 5n)),
        ...Array.from({ length: 9_000 }, () => submit(open('b'))),
        ...Array.from({ length: 1_100 }, () => submit(open('c'))),
      ]);
    expect(gist(await one!.execute(submit(take('a', 1n))))).toBe('Refused:not-enough');
    expect(gist(await other!.execute(submit(take('a', 1n))))).toBe('Refused:not-enough');
  });

  test('hammering the same streams at once, they leave a dense and exact log', async () => {
    const processors = await servers(3);
    const names = ['a', 'b', 'c'];
    await processors[0]!.executeEach(
      names.flatMap((tally) => [submit(open(tally)), submit(add(tally, 100n))]),
    );
    const rounds = processors.map(async (processor, server) => {
      for (let round = 0; round < 12; round += 1) {
        const from = names[(server + round) % 3]!;
        const to = names[(server + round + 1) % 3]!;
        const moves = Array.from({ length: 10 }, (_, index) =>
          submit({ do: 'move', from, to, amount: 3n }, { key: `${server} ${round} ${index}` }),
        );
        for (const one of await processor.executeEach(moves)) {
          expect(one).toMatchObject({ status: 'fulfilled', value: { replayed: false } });
        }
        // A turn in which the others may take the head, as between the requests of a client.
        await setTimeout(1);
      }
    });
    await Promise.all(rounds);
    const { facts, values } = await soundContents(bank.connections);
    expect([...values.values()].reduce((sum, value) => sum + value)).toBe(300n);
    expect(new Set(facts.map(({ commandKey }) => commandKey)).size).toBe(361);
    expect(heard.flat().sort((a, b) => a.position - b.position)).toEqual(facts);
  }, 60_000);

  test('of many draws on all of them exactly as many succeed as there is to draw', async () => {
    const processors = await servers(3);
    await processors[0]!.executeEach([submit(open('a')), submit(add('a', 20n))]);
    const draws = await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        gist(await processors[index % 3]!.execute(submit(take('a', 1n)))),
      ),
    );
    expect(draws.filter((draw) => draw === 'Taken')).toHaveLength(20);
    expect((await soundContents(bank.connections)).values.get('a')).toBe(0n);
  });

  test('a key that all of them are sent at once acts once', async () => {
    const processors = await servers(3);
    await processors[0]!.execute(submit(open('a')));
    const sent = submit(add('a', 7n), { key: 'k' });
    const answers = await Promise.all(processors.map((processor) => processor.execute(sent)));
    const [first] = answers.filter((one) => 'replayed' in one && !one.replayed);
    for (const one of answers) {
      expect(one).toEqual({ ...first, replayed: 'replayed' in one && one.replayed });
    }
    expect((await soundContents(bank.connections)).values.get('a')).toBe(7n);
  });

  test('two that share one connection take turns as well', async () => {
    const [one, other] = [bank.processor(), bank.processor()];
    await Promise.all([one.execute(submit(open('a'))), other.execute(submit(open('b')))]);
    const work = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : other).execute(submit(add(index % 3 === 0 ? 'a' : 'b', 1n))),
    );
    expect((await Promise.all(work)).map(gist)).toEqual(Array(20).fill('Added'));
    await soundContents(bank.connections);
  });
});
