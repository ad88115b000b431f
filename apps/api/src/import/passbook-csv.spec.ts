// A bank's file: every row is checked, and that the balances of each account chain up.

import { readBankFile } from './passbook-csv.ts';

const HEADER = 'transaction_id,account,value_date,direction,amount,balance_after,operation,purpose';

function faultsOf(rows: readonly string[], header = HEADER): readonly string[] {
  const read = readBankFile([header, ...rows].join('\n'), 'CZK');
  return 'faults' in read ? read.faults : [];
}

test('good rows become movements in minor units, with what they say of themselves', () => {
  const rows = [
    '1,A,1993-01-01,credit,700.5,700.50,cash-deposit,',
    '2,A,1993-01-02,debit,800,-99.50,,fee',
  ];
  const read = readBankFile([HEADER, ...rows].join('\r\n'), 'CZK');
  if ('faults' in read) throw new Error(read.faults.join());
  expect(read.movements).toEqual([
    {
      line: 2,
      id: '1',
      account: 'A',
      valueDate: '1993-01-01',
      direction: 'credit',
      amount: 70_050n,
      balanceAfter: 70_050n,
      reference: 'cash-deposit',
    },
    expect.objectContaining({ line: 3, amount: 80_000n, balanceAfter: -9950n, reference: 'fee' }),
  ]);
  expect([...read.lowest]).toEqual([['A', -9950n]]);
});

test.each([
  ['1,A,1993-01-01,credit,x,1.00,,', 'line 2: amount "x" is not a positive amount of CZK'],
  ['1,A,1993-01-01,credit,0,0,,', 'line 2: amount "0" is not a positive amount of CZK'],
  ['1,A,1993-01-01,credit,-1,-1,,', 'line 2: amount "-1" is not a positive amount of CZK'],
  ['1,A,1993-01-01,credit,1.005,1.005,,', 'line 2: amount "1.005" is not a positive amount'],
  ['1,A,1993-01-01,credit,1e3,1000,,', 'line 2: amount "1e3" is not a positive amount'],
  ['1,A,1993-01-01,credit,1,,,', 'line 2: balance_after "" is not an amount of CZK'],
  ['1,A,1993-01-01,sideways,1,1,,', 'line 2: direction "sideways" is neither credit nor debit'],
  ['1,A,1993-02-30,credit,1,1,,', 'line 2: value_date "1993-02-30" is no date'],
  ['1,A B,1993-01-01,credit,1,1,,', 'line 2: account "A B" is not 1 to 64 of'],
  [',A,1993-01-01,credit,1,1,,', 'line 2: transaction_id "" is not a name'],
  ['1,A,1993-01-01,credit,1,1', 'line 2: has 6 cells, the header has 8'],
  ['1,A,1993-01-01,credit,1,2,,', 'line 2: gap in the balance of account A: 0.00 before this row'],
  ['1,A,1993-01-01,debit,1,"1,00",,', 'line 2: balance_after "1,00" is not an amount of CZK'],
])('%s is refused by its line', (row, fault) => {
  expect(faultsOf([row])).toEqual([expect.stringContaining(fault)]);
});

test('a gap between two rows is found where it is', () => {
  const faults = faultsOf([
    '1,A,1993-01-01,credit,10,10,,',
    '2,B,1993-01-01,credit,5,5,,',
    '3,A,1993-01-02,debit,3,8,,',
  ]);
  expect(faults).toEqual([
    'line 4: gap in the balance of account A: 10.00 before this row, so 7.00 after it, ' +
      'but balance_after says 8.00',
  ]);
});

test('an id that stands twice is found with both lines', () => {
  const faults = faultsOf(['1,A,1993-01-01,credit,1,1,,', '1,A,1993-01-01,credit,1,2,,']);
  expect(faults).toEqual(['line 3: transaction_id 1 stands on line 2 already']);
});

test('missing columns, an empty file and broken quotes are said, not guessed', () => {
  expect(faultsOf([], 'transaction_id,account,value_date,direction,amount')).toEqual([
    'line 1: the column balance_after is missing',
  ]);
  expect(readBankFile('', 'CZK')).toEqual({ faults: ['line 1: the file is empty'] });
  expect(faultsOf(['"1,A'])).toEqual(['line 2: a quote is opened and never closed']);
});

test('all that is wrong is listed, up to twenty rows', () => {
  const rows = Array.from({ length: 50 }, (_, index) => `${index},A,1993-01-01,credit,x,1,,`);
  expect(faultsOf(rows)).toHaveLength(20);
});
