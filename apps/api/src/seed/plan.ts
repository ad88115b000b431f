// The demo bank's year as a list of commands: who asked for what, on which business day.

import {
  CaptureHold,
  DepositMoney,
  OpenAccount,
  PlaceHold,
  ReleaseHold,
  SetOverdraftLimit,
  TransferMoney,
  WithdrawMoney,
  type BankingCommand,
} from '@passbook/banking';
import { businesses, closed, frozen, people, towns, type Customer, type Town } from './people.ts';
import { Chance } from './random.ts';

export interface Planned {
  readonly command: BankingCommand;
  readonly actor: string;
  /** YYYY-MM-DD: the order of the plan; movements have it as their value date. */
  readonly day: string;
}

const DAY_MS = 86_400_000;
const DAYS = 365;

/**
 * A year of banking that ends today. The same seed and the same day give the same plan.
 * @param today milliseconds since 1970
 */
export function planYear(seed: number, today: number): readonly Planned[] {
  const year = new Year(new Chance(seed), today);
  for (const customer of [...businesses, ...people, frozen, closed]) year.open(customer);
  for (let month = 0; month < 12; month += 1) {
    for (const town of towns) year.business(town, month);
    for (const person of [...people, frozen, closed]) year.person(person, month);
  }
  year.mishaps();
  return year.inOrder();
}

class Year {
  readonly #chance: Chance;
  readonly #first: number;
  readonly #planned: Planned[] = [];

  constructor(chance: Chance, today: number) {
    this.#chance = chance;
    this.#first = today - (DAYS - 1) * DAY_MS;
  }

  /** By day, and within a day as they were planned. */
  inOrder(): readonly Planned[] {
    return this.#planned.sort((one, other) => one.day.localeCompare(other.day, 'en'));
  }

  open(customer: Customer): void {
    const { account, currency } = customer;
    this.#plan(0, 'teller-1', new OpenAccount({ ...customer, account }));
    const [low, high] = this.#town(currency).salary;
    const amount = String(this.#chance.between(low, high) * (account.startsWith('B') ? 12 : 1));
    this.#deposit(0, { account, amount, currency, reference: 'Opening deposit' });
  }

  /** Customers pay, wages and rents flow, suppliers are paid. */
  business({ currency, employer, landlord, shop, salary }: Town, month: number): void {
    const [low, high] = salary;
    const monthly = (factor: number): string => String(this.#chance.between(low, high) * factor);
    const invoice = `Invoice ${this.#chance.between(1000, 9999)}`;
    this.#deposit(day(month, 4), {
      account: employer,
      amount: monthly(7),
      currency,
      reference: invoice,
    });
    this.#withdraw(day(month, 17), 'ada', {
      account: landlord,
      amount: monthly(1),
      currency,
      reference: 'Maintenance and taxes',
    });
    for (const at of [6, 13, 20, 27]) {
      this.#deposit(day(month, at), {
        account: shop,
        amount: `${monthly(1)}.${this.#chance.between(10, 99)}`,
        currency,
        reference: 'Takings of the week',
      });
    }
    this.#withdraw(day(month, 28), 'grace', {
      account: shop,
      amount: monthly(2),
      currency,
      reference: 'Suppliers',
    });
  }

  /** Wages come, the rent goes, a few purchases and some cash. */
  person({ account, currency }: Customer, month: number): void {
    const town = this.#town(currency);
    const { employer, landlord, salary, rent, cash } = town;
    const wages = { from: employer, to: account, amount: this.#amount(salary), currency };
    this.#transfer(day(month, 24), 'payroll', { ...wages, reference: 'Salary' });
    const home = { from: account, to: landlord, amount: this.#amount(rent), currency };
    this.#transfer(day(month, 2), 'standing-order', { ...home, reference: 'Rent' });
    for (const at of [8, 19]) this.#purchase(day(month, at), account, town);
    if (this.#chance.happens(60)) {
      const amount = String(cash * this.#chance.between(1, 4));
      this.#withdraw(day(month, 12), this.#teller(), {
        account,
        amount,
        currency,
        reference: 'Cash',
      });
    }
  }

  /** What goes wrong in a year, and what is left open at its end. */
  mishaps(): void {
    for (const { account, currency } of people.slice(0, 9)) {
      const amount = String(this.#town(currency).salary[1] * 40);
      const reference = 'Down payment';
      const at = this.#chance.between(30, DAYS - 5);
      this.#withdraw(at, this.#teller(), { account, amount, currency, reference });
    }
    const [ada] = people;
    const account = ada?.account ?? '';
    this.#withdraw(203, 'teller-2', {
      account,
      amount: '80',
      currency: 'USD',
      reference: 'Travel',
    });
    this.#deposit(219, { account, amount: '12.345', currency: 'EUR', reference: 'Coins' });
    const back = { from: account, to: account, amount: '10', currency: 'EUR' };
    this.#transfer(240, 'ada', { ...back, reference: 'To myself' });
    const limit = { account: 'A-1002', amount: '1500', currency: 'EUR' };
    this.#plan(150, 'ada', new SetOverdraftLimit(limit));
    for (const { account: id, currency } of [...people.slice(0, 3), ...people.slice(7, 9)]) {
      const [least, most] = this.#town(currency).purchase;
      const amount = `${this.#chance.between(least * 2, most)}.00`;
      const hold = { account: id, hold: this.#chance.name(), amount, currency };
      const expiresIn = this.#chance.between(2, 9) * 86_400;
      this.#plan(
        DAYS - 1,
        'card-network',
        new PlaceHold({ ...hold, reference: 'Hotel deposit', expiresIn }),
      );
    }
  }

  /** A card payment: set aside at the till, taken a day or two later; some are called off. */
  #purchase(at: number, account: string, { currency, purchase, merchants }: Town): void {
    const hold = this.#chance.name();
    const reference = this.#chance.pick(merchants);
    const amount = `${this.#amount(purchase)}.${this.#chance.between(10, 99)}`;
    const placed = { account, hold, amount, currency, reference };
    this.#plan(at, 'card-network', new PlaceHold(placed));
    const later = at + this.#chance.between(1, 2);
    this.#plan(
      later,
      'card-network',
      this.#chance.happens(8)
        ? new ReleaseHold({ account, hold, reason: 'Order cancelled' })
        : new CaptureHold({ account, hold }),
    );
  }

  #deposit(at: number, data: Movement): void {
    this.#plan(at, this.#teller(), new DepositMoney({ ...data, valueDate: this.#date(at) }));
  }

  #withdraw(at: number, actor: string, data: Movement): void {
    this.#plan(at, actor, new WithdrawMoney({ ...data, valueDate: this.#date(at) }));
  }

  #transfer(at: number, actor: string, data: Omit<Movement, 'account'> & Sides): void {
    const transfer = `T-${this.#chance.name()}`;
    this.#plan(at, actor, new TransferMoney({ ...data, transfer, valueDate: this.#date(at) }));
  }

  #plan(at: number, actor: string, command: BankingCommand): void {
    this.#planned.push({ command, actor, day: this.#date(at) });
  }

  #date(at: number): string {
    const moment = this.#first + Math.min(at, DAYS - 1) * DAY_MS;
    return new Date(moment).toISOString().slice(0, 10);
  }

  #teller(): string {
    return this.#chance.pick(['teller-1', 'teller-2', 'teller-3']);
  }

  #amount([least, most]: readonly [number, number]): string {
    return String(this.#chance.between(least, most));
  }

  #town(currency: string): Town {
    const town = towns.find((one) => one.currency === currency);
    if (!town) throw new Error(`nobody of the demo bank lives on ${currency}`);
    return town;
  }
}

interface Movement {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly reference: string;
}

interface Sides {
  readonly from: string;
  readonly to: string;
}

/** A day of a month, counted from the first day of the year; the first is for openings. */
function day(month: number, of: number): number {
  return Math.round(month * 30.4) + of;
}
