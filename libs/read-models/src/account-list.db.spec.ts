// The list of accounts while the bank goes on: every page of one list shows the same moment.

import {
  CloseAccount,
  DepositMoney,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  ReleaseHold,
  TransferMoney,
  UnfreezeAccount,
  WithdrawMoney,
  type BankingCommand,
} from '@passbook/banking';
import type { AccountView, ListAccountsQuery } from '@passbook/contracts';
import { listedPosition } from './account-list.query.ts';
import { engines, openTestBank, type TestBank } from './testing/test-bank.ts';

const sorts = ['-lastMovementAt', 'owner', '-posted', 'id'] as const;
const whole: ListAccountsQuery = { limit: 200, sort: '-lastMovementAt' };

/** The second owner comes after the third in bytes, and before it in halves of surrogate pairs. */
const owners = ['Zoë', '\u{1F600}', '\uFF5E', 'adam', 'Žofie', 'adam', 'B', 'b'];
const names = owners.map((_, index) => `A-${index}`);
const EUR = { currency: 'EUR' };

async function openAll(bank: TestBank): Promise<void> {
  for (const [index, owner] of owners.entries()) {
    const account = names[index] ?? '';
    await bank.execute(new OpenAccount({ account, owner, ...EUR }));
    if (index === 7) continue; // It never moves.
    const amount = String(100 + (index % 3));
    await bank.execute(new DepositMoney({ account, amount, ...EUR }));
  }
}

/** Everything that can change a row, on accounts that are on any page. */
function* happenings(): Generator<BankingCommand> {
  for (let round = 0; ; round += 1) {
    const account = (step: number): string => names[(round * 3 + step) % 7] ?? '';
    const hold = `h-${round}`;
    yield new DepositMoney({ account: account(0), amount: '7', ...EUR });
    yield new PlaceHold({ account: account(1), hold, amount: '2', ...EUR });
    yield new WithdrawMoney({ account: account(2), amount: '9999', ...EUR });
    yield new FreezeAccount({ account: account(3), reason: 'court order' });
    yield new OpenAccount({ account: `B-${round}`, owner: 'newcomer', ...EUR });
    yield new TransferMoney({
      transfer: `t-${round}`,
      from: account(4),
      to: account(5),
      amount: '3',
      ...EUR,
    });
    yield new UnfreezeAccount({ account: account(3), reason: 'over' });
    yield new ReleaseHold({ account: account(1), hold });
    yield new CloseAccount({ account: `B-${round}` });
  }
}

async function walk(
  bank: TestBank,
  query: Partial<ListAccountsQuery>,
  between: () => Promise<void>,
): Promise<readonly AccountView[]> {
  const seen: AccountView[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await bank.accounts.list({ ...whole, limit: 2, ...query, cursor });
    seen.push(...page.data);
    if (page.nextCursor === null) return seen;
    cursor = page.nextCursor;
    await between();
  }
}

describe.each(engines)('pages of accounts on %s', (engine) => {
  let bank: TestBank;
  const history = happenings();
  const next = async (): Promise<void> => {
    await bank.execute(history.next().value as BankingCommand);
  };

  beforeAll(async () => {
    bank = await openTestBank(engine);
    await openAll(bank);
  });
  afterAll(() => bank.close());

  test.each(sorts)('in the order of %s show what the list was when it began', async (sort) => {
    for (const filter of [{}, { status: 'open' }, { q: 'AD' }, { currency: 'EUR' }] as const) {
      for (let offset = 0; offset < 5; offset += 1) {
        await next();
        const { data } = await bank.accounts.list({ ...whole, ...filter, sort });
        expect(await walk(bank, { ...filter, sort }, next)).toEqual(data);
      }
    }
  });

  test('stay what they were when everything has changed between two of them', async () => {
    const { data } = await bank.accounts.list(whole);
    let pages = 0;
    const many = async (): Promise<void> => {
      pages += 1;
      if (pages === 1) for (let step = 0; step < 60; step += 1) await next();
    };
    expect(await walk(bank, {}, many)).toEqual(data);
  });

  test('name the position that they all show', async () => {
    const { position } = await bank.log.head();
    const first = await bank.accounts.list({ ...whole, limit: 2 });
    await next();
    const cursor = first.nextCursor ?? undefined;
    expect(listedPosition({ ...whole, limit: 2, cursor })).toBe(position);
    const second = await bank.accounts.list({ ...whole, limit: 2, cursor });
    await next();
    expect(listedPosition({ ...whole, limit: 2, cursor: second.nextCursor ?? undefined })).toBe(
      position,
    );
    expect(listedPosition(whole)).toBeUndefined();
  });

  test('as of a moment ahead of the log end where the log ended', async () => {
    for (const moment of [{ atPosition: 1_000_000 }, { asOf: '2999-01-01T00:00:00Z' }]) {
      const { data } = await bank.accounts.list(whole);
      expect(await walk(bank, moment, next)).toEqual(data);
    }
  });

  test('a cursor that was tampered with is refused', async () => {
    const { nextCursor } = await bank.accounts.list({ ...whole, limit: 2 });
    const parts = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString()) as string[];
    for (const change of [{ 1: 'x' }, { 1: '1e3' }, { 2: 'x' }, { 2: '1; DROP' }]) {
      const cursor = Buffer.from(JSON.stringify(Object.assign([...parts], change))).toString(
        'base64url',
      );
      await expect(bank.accounts.list({ ...whole, limit: 2, cursor })).rejects.toThrow(
        'the cursor names no place',
      );
    }
  });
});

describe.each(engines)('the past on %s', (engine) => {
  test('is at every position, in every order, what it was when it was the present', async () => {
    const bank = await openTestBank(engine);
    await openAll(bank);
    const present = new Map<number, readonly AccountView[]>();
    const history = happenings();
    for (let step = 0; step < 40; step += 1) {
      await bank.execute(history.next().value as BankingCommand);
      const { position } = await bank.log.head();
      present.set(position, (await bank.accounts.list({ ...whole, sort: 'id' })).data);
    }
    for (const [atPosition, data] of present) {
      const then = await bank.accounts.list({ ...whole, sort: 'id', atPosition });
      expect(then).toEqual({ data, nextCursor: null, hasMore: false, atPosition });
    }
    const { data } = await bank.accounts.list({ ...whole, atPosition: 15 });
    expect(data.map(({ id }) => id)).toEqual([...names].sort().reverse());
    await bank.close();
  });
});
