// The rules of money that moves: in, out, and from one account to another.

import { DepositMoney, TransferMoney } from './index.ts';
import {
  accepted,
  bankAfter,
  close,
  deposit,
  eur,
  freeze,
  hold,
  NOON,
  open,
  refused,
  transfer,
  withdraw,
} from '../testing/examples.ts';

const MOST = '92233720368547758.07';

describe('depositing', () => {
  it('adds to the balance and records it', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '100.00')).when(deposit('A-1', '12.5'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'MoneyDeposited',
          data: {
            amount: '12.50',
            currency: 'EUR',
            valueDate: '2026-03-15',
            after: eur('112.50'),
          },
        },
      }),
    );
    expect(bank.state('A-1').posted).toBe(11_250n);
  });

  it('keeps the reference and the value date that were given', () => {
    const bank = bankAfter(open('A-1')).when(
      new DepositMoney({
        account: 'A-1',
        amount: '1',
        currency: 'EUR',
        reference: 'Salary May',
        valueDate: '1993-01-05',
      }),
    );

    expect(bank.decision).toMatchObject({
      events: [{ event: { data: { reference: 'Salary May', valueDate: '1993-01-05' } } }],
    });
  });

  it('takes the UTC day of the decision as value date, up to the last millisecond', () => {
    const midnight = Date.UTC(2026, 2, 16);
    const dayAt = (now: number) =>
      bankAfter(open('A-1')).when(deposit('A-1', '1'), now).decision?.events[0]?.event.data;

    expect(dayAt(midnight - 1)).toMatchObject({ valueDate: '2026-03-15' });
    expect(dayAt(midnight)).toMatchObject({ valueDate: '2026-03-16' });
  });

  it('refuses zero, too many digits, another currency and more than 64 bits', () => {
    const decide = (amount: string, currency = 'EUR') =>
      bankAfter(open('A-1')).when(deposit('A-1', amount, currency)).decision;

    expect(decide('0.00')).toEqual(refused('amount-not-positive'));
    expect(decide('1.005')).toEqual(refused('amount-precision', { currency: 'EUR', digits: 2 }));
    expect(decide('1', 'USD')).toEqual(
      refused('currency-mismatch', { expected: 'EUR', given: 'USD' }),
    );
    const googol = `1${'0'.repeat(100)}`;
    expect(decide(googol)).toEqual(
      refused('amount-too-large', { limit: MOST, requested: `${googol}.00` }),
    );
    expect(decide('92233720368547758.08')).toEqual(
      refused('amount-too-large', { limit: MOST, requested: '92233720368547758.08' }),
    );
  });

  it('fills an account to the last cent of 64 bits and refuses one more', () => {
    const full = bankAfter(open('A-1')).when(deposit('A-1', MOST));

    expect(full.decision?.outcome).toBe('accepted');
    expect(full.when(deposit('A-1', '0.01')).decision).toEqual(
      refused('amount-too-large', { limit: MOST, requested: '0.01' }),
    );
    expect(full.state('A-1').posted).toBe(2n ** 63n - 1n);
  });

  it('leaves room for the overdraft limit, so that what is available fits 64 bits too', () => {
    const bank = bankAfter(open('A-1', { overdraftLimit: '0.01' })).when(deposit('A-1', MOST));

    expect(bank.decision).toEqual(refused('amount-too-large', { limit: MOST, requested: MOST }));
  });
});

describe('withdrawing', () => {
  it('takes from the balance and records it', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '100.00')).when(withdraw('A-1', '30'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'MoneyWithdrawn',
          data: { amount: '30.00', currency: 'EUR', valueDate: '2026-03-15', after: eur('70.00') },
        },
      }),
    );
    expect(bank.state('A-1').posted).toBe(7_000n);
  });

  it('may take everything, and not a cent more', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '95.00'));

    expect(bank.when(withdraw('A-1', '95.01')).decision).toEqual(
      refused('insufficient-funds', { available: '95.00', limit: '0.00', requested: '95.01' }),
    );
    expect(bank.when(withdraw('A-1', '95.00')).state('A-1').posted).toBe(0n);
  });

  it('may use the overdraft to its limit, and not a cent more', () => {
    const bank = bankAfter(open('A-1', { overdraftLimit: '20.00' }), deposit('A-1', '5.00'));

    expect(bank.when(withdraw('A-1', '25.01')).decision).toEqual(
      refused('insufficient-funds', { available: '25.00', limit: '20.00', requested: '25.01' }),
    );
    expect(bank.when(withdraw('A-1', '25.00')).decision).toMatchObject({
      events: [{ event: { data: { after: eur('-20.00', { overdraftLimit: '20.00' }) } } }],
    });
    expect(bank.when(withdraw('A-1', '0.01')).decision).toEqual(
      refused('insufficient-funds', { available: '0.00', limit: '20.00', requested: '0.01' }),
    );
  });

  it('does not touch money that is on hold', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '50'), hold('A-1', 'H-1', '20'));

    expect(bank.when(withdraw('A-1', '30.01')).decision).toEqual(
      refused('insufficient-funds', { available: '30.00', limit: '0.00', requested: '30.01' }),
    );
    expect(bank.when(withdraw('A-1', '30.00')).decision?.outcome).toBe('accepted');
  });

  it('can take an account down to the lowest balance of 64 bits and bring it back', () => {
    const bank = bankAfter(open('A-1', { overdraftLimit: MOST })).when(withdraw('A-1', MOST));

    expect(bank.state('A-1').posted).toBe(-(2n ** 63n - 1n));
    expect(bank.when(deposit('A-1', MOST)).state('A-1').posted).toBe(0n);
  });

  it('refuses zero and another currency', () => {
    const bank = bankAfter(open('J-1', { currency: 'JPY' }), deposit('J-1', '100', 'JPY'));

    expect(bank.when(withdraw('J-1', '0', 'JPY')).decision).toEqual(refused('amount-not-positive'));
    expect(bank.when(withdraw('J-1', '1')).decision).toEqual(
      refused('currency-mismatch', { expected: 'JPY', given: 'EUR' }),
    );
  });
});

describe('transferring', () => {
  const two = () => bankAfter(open('A-1'), open('B-1'), deposit('A-1', '100.00'));

  it('is one decision with both sides, under one transfer id', () => {
    const bank = two().when(
      new TransferMoney({
        transfer: 'T-7',
        from: 'A-1',
        to: 'B-1',
        amount: '40',
        currency: 'EUR',
        reference: 'rent',
      }),
    );

    const shared = {
      transferId: 'T-7',
      amount: '40.00',
      currency: 'EUR',
      reference: 'rent',
      valueDate: '2026-03-15',
    };
    expect(bank.decision).toEqual(
      accepted(
        {
          stream: 'A-1',
          event: { type: 'MoneySent', data: { ...shared, to: 'B-1', after: eur('60.00') } },
        },
        {
          stream: 'B-1',
          event: { type: 'MoneyReceived', data: { ...shared, from: 'A-1', after: eur('40.00') } },
        },
      ),
    );
    expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([6_000n, 4_000n]);
  });

  it('refuses more than the sender has, and neither side moves', () => {
    const bank = two().when(transfer('A-1', 'B-1', '100.01'));

    expect(bank.decision).toEqual(
      refused('insufficient-funds', { available: '100.00', limit: '0.00', requested: '100.01' }),
    );
    expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([10_000n, 0n]);
  });

  it('refuses an account as its own receiver', () => {
    expect(two().when(transfer('A-1', 'A-1', '1')).decision).toEqual(
      refused('same-account', { account: 'A-1' }),
    );
  });

  it('refuses a receiver in another currency', () => {
    const bank = bankAfter(open('A-1'), open('U-1', { currency: 'USD' }), deposit('A-1', '9'));

    expect(bank.when(transfer('A-1', 'U-1', '1')).decision).toEqual(
      refused('currency-mismatch', { expected: 'USD', given: 'EUR' }),
    );
    expect(bank.when(transfer('A-1', 'U-1', '1', 'USD')).decision).toEqual(
      refused('currency-mismatch', { expected: 'EUR', given: 'USD' }),
    );
  });

  it('refuses zero', () => {
    expect(two().when(transfer('A-1', 'B-1', '0')).decision).toEqual(
      refused('amount-not-positive'),
    );
  });

  it('refuses what the receiver can not hold in 64 bits', () => {
    const bank = bankAfter(open('A-1'), open('B-1'), deposit('A-1', '1'), deposit('B-1', MOST));

    expect(bank.when(transfer('A-1', 'B-1', '0.01')).decision).toEqual(
      refused('amount-too-large', { limit: MOST, requested: '0.01' }),
    );
  });

  it.each([
    ['frozen', freeze('B-1'), refused('account-frozen', { account: 'B-1' })],
    ['closed', close('B-1'), refused('account-closed', { account: 'B-1' })],
  ])('refuses a %s receiver, and the sender keeps the money', (_, ending, refusal) => {
    const bank = two()
      .when(ending)
      .when(transfer('A-1', 'B-1', '1'));

    expect(bank.decision).toEqual(refusal);
    expect(bank.state('A-1').posted).toBe(10_000n);
  });

  it('names the side that does not exist', () => {
    expect(two().when(transfer('A-1', 'X-1', '1'), NOON).decision).toEqual(
      refused('account-not-found', { account: 'X-1' }),
    );
    expect(two().when(transfer('X-1', 'A-1', '1'), NOON).decision).toEqual(
      refused('account-not-found', { account: 'X-1' }),
    );
  });
});
