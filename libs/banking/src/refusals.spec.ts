// Every "no" of the rulebook: when it is said, with which numbers, and what of it is recorded.

import {
  bankingRulebook,
  CaptureHold,
  isUnrecorded,
  refusalCodes,
  sayRefusal,
  WithdrawMoney,
  type BankingCommand,
  type Refusal,
  type RefusalCode,
} from './index.ts';
import {
  bankAfter,
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
  release,
  reverse,
  setLimit,
  transactionAt,
  transfer,
  unfreeze,
  withdraw,
} from '../testing/examples.ts';

interface Case {
  readonly past: readonly BankingCommand[];
  readonly command: BankingCommand;
  readonly numbers: Refusal['numbers'];
  readonly sentence: string;
}

const twenty = [open('A-1'), deposit('A-1', '20.00')];
const reversal = reverse(...transactionAt(history(...twenty), 2));
const reversalOfOpening = reverse(...transactionAt(history(...twenty), 1));
const most = '92233720368547758.07';

/** An example of every refusal. A new code does not compile until it has one. */
const cases: Readonly<Record<RefusalCode, Case>> = {
  'account-not-found': {
    past: [],
    command: deposit('X-1', '1.00'),
    numbers: { account: 'X-1' },
    sentence: 'There is no account X-1.',
  },
  'hold-not-found': {
    past: twenty,
    command: release('A-1', 'H-1'),
    numbers: { hold: 'H-1', account: 'A-1' },
    sentence: 'Account A-1 has no hold H-1.',
  },
  'account-exists': {
    past: twenty,
    command: open('A-1'),
    numbers: { account: 'A-1' },
    sentence: 'Account A-1 is already open.',
  },
  'account-frozen': {
    past: [...twenty, freeze('A-1')],
    command: withdraw('A-1', '1.00'),
    numbers: { account: 'A-1' },
    sentence: 'Account A-1 is frozen: unfreeze it first.',
  },
  'account-not-frozen': {
    past: twenty,
    command: unfreeze('A-1'),
    numbers: { account: 'A-1' },
    sentence: 'Account A-1 is not frozen.',
  },
  'account-closed': {
    past: [open('A-1'), close('A-1')],
    command: deposit('A-1', '1.00'),
    numbers: { account: 'A-1' },
    sentence: 'Account A-1 is closed and refuses everything.',
  },
  'balance-not-zero': {
    past: twenty,
    command: close('A-1'),
    numbers: { posted: '20.00' },
    sentence: 'Closing needs a balance of zero, not 20.00.',
  },
  'holds-open': {
    past: [...twenty, hold('A-1', 'H-1', '5.00')],
    command: close('A-1'),
    numbers: { count: 1 },
    sentence: 'Closing needs every hold to be settled; open holds: 1.',
  },
  'hold-exists': {
    past: [...twenty, hold('A-1', 'H-1', '5.00')],
    command: hold('A-1', 'H-1', '1.00'),
    numbers: { hold: 'H-1' },
    sentence: 'There is a hold H-1 on this account already.',
  },
  'hold-not-open': {
    past: [...twenty, hold('A-1', 'H-1', '5.00'), release('A-1', 'H-1')],
    command: capture('A-1', 'H-1'),
    numbers: { hold: 'H-1' },
    sentence: 'Hold H-1 was captured, released or has expired.',
  },
  'already-reversed': {
    past: [...twenty, reversal],
    command: reversal,
    numbers: { originalPosition: 2 },
    sentence: 'The transaction at position 2 was reversed before.',
  },
  'not-reversible': {
    past: twenty,
    command: reversalOfOpening,
    numbers: { originalType: 'AccountOpened' },
    sentence: 'Deposits, withdrawals and transfers can be reversed, AccountOpened can not.',
  },
  'overdraft-in-use': {
    past: [open('A-1', { overdraftLimit: '50.00' }), withdraw('A-1', '30.00')],
    command: setLimit('A-1', '10.00'),
    numbers: { needed: '30.00', limit: '10.00' },
    sentence: 'The overdraft is in use: the limit may not go below 30.00, requested 10.00.',
  },
  'insufficient-funds': {
    past: twenty,
    command: withdraw('A-1', '120.00'),
    numbers: { available: '20.00', limit: '0.00', requested: '120.00' },
    sentence: 'Available 20.00, requested 120.00.',
  },
  'currency-mismatch': {
    past: twenty,
    command: deposit('A-1', '1.00', 'USD'),
    numbers: { expected: 'EUR', given: 'USD' },
    sentence: 'The account is kept in EUR, the amount is in USD.',
  },
  'same-account': {
    past: twenty,
    command: transfer('A-1', 'A-1', '1.00'),
    numbers: { account: 'A-1' },
    sentence: 'A transfer needs two different accounts.',
  },
  'amount-precision': {
    past: twenty,
    command: deposit('A-1', '1.001'),
    numbers: { currency: 'EUR', digits: 2 },
    sentence: 'EUR has at most 2 digits after the point.',
  },
  'amount-not-positive': {
    past: twenty,
    command: deposit('A-1', '0.00'),
    numbers: {},
    sentence: 'An amount must be more than zero.',
  },
  'amount-too-large': {
    past: twenty,
    command: deposit('A-1', most),
    numbers: { limit: most, requested: most },
    sentence: `Amounts and balances end at ${most}.`,
  },
  'amount-beyond-hold': {
    past: [...twenty, hold('A-1', 'H-1', '5.00')],
    command: capture('A-1', 'H-1', '6.00'),
    numbers: { held: '5.00', requested: '6.00' },
    sentence: 'The hold is for 5.00, requested 6.00.',
  },
};

describe.each(Object.entries(cases) as [RefusalCode, Case][])('%s', (code, example) => {
  const { past, command, numbers, sentence } = example;
  const decide = () => bankAfter(...past).when(command);

  it('is said, with the numbers that led to it', () => {
    expect(decide().decision).toMatchObject({ outcome: 'refused' });
    expect(decide().decision).toHaveProperty('refusal', { code, numbers });
  });

  it('teaches the rule in a sentence', () => {
    expect(sayRefusal({ code, numbers })).toBe(sentence);
  });

  it('changes nothing about the account', () => {
    const [stream = ''] = bankingRulebook.streamsOf(command);

    expect(decide().state(stream)).toEqual(bankAfter(...past).state(stream));
  });

  it(isUnrecorded(code) ? 'leaves no fact' : 'leaves one fact, on the first account', () => {
    const events = decide().decision?.events ?? [];

    expect(events.map(({ stream, event }) => [stream, event.type])).toEqual(
      isUnrecorded(code) ? [] : [['A-1', 'CommandRefused']],
    );
  });
});

describe('the fact of a refusal', () => {
  it('says what was asked, which rule refused it, its numbers and the account as it is', () => {
    const bank = bankAfter(...twenty).when(
      new WithdrawMoney({ account: 'A-1', amount: '120', currency: 'EUR', reference: 'rent' }),
    );

    expect(bank.decision?.events).toStrictEqual([
      {
        stream: 'A-1',
        event: {
          type: 'CommandRefused',
          data: {
            command: 'WithdrawMoney',
            code: 'insufficient-funds',
            numbers: { available: '20.00', limit: '0.00', requested: '120.00' },
            request: { account: 'A-1', amount: '120', currency: 'EUR', reference: 'rent' },
            after: eur('20.00'),
          },
        },
      },
    ]);
  });

  it('leaves out what was not asked, so that what is written is what is read', () => {
    const asked = new CaptureHold({ account: 'A-1', hold: 'H-1', amount: undefined });
    const past = [...twenty, hold('A-1', 'H-1', '5.00'), release('A-1', 'H-1')];
    const [fact] = bankAfter(...past).when(asked).decision?.events ?? [];

    expect(fact?.event).toStrictEqual(JSON.parse(JSON.stringify(fact?.event)));
    expect(fact?.event.data).toHaveProperty('request', { account: 'A-1', hold: 'H-1' });
  });

  it('of a reversal names the position and the reason only', () => {
    const [fact] = bankAfter(...twenty, reversal).when(reversal).decision?.events ?? [];

    expect(fact?.event.data).toHaveProperty('request', { position: 2, reason: 'booked twice' });
  });

  it('of a transfer stands on the sender, though the receiver is the reason', () => {
    const bank = bankAfter(...twenty, open('B-1'), freeze('B-1'));
    const facts = bank.when(transfer('A-1', 'B-1', '1.00')).decision?.events;

    expect(facts).toMatchObject([
      { stream: 'A-1', event: { data: { code: 'account-frozen', numbers: { account: 'B-1' } } } },
    ]);
    expect(facts).toHaveLength(1);
  });

  it('is not written where no account exists to record it on', () => {
    const bank = bankAfter(...twenty);

    for (const command of [
      withdraw('X-1', '1.00'),
      transfer('X-1', 'A-1', '1.00'),
      transfer('A-1', 'X-1', '1.00'),
      hold('X-1', 'H-1', '1.00'),
      freeze('X-1'),
      close('X-1'),
      setLimit('X-1', '1.00'),
    ]) {
      expect(bank.when(command, NOON).decision?.events).toEqual([]);
    }
    expect(bank.state('X-1').status).toBe('absent');
  });
});

describe('the refusal of an opening', () => {
  const tooFine = open('J-1', { currency: 'JPY', overdraftLimit: '1.5' });

  it('stands in the stream of the account that never came to be', () => {
    const bank = bankAfter().when(tooFine);

    expect(bank.decision?.events).toEqual([
      {
        stream: 'J-1',
        event: {
          type: 'CommandRefused',
          data: {
            command: 'OpenAccount',
            code: 'amount-precision',
            numbers: { currency: 'JPY', digits: 0 },
            request: { account: 'J-1', owner: 'Ada', currency: 'JPY', overdraftLimit: '1.5' },
            after: {
              status: 'absent',
              currency: 'JPY',
              posted: '0',
              held: '0',
              overdraftLimit: '0',
            },
          },
        },
      },
    ]);
    expect(bank.state('J-1')).toEqual(bankAfter().state('J-1'));
  });

  it('changes nothing: the account can be opened later, in another currency too', () => {
    const bank = bankAfter()
      .when(tooFine)
      .when(open('J-1', { overdraftLimit: '1.5' }));

    expect(bank.decision?.outcome).toBe('accepted');
    expect(bank.state('J-1')).toEqual(
      bankAfter(open('J-1', { overdraftLimit: '1.5' })).state('J-1'),
    );
    expect(bank.when(tooFine).decision).toEqual(refused('account-exists', { account: 'J-1' }));
  });

  it('makes no account that anything else could be asked of', () => {
    const bank = bankAfter().when(tooFine);
    const [fact] = bank.decision?.events ?? [];
    const original = {
      account: 'J-1',
      position: 1,
      type: 'CommandRefused',
      data: fact?.event.data,
    };
    const missing = { outcome: 'refused', events: [] };

    expect(bank.when(deposit('J-1', '1', 'JPY')).decision).toMatchObject(missing);
    expect(bank.when(close('J-1')).decision).toMatchObject(missing);
    expect(bank.when(reverse(original)).decision).toMatchObject({
      ...missing,
      refusal: { code: 'account-not-found', numbers: { account: 'J-1' } },
    });
  });
});

it('only what names an account or a hold that is not there leaves no fact', () => {
  expect(refusalCodes.filter(isUnrecorded)).toEqual(['account-not-found', 'hold-not-found']);
});

it('every refusal has a rule that says it', () => {
  expect(Object.keys(cases)).toEqual(refusalCodes);
});
