// The rules of money set aside: placed once, then captured, released or expired. Once.

import { available } from './index.ts';
import {
  accepted,
  bankAfter,
  capture,
  deposit,
  eur,
  expire,
  freeze,
  hold,
  NOON,
  open,
  refused,
  release,
  unfreeze,
  withdraw,
} from '../testing/examples.ts';

const MINUTE = 60_000;

const funded = () => [open('A-1'), deposit('A-1', '100.00')];

const held = () => bankAfter(...funded(), hold('A-1', 'H-1', '30.00', { expiresIn: 60 }));

describe('placing a hold', () => {
  it('sets money aside without posting it', () => {
    const bank = bankAfter(...funded()).when(
      hold('A-1', 'H-1', '30', { reference: 'hotel', expiresIn: 60 }),
    );

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'HoldPlaced',
          data: {
            holdId: 'H-1',
            amount: '30.00',
            currency: 'EUR',
            reference: 'hotel',
            expiresAt: '2026-03-15T12:01:00.000Z',
            after: eur('100.00', { held: '30.00' }),
          },
        },
      }),
    );
    const account = bank.state('A-1');
    expect(account).toMatchObject({ posted: 10_000n, held: 3_000n });
    expect(available(account)).toBe(7_000n);
    expect(account.holds.get('H-1')).toEqual({
      id: 'H-1',
      amount: 3_000n,
      expiresAt: NOON + MINUTE,
      reference: 'hotel',
    });
  });

  it('has no end where none is given', () => {
    const bank = bankAfter(...funded()).when(hold('A-1', 'H-1', '30'));

    expect(Object.keys(bank.decision?.events[0]?.event.data ?? {})).not.toContain('expiresAt');
    expect(bank.state('A-1').holds.get('H-1')?.expiresAt).toBeUndefined();
  });

  it('counts against what is left after other holds, the overdraft included', () => {
    const bank = bankAfter(
      open('A-1', { overdraftLimit: '10.00' }),
      deposit('A-1', '20.00'),
      hold('A-1', 'H-1', '25.00'),
    );

    expect(bank.when(hold('A-1', 'H-2', '5.01')).decision).toEqual(
      refused('insufficient-funds', { available: '5.00', limit: '10.00', requested: '5.01' }),
    );
    expect(bank.when(hold('A-1', 'H-2', '5.00')).state('A-1').held).toBe(3_000n);
  });

  it('refuses a name that was ever used on the account', () => {
    const taken = refused('hold-exists', { hold: 'H-1' });
    const again = hold('A-1', 'H-1', '1.00');

    expect(held().when(again).decision).toEqual(taken);
    expect(held().when(capture('A-1', 'H-1')).when(again).decision).toEqual(taken);
    expect(held().when(release('A-1', 'H-1')).when(again).decision).toEqual(taken);
    expect(
      held()
        .when(expire('A-1', 'H-1'), NOON + MINUTE)
        .when(again).decision,
    ).toEqual(taken);
  });

  it('may use a name that another account uses', () => {
    const bank = held().when(open('B-1', { overdraftLimit: '1.00' }));

    expect(bank.when(hold('B-1', 'H-1', '1.00')).decision?.outcome).toBe('accepted');
  });

  it('refuses zero and another currency', () => {
    const bank = bankAfter(...funded());

    expect(bank.when(hold('A-1', 'H-1', '0')).decision).toEqual(refused('amount-not-positive'));
    expect(bank.when(hold('A-1', 'H-1', '1', { currency: 'USD' })).decision).toEqual(
      refused('currency-mismatch', { expected: 'EUR', given: 'USD' }),
    );
  });
});

describe('capturing a hold', () => {
  it('takes all of it where no amount is given', () => {
    const bank = held().when(capture('A-1', 'H-1'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'HoldCaptured',
          data: {
            holdId: 'H-1',
            amount: '30.00',
            currency: 'EUR',
            released: '0.00',
            after: eur('70.00'),
          },
        },
      }),
    );
    expect(bank.state('A-1')).toMatchObject({ posted: 7_000n, held: 0n });
    expect(bank.state('A-1').holds.size).toBe(0);
  });

  it('takes a part, and the rest is free again', () => {
    const bank = held().when(capture('A-1', 'H-1', '12.5', 'EUR'));

    expect(bank.decision).toMatchObject({
      events: [{ event: { data: { amount: '12.50', released: '17.50', after: eur('87.50') } } }],
    });
    expect(available(bank.state('A-1'))).toBe(8_750n);
  });

  it('refuses more than the hold, though the account has more', () => {
    expect(held().when(capture('A-1', 'H-1', '30.01')).decision).toEqual(
      refused('amount-beyond-hold', { held: '30.00', requested: '30.01' }),
    );
  });

  it('refuses zero, and another currency with or without an amount', () => {
    const mismatch = refused('currency-mismatch', { expected: 'EUR', given: 'USD' });

    expect(held().when(capture('A-1', 'H-1', '0')).decision).toEqual(
      refused('amount-not-positive'),
    );
    expect(held().when(capture('A-1', 'H-1', '1', 'USD')).decision).toEqual(mismatch);
    expect(held().when(capture('A-1', 'H-1', undefined, 'USD')).decision).toEqual(mismatch);
  });

  it('is possible up to the last millisecond before the end, and refused exactly at it', () => {
    const end = NOON + MINUTE;

    expect(held().when(capture('A-1', 'H-1'), end - 1).decision?.outcome).toBe('accepted');
    expect(held().when(capture('A-1', 'H-1'), end).decision).toEqual(
      refused('hold-not-open', { hold: 'H-1' }),
    );
  });

  it('waits for an account that is frozen', () => {
    const bank = held().when(freeze('A-1'));

    expect(bank.when(capture('A-1', 'H-1')).decision).toEqual(
      refused('account-frozen', { account: 'A-1' }),
    );
    expect(bank.when(unfreeze('A-1')).when(capture('A-1', 'H-1')).decision?.outcome).toBe(
      'accepted',
    );
  });

  it('never takes the account below its floor, for the hold kept the money free', () => {
    const bank = held().when(withdraw('A-1', '70.00')).when(capture('A-1', 'H-1'));

    expect(bank.decision?.outcome).toBe('accepted');
    expect(bank.state('A-1')).toMatchObject({ posted: 0n, held: 0n });
  });
});

describe('releasing a hold', () => {
  it('gives the money free and records why', () => {
    const bank = held().when(release('A-1', 'H-1', 'guest left'));

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'HoldReleased',
          data: {
            holdId: 'H-1',
            amount: '30.00',
            currency: 'EUR',
            reason: 'guest left',
            after: eur('100.00'),
          },
        },
      }),
    );
    expect(available(bank.state('A-1'))).toBe(10_000n);
  });

  it('is possible past the end of a hold that the clock has not expired yet', () => {
    const bank = held().when(release('A-1', 'H-1'), NOON + 2 * MINUTE);

    expect(bank.decision?.outcome).toBe('accepted');
  });
});

describe('the expiry of a hold', () => {
  it('comes exactly at its end, as an event', () => {
    const bank = held().when(expire('A-1', 'H-1'), NOON + MINUTE);

    expect(bank.decision).toEqual(
      accepted({
        stream: 'A-1',
        event: {
          type: 'HoldExpired',
          data: { holdId: 'H-1', amount: '30.00', currency: 'EUR', after: eur('100.00') },
        },
      }),
    );
    expect(bank.state('A-1')).toMatchObject({ posted: 10_000n, held: 0n });
  });

  it('keeps the money aside until it is recorded', () => {
    const bank = held().when(withdraw('A-1', '70.01'), NOON + 2 * MINUTE);

    expect(bank.decision).toEqual(
      refused('insufficient-funds', { available: '70.00', limit: '0.00', requested: '70.01' }),
    );
  });

  it('does nothing before the end', () => {
    expect(held().when(expire('A-1', 'H-1'), NOON + MINUTE - 1).decision).toEqual(accepted());
  });

  it('does nothing to a hold without an end, a settled one, and one that never was', () => {
    const never = Number.MAX_SAFE_INTEGER;
    const endless = bankAfter(...funded(), hold('A-1', 'H-1', '30.00'));
    const captured = held().when(capture('A-1', 'H-1'));

    expect(endless.when(expire('A-1', 'H-1'), never).decision).toEqual(accepted());
    expect(captured.when(expire('A-1', 'H-1'), never).decision).toEqual(accepted());
    expect(held().when(expire('A-1', 'H-2'), never).decision).toEqual(accepted());
    expect(held().when(expire('X-1', 'H-1'), never).decision).toEqual(accepted());
  });
});

describe('a hold resolves once', () => {
  const endings = [
    ['captured', capture('A-1', 'H-1')],
    ['captured in part', capture('A-1', 'H-1', '1.00')],
    ['released', release('A-1', 'H-1')],
    ['expired', expire('A-1', 'H-1')],
  ] as const;

  it.each(endings)('once %s, it can be neither captured nor released', (_, ending) => {
    const end = NOON + MINUTE;
    const bank = held().when(ending, ending.type === 'ExpireHold' ? end : NOON);
    const before = bank.state('A-1');

    for (const again of [capture('A-1', 'H-1'), release('A-1', 'H-1')]) {
      expect(bank.when(again).decision).toEqual(refused('hold-not-open', { hold: 'H-1' }));
    }
    expect(bank.state('A-1')).toEqual(before);
  });

  it('and one that was never placed is not found', () => {
    const unknown = refused('hold-not-found', { hold: 'H-9', account: 'A-1' });

    expect(held().when(capture('A-1', 'H-9')).decision).toEqual(unknown);
    expect(held().when(release('A-1', 'H-9')).decision).toEqual(unknown);
  });
});
