// How SQLite finds a page: by an index, or by a walk in order that ends with the page.

import { DepositMoney, OpenAccount } from '@passbook/banking';
import type { ListEventsQuery } from '@passbook/contracts';
import { openTestBank, type TestBank } from './testing/test-bank.ts';

interface Asked {
  readonly sql: string;
  readonly parameters: unknown[];
}

const STREAM = /^SEARCH event USING INDEX events_stream_version \(stream_id=\?/;
const RANGE = /^SEARCH event USING INTEGER PRIMARY KEY \(rowid[<>]\?/;
const WALK = /^SCAN event$/;
const REFUSALS = /^(SCAN|SEARCH) event USING INDEX events_refused/;

describe('a page on sqlite', () => {
  let bank: TestBank;
  const asked: Asked[] = [];

  beforeAll(async () => {
    bank = await openTestBank('sqlite');
    await bank.execute(new OpenAccount({ account: 'A-1', owner: 'Ada', currency: 'EUR' }));
    for (let count = 0; count < 9; count += 1) {
      await bank.execute(new DepositMoney({ account: 'A-1', amount: '1', currency: 'EUR' }));
    }
    const logQuery = (sql: string, parameters: unknown[] = []): void => {
      if (sql.includes('LIMIT')) asked.push({ sql, parameters });
    };
    Object.assign(bank.connections.reads, {
      logger: { ...bank.connections.reads.logger, logQuery },
    });
  });
  afterAll(() => bank.close());

  async function plans(query: Partial<ListEventsQuery>): Promise<string[]> {
    const whole = { limit: 2, direction: 'desc', ...query } as const;
    asked.length = 0;
    const first = await bank.audit.list(whole);
    if (first.nextCursor !== null) await bank.audit.list({ ...whole, cursor: first.nextCursor });
    return explained();
  }

  async function explained(): Promise<string[]> {
    const found: string[] = [];
    for (const { sql, parameters } of [...asked]) {
      const explain = `EXPLAIN QUERY PLAN ${sql}`;
      const rows = await bank.connections.reads.query<{ detail: string }[]>(explain, parameters);
      found.push(rows.map(({ detail }) => detail).join('; '));
    }
    return found;
  }

  const kinds: readonly Partial<ListEventsQuery>[] = [
    {},
    { type: ['MoneyDeposited'] },
    { type: ['MoneyDeposited', 'MoneySent'] },
    { outcome: 'accepted' },
    { outcome: 'refused' },
    { actor: 'ada' },
    { correlation: 'c-1' },
    { minAmount: '1', maxAmount: '2' },
    { q: 'A-1' },
  ];
  const cases = kinds.flatMap((kind) =>
    (['asc', 'desc'] as const).map((direction) => ({ ...kind, direction })),
  );

  test.each(cases)('%j walks the log or the refusals, and goes on from a cursor', async (query) => {
    const [first, second = ''] = await plans(query);
    const refusals = query.outcome === 'refused';
    expect(first).toMatch(refusals ? REFUSALS : WALK);
    if (second !== '') expect(second).toMatch(refusals ? REFUSALS : RANGE);
  });

  test.each(cases)('%j of some time reads that time only', async (query) => {
    for (const plan of await plans({ ...query, from: '2020-01-01', to: '2999-01-01' })) {
      expect(plan).toMatch(query.outcome === 'refused' ? REFUSALS : RANGE);
    }
  });

  test.each(cases)('%j of one account reads that account only', async (query) => {
    for (const time of [{}, { from: '2020-01-01', to: '2999-01-01' }]) {
      for (const plan of await plans({ ...query, ...time, account: 'A-1' })) {
        expect(plan).toMatch(STREAM);
        expect(plan).not.toContain('TEMP B-TREE');
      }
    }
  });

  test('a page of the accounts by last movement walks their index from where it begins', async () => {
    for (const account of ['A-2', 'A-3']) {
      await bank.execute(new OpenAccount({ account, owner: 'Bob', currency: 'EUR' }));
    }
    const query = { limit: 1, sort: '-lastMovementAt' } as const;
    asked.length = 0;
    const { nextCursor } = await bank.accounts.list(query);
    await bank.accounts.list({ ...query, cursor: nextCursor ?? '' });
    const [first, second] = await explained();
    expect(first).toMatch(/SCAN account USING INDEX accounts_activity/);
    expect(second).toMatch(/SEARCH account USING INDEX accounts_activity \(activity<\?\)/);
    expect(`${first} ${second}`).not.toContain('TEMP B-TREE');
  });
});
