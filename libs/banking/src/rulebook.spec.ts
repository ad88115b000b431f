// What the engine relies on: the rulebook is complete, pure, and notices a damaged log.

import { given } from '@passbook/event-sourcing';
import {
  absent,
  bankingCommandTypes,
  bankingEventTypes,
  bankingRulebook,
  evolve,
  type BankingEvent,
} from './index.ts';
import {
  bankAfter,
  capture,
  close,
  deposit,
  expire,
  freeze,
  history,
  hold,
  NOON,
  open,
  release,
  reverse,
  setLimit,
  transactionAt,
  transfer,
  unfreeze,
  withdraw,
} from '../testing/examples.ts';

const past = [
  open('A-1', { overdraftLimit: '10.00' }),
  deposit('A-1', '100.00'),
  hold('A-1', 'H-1', '20.00', { expiresIn: 60, reference: 'hotel' }),
  hold('A-1', 'H-2', '5.00'),
  capture('A-1', 'H-1', '12.00'),
];

describe('the rulebook', () => {
  it('knows every command and every event by name', () => {
    expect([...bankingCommandTypes].sort()).toEqual([
      'CaptureHold',
      'CloseAccount',
      'DepositMoney',
      'ExpireHold',
      'FreezeAccount',
      'OpenAccount',
      'PlaceHold',
      'ReleaseHold',
      'ReverseTransaction',
      'SetOverdraftLimit',
      'TransferMoney',
      'UnfreezeAccount',
      'WithdrawMoney',
    ]);
    expect([...bankingEventTypes].sort()).toEqual([
      'AccountClosed',
      'AccountFrozen',
      'AccountOpened',
      'AccountUnfrozen',
      'CommandRefused',
      'HoldCaptured',
      'HoldExpired',
      'HoldPlaced',
      'HoldReleased',
      'MoneyDeposited',
      'MoneyReceived',
      'MoneySent',
      'MoneyWithdrawn',
      'OverdraftLimitSet',
      'TransactionReversed',
    ]);
    expect(bankingRulebook.eventTypes).toBe(bankingEventTypes);
    expect(bankingEventTypes).toContain(bankingRulebook.refusalType);
  });

  it('names the streams of a command, the main one first', () => {
    const facts = history(
      open('A-1'),
      open('B-1'),
      deposit('A-1', '9'),
      transfer('A-1', 'B-1', '9'),
    );
    const streamsOf = bankingRulebook.streamsOf;

    expect(streamsOf(open('A-1'))).toEqual(['A-1']);
    expect(streamsOf(withdraw('A-1', '1'))).toEqual(['A-1']);
    expect(streamsOf(release('A-1', 'H-1'))).toEqual(['A-1']);
    expect(streamsOf(transfer('A-1', 'B-1', '1'))).toEqual(['A-1', 'B-1']);
    expect(streamsOf(reverse(...transactionAt(facts, 3)))).toEqual(['A-1']);
    expect(streamsOf(reverse(...transactionAt(facts, 4)))).toEqual(['A-1', 'B-1']);
    expect(streamsOf(reverse(...transactionAt(facts, 5)))).toEqual(['B-1', 'A-1']);
  });

  it('decides the same on the same states at the same time', () => {
    for (const command of [withdraw('A-1', '50'), withdraw('A-1', '500'), capture('A-1', 'H-2')]) {
      const decide = () => bankAfter(...past).when(command).decision;

      expect(decide()).toEqual(decide());
    }
  });

  it('leaves the states that it looks at as they were', () => {
    const bank = bankAfter(...past);
    const before = bank.state('A-1');
    const text = bankingRulebook.freeze(before);

    for (const command of [
      capture('A-1', 'H-2'),
      hold('A-1', 'H-3', '1.00'),
      withdraw('A-1', '1.00'),
      withdraw('A-1', '999.00'),
      freeze('A-1'),
    ]) {
      bankingRulebook.decide(command, { state: () => before, now: NOON });
    }

    expect(bankingRulebook.freeze(before)).toBe(text);
  });
});

describe('a snapshot', () => {
  const facts = history(...past);
  const reversal = reverse(...transactionAt(facts, 2));

  it.each([
    ['an account that never was', absent('A-1')],
    ['a new account', bankAfter(open('A-1')).state('A-1')],
    ['an account with open and settled holds', bankAfter(...past).state('A-1')],
    [
      'an overdrawn account with a reversed fact',
      bankAfter(...past, setLimit('A-1', '90.00'), release('A-1', 'H-2'), reversal).state('A-1'),
    ],
    ['a closed account', bankAfter(open('A-1'), close('A-1')).state('A-1')],
  ])('of %s thaws to what was frozen', (_, account) => {
    const text = bankingRulebook.freeze(account);

    expect(bankingRulebook.thaw(text)).toStrictEqual(account);
    expect(bankingRulebook.freeze(bankingRulebook.thaw(text))).toBe(text);
  });

  it('is exact at both ends of 64 bits', () => {
    const most = '92233720368547758.07';
    const low = bankAfter(open('A-1', { overdraftLimit: most }), withdraw('A-1', most)).state(
      'A-1',
    );
    const high = bankAfter(open('A-1'), deposit('A-1', most), hold('A-1', 'H', most)).state('A-1');

    for (const account of [low, high]) {
      expect(bankingRulebook.thaw(bankingRulebook.freeze(account))).toStrictEqual(account);
    }
  });

  it('decides as the account would that it was taken from', () => {
    const account = bankAfter(...past).state('A-1');
    const thawed = bankingRulebook.thaw(bankingRulebook.freeze(account));

    for (const command of [
      capture('A-1', 'H-1'),
      capture('A-1', 'H-2'),
      withdraw('A-1', '93.01'),
    ]) {
      expect(bankingRulebook.decide(command, { state: () => thawed, now: NOON })).toEqual(
        bankingRulebook.decide(command, { state: () => account, now: NOON }),
      );
    }
  });
});

describe('a damaged log', () => {
  /** One event of every type, each with the account before it. */
  const examples = (() => {
    const commands = [
      ...past,
      withdraw('A-1', '1.00'),
      withdraw('A-1', '999.00'),
      release('A-1', 'H-2'),
      hold('A-1', 'H-3', '1.00', { expiresIn: 1 }),
      open('B-1'),
      transfer('A-1', 'B-1', '2.00'),
      setLimit('A-1', '90.00'),
      reverse({
        account: 'A-1',
        position: 2,
        type: 'MoneyDeposited',
        data: { amount: '1.00', currency: 'EUR' },
      }),
      freeze('A-1'),
      unfreeze('A-1'),
      open('C-1'),
      close('C-1'),
    ];
    const bank = given(bankingRulebook, [], NOON);
    const steps = [...commands.map((command) => [command, NOON] as const)];
    steps.push([expire('A-1', 'H-3'), NOON + 1_000]);
    return steps.flatMap(([command, now]) => {
      const before = (bankingRulebook.streamsOf(command) as string[]).map((id) => bank.state(id));
      return (bank.when(command, now).decision?.events ?? []).map(({ stream, event }) => {
        const account = before.find(({ id }) => id === stream) ?? absent(stream);
        return { account, event };
      });
    });
  })();

  it('has an example of every event below', () => {
    expect(new Set(examples.map(({ event }) => event.type))).toEqual(new Set(bankingEventTypes));
  });

  const changes = {
    status: (status: string) => (status === 'frozen' ? 'open' : 'frozen'),
    currency: () => 'USD',
    posted: (text: string) => `9${text.replace('-', '')}`,
    held: (text: string) => `9${text}`,
    overdraftLimit: (text: string) => `9${text}`,
  };

  it.each(Object.entries(changes))(
    'is noticed when the %s of any event is not true',
    (name, lie) => {
      for (const { account, event } of examples) {
        const told = event.data.after[name as keyof typeof changes];
        const tampered = {
          ...event,
          data: { ...event.data, after: { ...event.data.after, [name]: lie(told) } },
        } as BankingEvent;

        expect(() => evolve(account, event)).not.toThrow();
        expect(() => evolve(account, tampered)).toThrow(`with ${name} ${told}, but says`);
      }
    },
  );

  it('is noticed when an amount is changed and its balance is not', () => {
    const [, deposited] = history(open('A-1'), deposit('A-1', '10.00'));
    const account = bankAfter(open('A-1')).state('A-1');
    const event = deposited?.event;
    if (event?.type !== 'MoneyDeposited') throw new Error('the second fact is the deposit');

    expect(() => evolve(account, { ...event, data: { ...event.data, amount: '10.01' } })).toThrow(
      'MoneyDeposited leaves account A-1 with posted 10.01, but says 10.00',
    );
  });

  it('is noticed when a fact is missing before, or is folded twice', () => {
    const [opened, first, second] = history(open('A-1'), deposit('A-1', '1'), deposit('A-1', '2'));
    if (!opened || !first || !second) throw new Error('three commands leave three facts');

    expect(() => given(bankingRulebook, [opened, second])).toThrow('says 3.00');
    expect(() => given(bankingRulebook, [opened, first, first])).toThrow('says 1.00');
    expect(() => given(bankingRulebook, [first])).toThrow('account A-1 does not exist');
  });

  it('is noticed when a hold ends that was never placed', () => {
    const [, , placed, ended] = history(
      open('A-1'),
      deposit('A-1', '9'),
      hold('A-1', 'H-1', '9'),
      release('A-1', 'H-1'),
    );
    if (!placed || !ended) throw new Error('four commands leave four facts');

    expect(() => given(bankingRulebook, [...history(open('A-1')), ended])).toThrow(
      'account A-1 holds nothing by the name of H-1',
    );
  });
});
