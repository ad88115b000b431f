// The search of the audit log: what people wrote, whatever its case, and never the names of fields.

import {
  CaptureHold,
  DepositMoney,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  TransferMoney,
} from '@passbook/banking';
import { engines, openTestBank, type TestBank } from './testing/test-bank.ts';

const EUR = { currency: 'EUR' };

/** Positions in the comments. */
async function furnish(bank: TestBank): Promise<void> {
  await bank.execute(new OpenAccount({ account: 'A-1', owner: 'ŽOFIE Dvořáková', ...EUR })); // 1
  await bank.execute(new OpenAccount({ account: 'shop', owner: 'ΟΔΥΣΣΕΎΣ', ...EUR })); // 2
  const reference = 'Line one\n"50 % off" [a-z]*? \\ \u{1F600} Straße';
  await bank.execute(
    new DepositMoney({ account: 'A-1', amount: '9', ...EUR, reference }), // 3
    { key: 'Salary-May', fingerprint: 'f' },
  );
  const transfer = { transfer: 'T-77', from: 'A-1', to: 'shop' };
  await bank.execute(new TransferMoney({ ...transfer, amount: '2', ...EUR })); // 4, 5
  await bank.execute(new PlaceHold({ account: 'A-1', hold: 'hotel-9', amount: '1', ...EUR })); // 6
  await bank.execute(new CaptureHold({ account: 'A-1', hold: 'hotel-9', amount: '8' })); // 7: no
  await bank.execute(
    new TransferMoney({ ...transfer, transfer: 'T-78', amount: '99', ...EUR, reference: 'Rent' }),
  ); // 8: no
  await bank.execute(new FreezeAccount({ account: 'shop', reason: 'Court Order' })); // 9
  await bank.execute(new OpenAccount({ account: 'A-1', owner: 'Impostor', ...EUR })); // 10: no
}

describe.each(engines)('the search of the audit log on %s', (engine) => {
  let bank: TestBank;
  beforeAll(async () => {
    bank = await openTestBank(engine);
    await furnish(bank);
  });
  afterAll(() => bank.close());

  const found = async (q: string): Promise<number[]> => {
    const { data } = await bank.audit.list({ limit: 50, direction: 'asc', q });
    return data.map(({ position }) => position);
  };

  test.each([
    ['owner', 'dvoř', [1]],
    ['reference', '50 % OFF', [3]],
    ['reason', 'court order', [9]],
    ['account', 'A-1', [1, 3, 4, 5, 6, 7, 8, 10]],
    ['counterpart', 'SHOP', [2, 4, 5, 8, 9]],
    ['transfer', 't-77', [4, 5]],
    ['hold, and its refused capture', 'HOTEL', [6, 7]],
    ['command key', 'salary-may', [3]],
    ['reference of a refused transfer', 'rent', [8]],
    ['transfer that was refused', 'T-78', [8]],
    ['owner of a refused opening', 'impostor', [10]],
  ])('finds by %s', async (_, q, positions) => {
    expect(await found(q)).toEqual(positions);
  });

  test.each([
    'overdraftLimit',
    'posted',
    'after',
    'MoneyDeposited',
    'EUR',
    'insufficient-funds',
    'open',
    '99.00',
    'request',
    '","',
    'T-77shop',
    '\u001F',
    '\u0000',
    "' OR 1=1 --",
  ])('finds nothing by %j, which nobody wrote', async (q) => {
    expect(await found(q)).toEqual([]);
  });

  test.each([
    ['žofie', [1]],
    ['ŽOFIE DVOŘÁKOVÁ', [1]],
    ['οδυσσεύς', [2]],
    ['ΟΔΥΣΣΕΎΣ', [2]],
    ['οδυσσεύσ', [2]],
    ['STRAßE', [3]],
    ['\u{1F600} s', [3]],
    ['zofie', []],
  ])('takes %j in any case of any script, accents as they are', async (q, positions) => {
    expect(await found(q)).toEqual(positions);
  });

  test.each(['%', '"50', '[a-z]*?', '\\ ', 'one\n"50', ']*', '[', '*?'])(
    'takes %j for what it is',
    async (q) => {
      expect(await found(q)).toEqual([3]);
    },
  );

  test.each(['_', 'A.1', 'A-?', '.*', '^A', '[[:alpha:]]'])(
    '%j stands for nothing else',
    async (q) => {
      expect(await found(q)).toEqual([]);
    },
  );
});
