// Amounts as filters: exact beyond 64 bits, in any number of digits, of what was refused as well.

import { DepositMoney, OpenAccount, WithdrawMoney } from '@passbook/banking';
import type { EventFilter } from '@passbook/contracts';
import { engines, openTestBank, type TestBank } from './testing/test-bank.ts';

const MOST = '92233720368547758.07';

/** Positions in the comments; from the seventh all are refused. */
async function furnish(bank: TestBank): Promise<void> {
  const open = (account: string, currency: string) =>
    bank.execute(new OpenAccount({ account, owner: 'Ada', currency }));
  const deposit = (account: string, currency: string, amount: string) =>
    bank.execute(new DepositMoney({ account, amount, currency }));
  await open('E', 'EUR'); // 1
  await open('K', 'KWD'); // 2
  await open('J', 'JPY'); // 3
  await deposit('E', 'EUR', MOST); // 4
  await deposit('K', 'KWD', '12.5'); // 5
  await deposit('J', 'JPY', '12'); // 6
  await deposit('E', 'EUR', '12.50'); // 7
  await deposit('E', 'USD', '7'); // 8
  await deposit('J', 'JPY', '12.501'); // 9
  await deposit('J', 'JPY', `1${'0'.repeat(900)}`); // 10
  await bank.execute(new WithdrawMoney({ account: 'J', amount: '13', currency: 'JPY' })); // 11
}

describe.each(engines)('amounts as filters on %s', (engine) => {
  let bank: TestBank;
  beforeAll(async () => {
    bank = await openTestBank(engine);
    await furnish(bank);
  });
  afterAll(() => bank.close());

  const found = async (filter: EventFilter): Promise<number[]> => {
    const { data } = await bank.audit.list({ limit: 50, direction: 'asc', ...filter });
    return data.map(({ position }) => position);
  };

  test.each<[EventFilter, number[]]>([
    [{ minAmount: MOST, outcome: 'accepted' }, [4]],
    [{ minAmount: `${MOST}0000` }, [4, 10]],
    [{ minAmount: '92233720368547758.0700001', outcome: 'accepted' }, []],
    [{ minAmount: '92233720368547758.08', outcome: 'accepted' }, []],
    [{ minAmount: '92233720368547758.08' }, [10]],
    [{ minAmount: '9'.repeat(1000) }, []],
    [{ maxAmount: '9'.repeat(1000), outcome: 'accepted' }, [4, 5, 6]],
    [{ minAmount: '12.5', maxAmount: '12.500' }, [5, 7]],
    [{ minAmount: '12', maxAmount: '12.0' }, [6]],
    [{ minAmount: '12.0', maxAmount: '12.5' }, [5, 6, 7]],
    [{ minAmount: '12.5001', maxAmount: '12.501' }, [9]],
    [{ maxAmount: '12.4999' }, [6, 8]],
    [{ maxAmount: '9' }, [8]],
    [{ outcome: 'refused', minAmount: '0' }, [7, 8, 9, 10, 11]],
    [{ outcome: 'refused', minAmount: '13', maxAmount: '13' }, [11]],
    [{ maxAmount: '0' }, []],
  ])('%j finds what it says', async (filter, positions) => {
    expect(await found(filter)).toEqual(positions);
  });
});
