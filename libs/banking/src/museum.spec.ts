// The museum: bugs of the rules that other ledgers shipped, each kept out by a test.

import { given } from '@passbook/event-sourcing';
import {
  absent,
  available,
  bankingRulebook,
  evolve,
  isAmount,
  isCurrency,
  parseAmount,
} from './index.ts';
import {
  bankAfter,
  capture,
  deposit,
  expire,
  freeze,
  history,
  hold,
  NOON,
  open,
  refused,
  release,
  reverse,
  transactionAt,
  transfer,
  withdraw,
} from '../testing/examples.ts';

describe('a funds check that ignores holds', () => {
  const bank = () =>
    bankAfter(open('A-1'), open('B-1'), deposit('A-1', '50'), hold('A-1', 'H', '30'));
  const short = refused('insufficient-funds', {
    available: '20.00',
    limit: '0.00',
    requested: '20.01',
  });

  it.each([
    ['a withdrawal', withdraw('A-1', '20.01')],
    ['a transfer', transfer('A-1', 'B-1', '20.01')],
    ['another hold', hold('A-1', 'H-2', '20.01')],
  ])('lets %s take held money; here it does not', (_, command) => {
    expect(bank().when(command).decision).toEqual(short);
  });

  it('lets a reversal take held money; here it does not', () => {
    const past = [
      open('A-1'),
      deposit('A-1', '20.01'),
      deposit('A-1', '30'),
      hold('A-1', 'H', '30.01'),
    ];
    const facts = history(...past);
    const undo = reverse(...transactionAt(facts, 2));

    expect(given(bankingRulebook, facts, NOON).when(undo).decision).toEqual(
      refused('insufficient-funds', { available: '20.00', limit: '0.00', requested: '20.01' }),
    );
  });
});

describe('two first debits on an account that nobody touched before', () => {
  const first = () => bankAfter(open('A-1', { overdraftLimit: '100.00' }), open('B-1'));

  it.each([
    ['withdrawals', withdraw('A-1', '60.00'), withdraw('A-1', '60.00')],
    ['transfers', transfer('A-1', 'B-1', '60.00'), transfer('A-1', 'B-1', '60.00')],
    ['holds', hold('A-1', 'H-1', '60.00'), hold('A-1', 'H-2', '60.00')],
    ['kinds', hold('A-1', 'H-1', '60.00'), withdraw('A-1', '60.00')],
  ])('both pass elsewhere; of two %s the second sees the first', (_, one, other) => {
    const bank = first().when(one);

    expect(bank.decision?.outcome).toBe('accepted');
    expect(bank.when(other).decision).toEqual(
      refused('insufficient-funds', { available: '40.00', limit: '100.00', requested: '60.00' }),
    );
    expect(available(bank.state('A-1'))).toBe(4_000n);
  });
});

describe('a negative amount that turns a debit into a credit', () => {
  it.each(['-5.00', '-0.01', '-0', '\u22125'])('%s is not of the form of an amount', (text) => {
    const bank = bankAfter(open('A-1'), open('B-1'), deposit('A-1', '9.00'));

    expect(isAmount(text)).toBe(false);
    for (const command of [
      deposit('A-1', text),
      withdraw('A-1', text),
      transfer('A-1', 'B-1', text),
      hold('A-1', 'H-1', text),
    ]) {
      expect(() => bank.when(command)).toThrow(SyntaxError);
    }
    expect(bank.state('A-1')).toMatchObject({ posted: 900n, held: 0n });
  });
});

describe('a transfer to oneself that makes money', () => {
  it('is refused, whatever the balance', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '9.00')).when(transfer('A-1', 'A-1', '9'));

    expect(bank.decision).toEqual(refused('same-account', { account: 'A-1' }));
    expect(bank.state('A-1').posted).toBe(900n);
  });
});

describe('a blank currency', () => {
  it('is none, neither to keep an account in nor to move money in', () => {
    expect(['', ' '].filter(isCurrency)).toEqual([]);
    expect(() => bankAfter().when(open('A-1', { currency: '' }))).toThrow(RangeError);
    expect(bankAfter(open('A-1')).when(deposit('A-1', '1', '')).decision).toEqual(
      refused('currency-mismatch', { expected: 'EUR', given: '' }),
    );
  });
});

describe('the wall clock or chance in a fold', () => {
  const past = [
    open('A-1'),
    open('B-1'),
    deposit('A-1', '50.00'),
    transfer('A-1', 'B-1', '5.00'),
    hold('A-1', 'H-1', '9.00', { expiresIn: 60 }),
    hold('A-1', 'H-2', '1.00', { expiresIn: 60 }),
    capture('A-1', 'H-1', '4.00'),
  ];
  const replayIn = (year: number) => {
    jest.useFakeTimers({ now: Date.UTC(year, 0, 1) });
    const facts = history(...past);
    return { facts, state: given(bankingRulebook, facts).state('A-1') };
  };

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('gives another state on replay; here a hold does not even end by being read late', () => {
    const [early, late] = [replayIn(1993), replayIn(2093)];

    expect(late).toStrictEqual(early);
    expect(late.state.holds.has('H-2')).toBe(true);
  });

  it('is never asked', () => {
    const clock = jest.spyOn(Date, 'now');
    const chance = jest.spyOn(Math, 'random');
    bankAfter(...past).when(expire('A-1', 'H-2'), NOON + 60_000);

    expect(clock).not.toHaveBeenCalled();
    expect(chance).not.toHaveBeenCalled();
  });
});

describe('a transfer in two steps with a crash between them', () => {
  it('loses the money elsewhere; here both sides are one answer or there is none', () => {
    const bank = () => bankAfter(open('A-1'), open('B-1'), deposit('A-1', '9.00'));
    const done = bank().when(transfer('A-1', 'B-1', '9.00')).decision;
    const barred = bank()
      .when(freeze('B-1'))
      .when(transfer('A-1', 'B-1', '9.00')).decision;

    expect(done?.events.map(({ stream }) => stream)).toEqual(['A-1', 'B-1']);
    expect(barred?.events.map(({ event }) => event.type)).toEqual(['CommandRefused']);
  });
});

describe('a fact that is delivered twice', () => {
  it('doubles the balance elsewhere; here no money fact can be folded again', () => {
    const commands = [
      open('A-1', { overdraftLimit: '9.00' }),
      deposit('A-1', '9.00'),
      withdraw('A-1', '1.00'),
      hold('A-1', 'H-1', '3.00'),
      capture('A-1', 'H-1', '2.00'),
      hold('A-1', 'H-2', '3.00'),
      release('A-1', 'H-2'),
    ];
    let account = absent('A-1');
    for (const { event } of history(...commands)) {
      account = evolve(account, event);
      const once = account;
      if (event.type !== 'AccountOpened') expect(() => evolve(once, event)).toThrow();
    }
  });
});

describe('a preview that is computed by other code than the run', () => {
  it('differs elsewhere; here to preview is to decide, which changes nothing', () => {
    const bank = bankAfter(open('A-1'), deposit('A-1', '9.00'), hold('A-1', 'H-1', '3.00'));
    for (const command of [
      withdraw('A-1', '6.00'),
      withdraw('A-1', '6.01'),
      capture('A-1', 'H-1'),
    ]) {
      const world = { state: (id: string) => bank.state(id), now: NOON };
      const preview = bankingRulebook.decide(command, world);
      const again = bankingRulebook.decide(command, world);

      expect(again).toEqual(preview);
      expect(bank.when(command).decision).toEqual(preview);
    }
  });
});

describe('integers of 64 bits that are rounded on their way', () => {
  it.each(['90071992547409.93', '92233720368547758.07', '0.01'])('%s arrives exactly', (text) => {
    const bank = bankAfter(open('A-1')).when(deposit('A-1', text));
    const [fact] = bank.decision?.events ?? [];

    expect(fact?.event.data).toMatchObject({ amount: text, after: { posted: text } });
    expect(bank.state('A-1').posted).toBe(parseAmount(text, 'EUR'));
    expect(bankingRulebook.thaw(bankingRulebook.freeze(bank.state('A-1'))).posted).toBe(
      BigInt(text.replace('.', '')),
    );
  });

  it('so do what is held and what is available, which have the same end', () => {
    const limit = '46116860184273879.03';
    const rich = bankAfter(open('A-1', { overdraftLimit: limit }), deposit('A-1', limit));

    expect(available(rich.state('A-1'))).toBe(2n ** 63n - 2n);
    expect(rich.when(hold('A-1', 'H-1', limit)).decision?.outcome).toBe('accepted');
    expect(rich.when(hold('A-1', 'H-2', limit)).decision?.outcome).toBe('accepted');
    expect(rich.state('A-1').held).toBe(2n ** 63n - 2n);
    expect(rich.when(deposit('A-1', '0.02')).decision).toEqual(
      refused('amount-too-large', { limit: '92233720368547758.07', requested: '0.02' }),
    );
  });
});
