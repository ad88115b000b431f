// The law of the whole: whatever is asked in whatever order, every invariant holds at every step.

import { inspect } from 'node:util';
import fc from 'fast-check';
import { given } from '@passbook/event-sourcing';
import {
  bankingEventTypes,
  bankingRulebook,
  refusalCodes,
  ReverseTransaction,
  TransferMoney,
  type Account,
  type BankingCommand,
  type OriginalFact,
} from './index.ts';
import {
  capture,
  close,
  deposit,
  expire,
  freeze,
  hold,
  laws,
  NOON,
  open,
  release,
  setLimit,
  unfreeze,
  withdraw,
} from '../testing/examples.ts';
import { checkInvariants, type LoggedFact } from '../testing/invariants.ts';
import { heldIn, ReferenceBank } from '../testing/reference-bank.ts';

/** Accounts that are open from the start, in currencies of 0, 2, 3 and 4 digits; E-3 is not. */
const prelude: readonly BankingCommand[] = [
  open('E-1'),
  open('E-2', { overdraftLimit: '50.00' }),
  open('J-1', { currency: 'JPY' }),
  open('K-1', { currency: 'KWD', overdraftLimit: '1.500' }),
  open('C-1', { currency: 'CLF' }),
];

/** A reversal names a fact of the log that is not known before; a transfer names itself. */
type Intent =
  | { readonly ask: BankingCommand }
  | { readonly reverse: number }
  | { readonly from: string; readonly to: string; readonly amount: string; readonly in: string };

interface Step {
  readonly wait: number;
  readonly intent: Intent;
}

const account = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('E-1', 'E-2') },
  { weight: 3, arbitrary: fc.constantFrom('J-1', 'K-1', 'C-1') },
  { weight: 1, arbitrary: fc.constantFrom('E-3', 'X-1') },
);
const currencyOf: Readonly<Record<string, string>> = { J: 'JPY', K: 'KWD', C: 'CLF' };
const ownCurrency = (id: string): string => currencyOf[id.charAt(0)] ?? 'EUR';

const amount = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 90 }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom('0.5', '12.34', '0.001', '7.1250', '0.00001') },
  { weight: 1, arbitrary: fc.constantFrom('0', '0.00') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('92233720368547758.07', '9223372036854775807', '92233720368547758'),
  },
);
const holdName = fc.constantFrom('H-1', 'H-2', 'H-3');

/** An account with an amount, nearly always in the account's own currency. */
const money = fc.record({
  id: account,
  amount,
  foreign: fc.integer({ min: 0, max: 19 }).map((dice) => dice === 0),
});
const inCurrency = (id: string, foreign: boolean): string => (foreign ? 'CLF' : ownCurrency(id));

type Ask = fc.Arbitrary<BankingCommand>;
const onMoney = (ask: (id: string, amount: string, currency: string) => BankingCommand): Ask =>
  money.map(({ id, amount: text, foreign }) => ask(id, text, inCurrency(id, foreign)));
const onHold = (ask: (id: string, name: string) => BankingCommand): Ask =>
  fc.tuple(account, holdName).map(([id, name]) => ask(id, name));

const placing: Ask = fc
  .tuple(money, holdName, fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }))
  .map(([{ id, amount: text, foreign }, name, expiresIn]) =>
    hold(id, name, text, { currency: inCurrency(id, foreign), expiresIn }),
  );
const capturing: Ask = fc
  .tuple(account, holdName, fc.option(amount, { nil: undefined }))
  .map(([id, name, part]) => capture(id, name, part));

const asking = (weight: number, arbitrary: Ask) => ({
  weight,
  arbitrary: arbitrary.map((ask): Intent => ({ ask })),
});
const intent: fc.Arbitrary<Intent> = fc.oneof(
  asking(10, onMoney(deposit)),
  asking(8, onMoney(withdraw)),
  {
    weight: 8,
    arbitrary: fc.tuple(money, account).map(([{ id, amount: text, foreign }, to]) => ({
      from: id,
      to,
      amount: text,
      in: inCurrency(id, foreign),
    })),
  },
  { weight: 6, arbitrary: fc.record({ reverse: fc.nat(200) }) },
  asking(8, placing),
  asking(5, capturing),
  asking(2, onHold(release)),
  asking(4, onHold(expire)),
  asking(2, onMoney(setLimit)),
  asking(1, account.map(freeze)),
  asking(4, account.map(unfreeze)),
  asking(2, account.map(close)),
  asking(
    1,
    account.map((id) => open(id, { currency: ownCurrency(id) })),
  ),
);
const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.constantFrom(0, 0, 1, 500, 1_000, 4_000),
  intent,
});

/** A bank with its log and the reference beside it. */
class Simulation {
  readonly log: LoggedFact[] = [];
  readonly #bank = given(bankingRulebook);
  readonly #reference = new ReferenceBank();
  readonly codes = new Set<string>();
  #now = NOON;

  constructor() {
    for (const command of prelude) this.#ask(command);
  }

  /** Takes a step in both banks, which must agree on it. */
  take({ wait, intent: wish }: Step): void {
    this.#now += wait;
    this.#ask(this.#commandFor(wish));
  }

  /** Checks everything that must hold after a step. */
  check(): void {
    const accounts = this.accounts();
    checkInvariants(this.log, accounts);
    const predicted = accounts.flatMap(({ id }) => this.#reference.books.get(id) ?? []);
    expect(
      accounts.map(({ status, posted, held, overdraftLimit }) =>
        [status, posted, held, overdraftLimit].join(' '),
      ),
    ).toEqual(
      predicted.map((book) => [book.status, book.posted, heldIn(book), book.limit].join(' ')),
    );
  }

  accounts(): readonly Account[] {
    const streams = new Set(this.log.map(({ stream }) => stream));
    return [...streams].map((id) => this.#bank.state(id));
  }

  #commandFor(wish: Intent): BankingCommand {
    if ('ask' in wish) return wish.ask;
    if ('from' in wish) {
      const { from, to, amount: text, in: currency } = wish;
      const id = `T-${this.log.length}`;
      return new TransferMoney({ transfer: id, from, to, amount: text, currency });
    }
    const facts = this.log.map(({ stream, position, event: { type, data } }): OriginalFact => {
      return { account: stream, position, type, data };
    });
    const index = wish.reverse % facts.length;
    const asked = facts[index];
    if (!asked) throw new RangeError('the prelude leaves facts to choose from');
    const other = { MoneySent: facts[index + 1], MoneyReceived: facts[index - 1] }[asked.type];
    return new ReverseTransaction({ reason: 'law', originals: other ? [asked, other] : [asked] });
  }

  #ask(command: BankingCommand): void {
    const expected = this.#reference.accepts(command, this.#now);
    const versions = new Map<string, number>();
    for (const { stream, version } of this.log) versions.set(stream, version);
    const { decision } = this.#bank.when(command, this.#now);
    const outcome = expected ? 'accepted' : 'refused';
    if (decision?.outcome !== outcome) {
      throw new Error(`${outcome} is right, not ${inspect(decision)} to ${inspect(command)}`);
    }
    if (decision.outcome === 'refused') this.codes.add(decision.refusal.code);
    for (const { stream, event } of decision.events) {
      expect(event).toStrictEqual(JSON.parse(JSON.stringify(event)));
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      const position = this.log.length + 1;
      this.log.push({ position, stream, version, event, now: this.#now });
    }
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 60, size: 'max' });

describe('any sequence of commands', () => {
  it('keeps every invariant after every step, with the verdicts of the reference bank', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const simulation = new Simulation();
        for (const each of sequence) {
          simulation.take(each);
          simulation.check();
        }
      }),
      laws(200),
    );
  });

  it('gives the same facts when it is asked again', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const [one, other] = [new Simulation(), new Simulation()];
        for (const each of sequence) {
          one.take(each);
          other.take(each);
        }
        expect(one.log).toStrictEqual(other.log);
        expect(one.accounts()).toStrictEqual(other.accounts());
      }),
      laws(30),
    );
  });

  it('leads, among two hundred, to every event and every refusal that there is', () => {
    const types = new Set<string>();
    const codes = new Set<string>();
    for (const sequence of fc.sample(steps, { seed: 19_930_105, numRuns: 200 })) {
      const simulation = new Simulation();
      for (const each of sequence) simulation.take(each);
      for (const { event } of simulation.log) types.add(event.type);
      for (const code of simulation.codes) codes.add(code);
    }
    expect([...types].sort()).toEqual([...bankingEventTypes].sort());
    expect([...codes].sort()).toEqual([...refusalCodes].sort());
  });
});
