// What clients read: balances, history, audit log and the past, the same on both engines.

import {
  CloseAccount,
  DepositMoney,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  TransferMoney,
  WithdrawMoney,
} from '@passbook/banking';
import { bankingRulebook } from '@passbook/banking';
import type { ListAccountsQuery, ListEventsQuery } from '@passbook/contracts';
import { rebuildProjection } from '@passbook/event-store';
import { accountsProjection } from './accounts.projection.ts';
import { CursorMismatch, MalformedCursor } from './cursor.ts';
import { engines, openTestBank, type TestBank } from './testing/test-bank.ts';
import { verify } from './verify.ts';

const list: ListAccountsQuery = { limit: 50, sort: '-lastMovementAt' };
const events: ListEventsQuery = { limit: 50, direction: 'desc' };

const open = (account: string, owner: string, currency = 'EUR') =>
  new OpenAccount({ account, owner, currency });
const deposit = (account: string, amount: string, currency = 'EUR') =>
  new DepositMoney({ account, amount, currency, valueDate: '2026-01-02', reference: 'Salary May' });

/** Nine facts over three accounts; positions in the comments. */
async function furnish(bank: TestBank): Promise<void> {
  await bank.execute(open('A-1', 'Zoë')); // 1
  await bank.execute(open('A-2', 'adam')); // 2
  await bank.execute(open('K-1', 'Kuwait Oil', 'KWD')); // 3
  await bank.execute(deposit('A-1', '100.00')); // 4
  await bank.execute(deposit('K-1', '1.250', 'KWD')); // 5
  const transfer = { transfer: 't-1', from: 'A-1', to: 'A-2', amount: '30', currency: 'EUR' };
  await bank.execute(new TransferMoney(transfer)); // 6, 7
  await bank.execute(new WithdrawMoney({ account: 'A-2', amount: '99', currency: 'EUR' })); // 8
  await bank.execute(
    new PlaceHold({ account: 'A-1', hold: 'h-1', amount: '5', currency: 'EUR', expiresIn: 60 }),
  ); // 9
}

describe.each(engines)('the read models on %s', (engine) => {
  let bank: TestBank;

  beforeAll(async () => {
    bank = await openTestBank(engine);
    await furnish(bank);
  });
  afterAll(() => bank.close());

  test('an account shows its balance, version and open holds', async () => {
    const account = await bank.accounts.get('A-1');
    expect(account).toMatchObject({
      owner: 'Zoë',
      status: 'open',
      version: 4,
      position: 9,
      balance: { posted: '70.00', held: '5.00', available: '65.00' },
      holds: [{ id: 'h-1', amount: '5.00' }],
    });
    expect(await bank.accounts.get('nobody')).toBeUndefined();
  });

  test('the list comes in the order of movements, owners, balances and names', async () => {
    const ids = async (sort: ListAccountsQuery['sort']) =>
      (await bank.accounts.list({ ...list, sort })).data.map(({ id }) => id);
    expect(await ids('-lastMovementAt')).toEqual(['A-2', 'A-1', 'K-1']);
    expect(await ids('owner')).toEqual(['A-2', 'K-1', 'A-1']);
    expect(await ids('-posted')).toEqual(['A-1', 'A-2', 'K-1']);
    expect(await ids('id')).toEqual(['A-1', 'A-2', 'K-1']);
  });

  test.each(['-lastMovementAt', 'owner', '-posted', 'id'] as const)(
    'pages in the order of %s show each account once',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await bank.accounts.list({ ...list, sort, limit: 1, cursor });
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([...seen].sort()).toEqual(['A-1', 'A-2', 'K-1']);
    },
  );

  test('a cursor works for its own question only', async () => {
    const { nextCursor } = await bank.accounts.list({ ...list, limit: 1 });
    const cursor = nextCursor ?? '';
    await expect(bank.accounts.list({ ...list, status: 'open', cursor })).rejects.toThrow(
      CursorMismatch,
    );
    await expect(bank.accounts.list({ ...list, cursor: 'rubbish' })).rejects.toThrow(
      MalformedCursor,
    );
  });

  test('search finds owners and names, and takes % and _ for what they are', async () => {
    const found = async (q: string) => (await bank.accounts.list({ ...list, q })).data.length;
    expect([await found('ZO'), await found('a-'), await found('%'), await found('_')]).toEqual([
      1, 2, 0, 0,
    ]);
  });

  test('the history has a running balance on every row', async () => {
    const page = await bank.audit.history('A-1', { limit: 50, direction: 'asc' });
    expect(page.data.map(({ type, balance }) => [type, balance?.posted, balance?.held])).toEqual([
      ['AccountOpened', '0.00', '0.00'],
      ['MoneyDeposited', '100.00', '0.00'],
      ['MoneySent', '70.00', '0.00'],
      ['HoldPlaced', '70.00', '5.00'],
    ]);
  });

  test('history and audit log page through every fact once, both ways', async () => {
    for (const account of [undefined, 'A-1']) {
      for (const direction of ['asc', 'desc'] as const) {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await bank.audit.list({ ...events, account, direction, limit: 2, cursor });
          seen.push(...page.data.map(({ position }) => position));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        const all = account === undefined ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 4, 6, 9];
        expect(seen).toEqual(direction === 'asc' ? all : all.reverse());
      }
    }
  });

  test('the audit log can be narrowed by every filter', async () => {
    const positions = async (filter: Partial<ListEventsQuery>) =>
      (await bank.audit.list({ ...events, direction: 'asc', ...filter })).data.map(
        ({ position }) => position,
      );
    expect(await positions({ type: ['MoneySent', 'MoneyReceived'] })).toEqual([6, 7]);
    expect(await positions({ outcome: 'refused' })).toEqual([8]);
    expect(await positions({ actor: 'nobody' })).toEqual([]);
    expect(await positions({ actor: 'ada', account: 'A-2' })).toEqual([2, 7, 8]);
    expect(await positions({ correlation: 'c-1', account: 'K-1' })).toEqual([3, 5]);
    expect(await positions({ minAmount: '30' })).toEqual([4, 6, 7, 8]);
    expect(await positions({ minAmount: '30.001', maxAmount: '100' })).toEqual([4, 8]);
    expect(await positions({ maxAmount: '1.25' })).toEqual([5]);
    expect(await positions({ maxAmount: '1.2499' })).toEqual([]);
    expect(await positions({ q: 'salary MAY' })).toEqual([4, 5]);
    expect(await positions({ q: "' OR 1=1 --" })).toEqual([]);
    expect(await positions({ from: '2000-01-01', to: '2001-01-01' })).toEqual([]);
    expect((await positions({ from: '2000-01-01', to: '2999-01-01' })).length).toBe(9);
  });

  test('one account stands as it stood at a position, a version and a time', async () => {
    expect(await bank.accounts.get('A-1', { atPosition: 5 })).toMatchObject({
      balance: { posted: '100.00' },
      version: 2,
      atPosition: 5,
    });
    expect(await bank.accounts.get('A-1', { atVersion: 3 })).toMatchObject({
      balance: { posted: '70.00', held: '0.00' },
      holds: [],
      atVersion: 3,
    });
    expect(await bank.accounts.get('A-2', { atPosition: 1 })).toBeUndefined();
    expect(await bank.accounts.get('A-1', { atVersion: 99 })).toBeUndefined();
    const now = new Date().toISOString();
    const { asOf, ...past } = (await bank.accounts.get('A-1', { asOf: now })) ?? {};
    expect(asOf).toBe(now);
    expect(past).toEqual(await bank.accounts.get('A-1'));
  });

  test('the whole list stands as it stood', async () => {
    const then = await bank.accounts.list({ ...list, atPosition: 5 });
    expect(then.atPosition).toBe(5);
    expect(then.data.map(({ id, balance }) => [id, balance.posted])).toEqual([
      ['K-1', '1.250'],
      ['A-1', '100.00'],
      ['A-2', '0.00'],
    ]);
    const late = await bank.accounts.list({ ...list, atPosition: 9 });
    const now = await bank.accounts.list(list);
    expect(late).toEqual({ ...now, atPosition: 9 });
  });

  test('the summary counts by status and sums by currency', async () => {
    expect(await bank.accounts.summary()).toMatchObject({
      accounts: { open: 3, frozen: 0, closed: 0, total: 3 },
      currencies: [
        { currency: 'EUR', accounts: 2, posted: '100.00', held: '5.00', available: '95.00' },
        { currency: 'KWD', accounts: 1, posted: '1.250', held: '0.000', available: '1.250' },
      ],
      log: { size: 9 },
    });
  });

  test('holds whose time is over are found by the clock', async () => {
    expect(await bank.accounts.holdsDue(Date.now(), 10)).toEqual([]);
    expect(await bank.accounts.holdsDue(Date.now() + 61_000, 10)).toEqual([
      { account: 'A-1', hold: 'h-1' },
    ]);
  });

  test('a sound database passes every check', async () => {
    const verdicts = await verify(bank.connections);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(verdicts.map(({ id }) => id)).toEqual(['I1', 'I2', 'I3', 'I6', 'I7', 'I25', 'hash']);
  });
});

describe.each(engines)('a damaged read model on %s', (engine) => {
  let bank: TestBank;

  beforeAll(async () => {
    bank = await openTestBank(engine);
    await furnish(bank);
    await bank.execute(new FreezeAccount({ account: 'K-1', reason: 'court order' }));
    await bank.execute(open('A-3', 'gone'));
    await bank.execute(new CloseAccount({ account: 'A-3' }));
    await bank.execute(deposit('A-3', '1.00')); // Refused, and no second closing.
    await bank.connections.writes.query(`UPDATE accounts SET posted = posted + 1 WHERE id = 'A-1'`);
  });
  afterAll(() => bank.close());

  test('is found by the checks, repaired by a rebuild, and sound again', async () => {
    const wrong = (await verify(bank.connections)).filter(({ ok }) => !ok);
    expect(wrong.map(({ id }) => id)).toEqual(['I1', 'I2']);
    const options = { rulebook: bankingRulebook, projection: accountsProjection };
    const report = await rebuildProjection(bank.connections, options);
    expect(report).toEqual({ facts: 13, rows: 4, different: ['A-1'] });
    expect((await rebuildProjection(bank.connections, options)).different).toEqual([]);
    expect((await verify(bank.connections)).filter(({ ok }) => !ok)).toEqual([]);
    expect(await bank.accounts.get('A-1')).toMatchObject({ balance: { posted: '70.00' } });
  });
});
