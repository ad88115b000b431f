// The refusal of an opening is a fact in the log, and nowhere does it look like an account.

import { bankingRulebook, DepositMoney, OpenAccount } from '@passbook/banking';
import { rebuildProjection } from '@passbook/event-store';
import { accountsProjection } from './accounts.projection.ts';
import { engines, openTestBank, type TestBank } from './testing/test-bank.ts';
import { verify } from './verify.ts';

const list = { limit: 50, sort: 'id' } as const;
const events = { limit: 50, direction: 'asc' } as const;

const open = (account: string, currency: string, overdraftLimit: string) =>
  new OpenAccount({ account, owner: 'Ada', currency, overdraftLimit });

describe.each(engines)('an opening that was refused, on %s', (engine) => {
  let bank: TestBank;
  let opened: string;

  beforeAll(async () => {
    bank = await openTestBank(engine);
    await bank.execute(open('A-1', 'JPY', '1.5'), { key: 'k-1' }); // 1, refused
    await bank.execute(open('B-1', 'EUR', '9'.repeat(30))); // 2, refused for ever
    // One batch: refused once more, then opened in a currency with other digits.
    const [, outcome] = await Promise.all([
      bank.execute(open('A-1', 'KWD', '0.00001')), // 3, refused
      bank.execute(open('A-1', 'EUR', '1.50')), // 4
    ]);
    opened = outcome.kind === 'recorded' ? (outcome.facts[0]?.recordedAt ?? '') : '';
  });
  afterAll(() => bank.close());

  test('stands in the audit log, with nothing on an account that is absent', async () => {
    const { data } = await bank.audit.list({ ...events, outcome: 'refused' });
    expect(data.map(({ position, stream, version }) => [position, stream, version])).toEqual([
      [1, 'A-1', 1],
      [2, 'B-1', 1],
      [3, 'A-1', 2],
    ]);
    expect(data[0]).toMatchObject({
      commandKey: 'k-1',
      data: { command: 'OpenAccount', code: 'amount-precision', after: { status: 'absent' } },
      balance: { currency: 'JPY', posted: '0', available: '0' },
    });
  });

  test('makes no account, in no view and at no moment', async () => {
    expect(await bank.accounts.get('B-1')).toBeUndefined();
    for (const moment of [{ atVersion: 1 }, { atVersion: 2 }, { atPosition: 3 }]) {
      expect(await bank.accounts.get('A-1', moment)).toBeUndefined();
      expect(await bank.accounts.get('B-1', moment)).toBeUndefined();
    }
    const ids = async (moment: object) =>
      (await bank.accounts.list({ ...list, ...moment })).data.map(({ id }) => id);
    expect(await ids({})).toEqual(['A-1']);
    expect(await ids({ atPosition: 3 })).toEqual([]);
    expect((await bank.accounts.summary()).accounts.total).toBe(1);
  });

  test('leaves the account to be opened later, with a history of all that was tried', async () => {
    const account = await bank.accounts.get('A-1');
    expect(account).toMatchObject({
      ...{ version: 3, position: 4, currency: 'EUR', openedAt: opened, lastMovementAt: null },
      balance: { posted: '0.00', available: '1.50' },
    });
    const { data } = await bank.audit.history('A-1', events);
    expect(data.map(({ type }) => type)).toEqual([
      'CommandRefused',
      'CommandRefused',
      'AccountOpened',
    ]);
  });

  test('is no movement, now or as of a moment', async () => {
    await bank.execute(new DepositMoney({ account: 'A-1', amount: '5', currency: 'EUR' })); // 5
    const [then] = (await bank.accounts.list({ ...list, atPosition: 4 })).data;
    expect(then).toMatchObject({ version: 3, openedAt: opened, lastMovementAt: null });
    const { lastMovementAt } = (await bank.accounts.get('A-1', { atVersion: 3 })) ?? {};
    expect(lastMovementAt).toBeNull();
  });

  test('passes every check, and a rebuild finds nothing to repair', async () => {
    expect((await verify(bank.connections)).filter(({ ok }) => !ok)).toEqual([]);
    const options = { rulebook: bankingRulebook, projection: accountsProjection };
    const report = await rebuildProjection(bank.connections, options);
    expect(report).toMatchObject({ rows: 1, different: [] });
  });
});
