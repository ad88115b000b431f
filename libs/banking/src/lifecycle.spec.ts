// The rules of an account's life: opening, its limit, freezing and closing.

import { CloseAccount, SetOverdraftLimit } from './index.ts';
import {
  accepted,
  bankAfter,
  close,
  deposit,
  eur,
  expire,
  freeze,
  hold,
  NOON,
  open,
  refused,
  release,
  setLimit,
  transfer,
  unfreeze,
  withdraw,
} from '../testing/examples.ts';

describe('opening an account', () => {
  it('records owner, currency and an overdraft limit of zero', () => {
    const bank = bankAfter().when(open('A-1'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'AccountOpened',
          data: { owner: 'Ada', currency: 'EUR', overdraftLimit: '0.00', after: eur('0.00') },
        },
      }),
    );
    expect(bank.state('A-1')).toMatchObject({
      status: 'open',
      owner: 'Ada',
      currency: 'EUR',
      posted: 0n,
      held: 0n,
      overdraftLimit: 0n,
    });
  });

  it('may grant an overdraft from the first day', () => {
    const bank = bankAfter().when(open('A-1', { overdraftLimit: '50.5' }));

    expect(bank.decision).toMatchObject({
      events: [{ event: { data: { overdraftLimit: '50.50' } } }],
    });
    expect(bank.state('A-1').overdraftLimit).toBe(5050n);
  });

  it('refuses a name that is taken, by an open account and by a closed one', () => {
    const taken = refused('account-exists', { account: 'A-1' });

    expect(bankAfter(open('A-1')).when(open('A-1')).decision).toEqual(taken);
    expect(bankAfter(open('A-1'), close('A-1')).when(open('A-1')).decision).toEqual(taken);
  });

  it('refuses a limit finer than the currency, and leaves no account behind', () => {
    const bank = bankAfter().when(open('J-1', { currency: 'JPY', overdraftLimit: '1.5' }));

    expect(bank.decision).toEqual(refused('amount-precision', { currency: 'JPY', digits: 0 }));
    expect(bank.state('J-1').status).toBe('absent');
  });
});

describe('setting the overdraft limit', () => {
  it('records the new limit beside the previous one', () => {
    const bank = bankAfter(open('A-1', { overdraftLimit: '10.00' })).when(setLimit('A-1', '25'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'OverdraftLimitSet',
          data: {
            amount: '25.00',
            currency: 'EUR',
            previous: '10.00',
            after: eur('0.00', { overdraftLimit: '25.00' }),
          },
        },
      }),
    );
    expect(bank.state('A-1').overdraftLimit).toBe(2500n);
  });

  it('may take the limit away where it is not in use', () => {
    const bank = bankAfter(open('A-1', { overdraftLimit: '10.00' })).when(setLimit('A-1', '0'));

    expect(bank.decision?.outcome).toBe('accepted');
    expect(bank.state('A-1').overdraftLimit).toBe(0n);
  });

  it('refuses to lower the limit below what the balance and its holds use', () => {
    const used = bankAfter(
      open('A-1', { overdraftLimit: '100.00' }),
      withdraw('A-1', '60.00'),
      hold('A-1', 'H-1', '15.00'),
    );

    expect(used.when(setLimit('A-1', '74.99')).decision).toEqual(
      refused('overdraft-in-use', { needed: '75.00', limit: '74.99' }),
    );
    expect(used.when(setLimit('A-1', '75.00')).decision?.outcome).toBe('accepted');
  });

  it('refuses another currency', () => {
    const bank = bankAfter(open('A-1')).when(
      new SetOverdraftLimit({ account: 'A-1', amount: '1', currency: 'USD' }),
    );

    expect(bank.decision).toEqual(refused('currency-mismatch', { expected: 'EUR', given: 'USD' }));
  });

  it('refuses a limit with which the money in reach would not fit 64 bits', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '0.01'));
    const most = '92233720368547758.07';

    expect(bank.when(setLimit('A-1', most)).decision).toEqual(
      refused('amount-too-large', { limit: most, requested: most }),
    );
    expect(bank.when(setLimit('A-1', '92233720368547758.06')).decision?.outcome).toBe('accepted');
  });
});

describe('freezing an account', () => {
  const frozen = () =>
    bankAfter(
      open('A-1'),
      open('B-1'),
      deposit('A-1', '100.00'),
      deposit('B-1', '100.00'),
      hold('A-1', 'H-1', '20.00', { expiresIn: 60 }),
      freeze('A-1'),
    );

  it('records the reason and keeps the money where it is', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '5.00')).when(freeze('A-1'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'AccountFrozen',
          data: { reason: 'card stolen', after: eur('5.00', { status: 'frozen' }) },
        },
      }),
    );
    expect(bank.state('A-1')).toMatchObject({ status: 'frozen', posted: 500n });
  });

  it.each([
    ['a deposit', deposit('A-1', '1.00')],
    ['a withdrawal', withdraw('A-1', '1.00')],
    ['a transfer out', transfer('A-1', 'B-1', '1.00')],
    ['a transfer in', transfer('B-1', 'A-1', '1.00')],
    ['a new hold', hold('A-1', 'H-2', '1.00')],
    ['closing', close('A-1')],
    ['freezing again', freeze('A-1')],
  ])('bars %s', (_, command) => {
    const bank = frozen().when(command);

    expect(bank.decision).toEqual(refused('account-frozen', { account: 'A-1' }));
    expect(bank.state('A-1')).toMatchObject({ posted: 10_000n, held: 2_000n });
    expect(bank.state('B-1')).toMatchObject({ posted: 10_000n, held: 0n });
  });

  it('leaves holds to be released or to expire, and the limit to be set', () => {
    const after = { status: 'frozen', held: 0n };

    expect(frozen().when(release('A-1', 'H-1')).state('A-1')).toMatchObject(after);
    expect(
      frozen()
        .when(expire('A-1', 'H-1'), NOON + 60_000)
        .state('A-1'),
    ).toMatchObject(after);
    expect(frozen().when(setLimit('A-1', '9.00')).state('A-1').overdraftLimit).toBe(900n);
  });
});

describe('unfreezing an account', () => {
  it('lets money move again', () => {
    const bank = bankAfter(open('A-1'), freeze('A-1')).when(unfreeze('A-1'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: { type: 'AccountUnfrozen', data: { reason: 'card found', after: eur('0.00') } },
      }),
    );
    expect(bank.when(deposit('A-1', '1.00')).state('A-1').posted).toBe(100n);
  });

  it('refuses an account that is not frozen', () => {
    const bank = bankAfter(open('A-1')).when(unfreeze('A-1'));

    expect(bank.decision).toEqual(refused('account-not-frozen', { account: 'A-1' }));
  });
});

describe('closing an account', () => {
  it('is for an empty account, and records the reason where one is given', () => {
    const bank = bankAfter(open('A-1')).when(
      new CloseAccount({ account: 'A-1', reason: 'moved away' }),
    );

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'AccountClosed',
          data: { reason: 'moved away', after: eur('0.00', { status: 'closed' }) },
        },
      }),
    );
    expect(bank.state('A-1').status).toBe('closed');
  });

  it('leaves a reason that was not given out of the fact', () => {
    const [closed] = bankAfter(open('A-1')).when(close('A-1')).decision?.events ?? [];

    expect(Object.keys(closed?.event.data ?? {})).toEqual(['after']);
  });

  it('refuses while money is on the account or owed by it', () => {
    const rich = bankAfter(open('A-1'), deposit('A-1', '0.01'));
    const owing = bankAfter(open('A-1', { overdraftLimit: '9.00' }), withdraw('A-1', '9.00'));

    expect(rich.when(close('A-1')).decision).toEqual(
      refused('balance-not-zero', { posted: '0.01' }),
    );
    expect(owing.when(close('A-1')).decision).toEqual(
      refused('balance-not-zero', { posted: '-9.00' }),
    );
  });

  it('refuses while a hold is open, even at a balance of zero', () => {
    const bank = bankAfter(
      open('A-1', { overdraftLimit: '9.00' }),
      hold('A-1', 'H-1', '5.00'),
      hold('A-1', 'H-2', '4.00'),
    );

    expect(bank.when(close('A-1')).decision).toEqual(refused('holds-open', { count: 2 }));
  });

  it.each([
    ['a deposit', deposit('A-1', '1.00')],
    ['a withdrawal', withdraw('A-1', '1.00')],
    ['a transfer out', transfer('A-1', 'B-1', '1.00')],
    ['a transfer in', transfer('B-1', 'A-1', '1.00')],
    ['a hold', hold('A-1', 'H-1', '1.00')],
    ['a release', release('A-1', 'H-1')],
    ['a limit', setLimit('A-1', '1.00')],
    ['freezing', freeze('A-1')],
    ['unfreezing', unfreeze('A-1')],
    ['closing again', close('A-1')],
  ])('bars %s for ever', (_, command) => {
    const closed = bankAfter(open('A-1'), open('B-1'), deposit('B-1', '9.00'), close('A-1'));

    const bank = closed.when(command);

    expect(bank.decision).toEqual(refused('account-closed', { account: 'A-1' }));
    expect(bank.state('A-1')).toMatchObject({ status: 'closed', posted: 0n, held: 0n });
    expect(bank.state('B-1').posted).toBe(900n);
  });
});
