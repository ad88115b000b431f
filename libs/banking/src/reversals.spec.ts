// The rules of undoing: a new fact that names the old one, on every account it touched. Once.

import { given } from '@passbook/event-sourcing';
import { bankingRulebook, isReversible, type BankingCommand } from './index.ts';
import {
  accepted,
  capture,
  close,
  deposit,
  eur,
  freeze,
  history,
  hold,
  NOON,
  open,
  refused,
  reverse,
  setLimit,
  transactionAt,
  transfer,
  withdraw,
  type BankScenario,
} from '../testing/examples.ts';

/** Opens A-1 and B-1 and then does what is asked: the first of it stands at position 3. */
function log(...commands: readonly BankingCommand[]) {
  const facts = history(open('A-1'), open('B-1'), ...commands);
  const bank: BankScenario = given(bankingRulebook, facts, NOON);
  return { bank, reversalOf: (position: number) => reverse(...transactionAt(facts, position)) };
}

const reversed = (
  stream: string,
  fields: { readonly originalPosition: number; readonly originalType: string },
  rest: object,
) => ({
  stream,
  event: {
    type: 'TransactionReversed',
    data: { ...fields, currency: 'EUR', reason: 'booked twice', ...rest },
  },
});

describe('reversing a deposit', () => {
  it('takes the money back and names the original', () => {
    const { bank, reversalOf } = log(deposit('A-1', '40.00'), deposit('A-1', '2.00'));

    bank.when(reversalOf(3));

    expect(bank.decision).toEqual(
      accepted(
        reversed(
          'A-1',
          { originalPosition: 3, originalType: 'MoneyDeposited' },
          { effect: 'debit', amount: '40.00', after: eur('2.00') },
        ),
      ),
    );
    expect(bank.state('A-1').posted).toBe(200n);
    expect([...bank.state('A-1').reversed]).toEqual([3]);
  });

  it('may not take the account below its floor', () => {
    const { bank, reversalOf } = log(deposit('A-1', '40.00'), withdraw('A-1', '15.00'));

    expect(bank.when(reversalOf(3)).decision).toEqual(
      refused('insufficient-funds', { available: '25.00', limit: '0.00', requested: '40.00' }),
    );
    expect(bank.state('A-1').posted).toBe(2_500n);
    expect(bank.when(setLimit('A-1', '15.00')).when(reversalOf(3)).decision?.outcome).toBe(
      'accepted',
    );
    expect(bank.state('A-1').posted).toBe(-1_500n);
  });

  it('does not take money that is on hold', () => {
    const { bank, reversalOf } = log(deposit('A-1', '40.00'), hold('A-1', 'H-1', '0.01'));

    expect(bank.when(reversalOf(3)).decision).toEqual(
      refused('insufficient-funds', { available: '39.99', limit: '0.00', requested: '40.00' }),
    );
  });
});

describe('reversing a withdrawal', () => {
  it('gives the money back and names the original', () => {
    const { bank, reversalOf } = log(deposit('A-1', '40.00'), withdraw('A-1', '15.00'));

    expect(bank.when(reversalOf(4)).decision).toEqual(
      accepted(
        reversed(
          'A-1',
          { originalPosition: 4, originalType: 'MoneyWithdrawn' },
          { effect: 'credit', amount: '15.00', after: eur('40.00') },
        ),
      ),
    );
    expect(bank.state('A-1').posted).toBe(4_000n);
  });

  it('refuses what the account can not hold in 64 bits', () => {
    const most = '92233720368547758.07';
    const { bank, reversalOf } = log(
      deposit('A-1', '1.00'),
      withdraw('A-1', '1.00'),
      deposit('A-1', most),
    );

    expect(bank.when(reversalOf(4)).decision).toEqual(
      refused('amount-too-large', { limit: most, requested: '1.00' }),
    );
  });
});

describe('reversing a transfer', () => {
  const sent = [deposit('A-1', '40.00'), transfer('A-1', 'B-1', '25.00')] as const;
  const ofSent = { originalPosition: 4, originalType: 'MoneySent' };
  const ofReceived = { originalPosition: 5, originalType: 'MoneyReceived' };
  const back = { transferId: 'T-1', amount: '25.00' };
  const sender = reversed('A-1', ofSent, { ...back, effect: 'credit', after: eur('40.00') });
  const receiver = reversed('B-1', ofReceived, { ...back, effect: 'debit', after: eur('0.00') });

  it('by the side that sent undoes both sides, the asked one first', () => {
    const { bank, reversalOf } = log(...sent);

    expect(bank.when(reversalOf(4)).decision).toEqual(accepted(sender, receiver));
    expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([4_000n, 0n]);
  });

  it('by the side that received undoes both sides, the asked one first', () => {
    const { bank, reversalOf } = log(...sent);

    expect(bank.when(reversalOf(5)).decision).toEqual(accepted(receiver, sender));
    expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([4_000n, 0n]);
  });

  it('happens once, whichever side is asked for the second time', () => {
    for (const [first, second] of [
      [4, 5],
      [5, 4],
      [4, 4],
    ] as const) {
      const { bank, reversalOf } = log(...sent);
      bank.when(reversalOf(first)).when(reversalOf(second));

      expect(bank.decision).toEqual(refused('already-reversed', { originalPosition: second }));
      expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([4_000n, 0n]);
    }
  });

  it('is whole or absent: a receiver who spent the money keeps both sides as they are', () => {
    for (const asked of [4, 5]) {
      const { bank, reversalOf } = log(...sent, withdraw('B-1', '5.00'));
      bank.when(reversalOf(asked));

      expect(bank.decision).toEqual(
        refused('insufficient-funds', { available: '20.00', limit: '0.00', requested: '25.00' }),
      );
      expect([bank.state('A-1').posted, bank.state('B-1').posted]).toEqual([1_500n, 2_000n]);
    }
  });

  it('is refused while either account is frozen or closed', () => {
    const frozen = log(...sent, freeze('B-1'));
    const closed = log(...sent, withdraw('B-1', '25.00'), close('B-1'));

    expect(frozen.bank.when(frozen.reversalOf(4)).decision).toEqual(
      refused('account-frozen', { account: 'B-1' }),
    );
    expect(closed.bank.when(closed.reversalOf(4)).decision).toEqual(
      refused('account-closed', { account: 'B-1' }),
    );
  });

  it('throws when the caller brings one side only: half a reversal would invent money', () => {
    const [asked] = transactionAt(history(open('A-1'), open('B-1'), ...sent), 4);

    expect(() => log(...sent).bank.when(reverse(asked))).toThrow('not one whole transaction');
  });

  it('throws when the caller brings the sides of two transfers', () => {
    const facts = history(open('A-1'), open('B-1'), ...sent);
    const [asked, other] = transactionAt(facts, 4);
    if (!other) throw new Error('a transfer has two sides');
    const stranger = { ...other, data: { amount: '25.00', currency: 'EUR', transferId: 'T-2' } };

    expect(() => log(...sent).bank.when(reverse(asked, stranger))).toThrow(
      'not one whole transaction',
    );
  });

  it('throws when the caller brings two facts that are no transfer', () => {
    const past = [deposit('A-1', '1.00'), deposit('A-1', '2.00')] as const;
    const facts = history(open('A-1'), open('B-1'), ...past);
    const [one] = transactionAt(facts, 3);
    const [other] = transactionAt(facts, 4);

    expect(() => log(...past).bank.when(reverse(one, other))).toThrow('not one whole transaction');
  });
});

describe('a reversal', () => {
  it('happens once', () => {
    const { bank, reversalOf } = log(deposit('A-1', '40.00'), deposit('A-1', '40.00'));

    expect(bank.when(reversalOf(3)).when(reversalOf(3)).decision).toEqual(
      refused('already-reversed', { originalPosition: 3 }),
    );
    expect(bank.state('A-1').posted).toBe(4_000n);
    expect(bank.when(reversalOf(4)).decision?.outcome).toBe('accepted');
  });

  it('is itself not reversible', () => {
    const past = [open('A-1'), deposit('A-1', '40.00')];
    const undone = [...past, reverse(...transactionAt(history(...past), 2))];
    const facts = history(...undone);

    expect(
      given(bankingRulebook, facts, NOON).when(reverse(...transactionAt(facts, 3))).decision,
    ).toEqual(refused('not-reversible', { originalType: 'TransactionReversed' }));
  });

  it('needs an account that is neither frozen nor closed', () => {
    const frozen = log(deposit('A-1', '40.00'), freeze('A-1'));
    const closed = log(deposit('A-1', '4.00'), withdraw('A-1', '4.00'), close('A-1'));

    expect(frozen.bank.when(frozen.reversalOf(3)).decision).toEqual(
      refused('account-frozen', { account: 'A-1' }),
    );
    expect(closed.bank.when(closed.reversalOf(4)).decision).toEqual(
      refused('account-closed', { account: 'A-1' }),
    );
  });

  it('is for deposits, withdrawals and transfers only', () => {
    const { bank, reversalOf } = log(deposit('A-1', '9.00'), hold('A-1', 'H-1', '9.00'));
    bank.when(capture('A-1', 'H-1'));

    expect(bank.when(reversalOf(1)).decision).toEqual(
      refused('not-reversible', { originalType: 'AccountOpened' }),
    );
    expect(bank.when(reversalOf(4)).decision).toEqual(
      refused('not-reversible', { originalType: 'HoldPlaced' }),
    );
    expect(bankingRulebook.eventTypes.filter(isReversible)).toEqual([
      'MoneyDeposited',
      'MoneyWithdrawn',
      'MoneySent',
      'MoneyReceived',
    ]);
    expect(isReversible('toString')).toBe(false);
  });
});
