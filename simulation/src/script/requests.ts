// What virtual clients ask for: mostly sense, at the edge of what is allowed, and some nonsense.

import type { Chance } from '../chance.ts';
import type { Request } from './step.ts';

const DIGITS = { EUR: 2, JPY: 0, KWD: 3, CLF: 4 } as const;
export type Code = keyof typeof DIGITS;

const LARGEST = 9_223_372_036_854_775_807n;

type Kind =
  | 'open'
  | 'deposit'
  | 'withdraw'
  | 'transfer'
  | 'hold'
  | 'capture'
  | 'release'
  | 'limit'
  | 'freeze'
  | 'unfreeze'
  | 'close'
  | 'reverse';

/** How often each is asked for; seeds differ in it, for rare paths need company of their own. */
export type Weights = Readonly<Record<Kind, number>>;

export function chooseWeights(chance: Chance): Weights {
  const weight = (usual: number): number => (chance.percent(15) ? 0 : chance.below(usual * 2) + 1);
  return {
    open: weight(6) + 2,
    deposit: weight(14) + 4,
    withdraw: weight(14) + 2,
    transfer: weight(16),
    hold: weight(12),
    capture: weight(10),
    release: weight(5),
    limit: weight(4),
    freeze: weight(3),
    unfreeze: weight(6) + 2,
    close: weight(4),
    reverse: weight(8),
  };
}

/** Makes requests; remembers which holds it asked for, so that some of them are settled. */
export class Requests {
  readonly #chance: Chance;
  readonly #weights: Weights;
  readonly #accounts: number;
  readonly #codes: readonly Code[];
  readonly #holds: { readonly account: string; readonly hold: string }[] = [];
  /** What follows from the request before. */
  readonly #planned: Request[] = [];
  /** Some banks move sums that are near the end of 64 bits. */
  readonly #huge: boolean;

  constructor(chance: Chance, accounts: number) {
    this.#chance = chance;
    this.#accounts = accounts;
    this.#weights = chooseWeights(chance);
    this.#huge = chance.percent(15);
    this.#codes = Array.from({ length: accounts }, (_, index) =>
      index < 2 || chance.percent(60) ? 'EUR' : chance.pick(['JPY', 'KWD', 'CLF']),
    );
  }

  next(): Request {
    return this.#planned.pop() ?? this.of(this.#chance.weighted(this.#weights));
  }

  of(kind: Kind): Request {
    const account = this.#account();
    switch (kind) {
      case 'open':
        return this.#open();
      case 'deposit':
        return { type: 'DepositMoney', data: { account, ...this.#movement(account) } };
      case 'withdraw':
        return { type: 'WithdrawMoney', data: { account, ...this.#toTheLast(account) } };
      case 'transfer': {
        const to = this.#account();
        const data = { transfer: '', from: account, to, ...this.#toTheLast(account) };
        return { type: 'TransferMoney', data };
      }
      case 'limit':
        return { type: 'SetOverdraftLimit', data: { account, ...this.#money(account) } };
      case 'freeze':
        return { type: 'FreezeAccount', data: { account, reason: 'suspicion' } };
      case 'unfreeze':
        return { type: 'UnfreezeAccount', data: { account, reason: 'cleared' } };
      case 'close':
        return this.#close();
      case 'reverse':
        return { type: 'ReverseTransaction', data: { dice: this.#chance.next(), reason: 'error' } };
      default:
        return this.#ofHold(kind);
    }
  }

  #ofHold(kind: 'hold' | 'capture' | 'release'): Request {
    if (kind === 'hold') {
      const account = this.#account();
      const fresh = this.#chance.percent(92) || this.#holds.length === 0;
      const hold = fresh ? `h${this.#holds.length}` : this.#known().hold;
      this.#holds.push({ account, hold });
      const expiresIn = this.#chance.pick([1, 5, 60, 86_400]);
      const end = this.#chance.percent(60) ? { expiresIn } : {};
      const note = this.#some({ reference: 'room 12' });
      return {
        type: 'PlaceHold',
        data: { account, hold, ...this.#money(account), ...note, ...end },
      };
    }
    const place = this.#known();
    if (kind === 'release') {
      return { type: 'ReleaseHold', data: { ...place, ...this.#some({ reason: 'not needed' }) } };
    }
    const part = this.#chance.percent(50) ? this.#money(place.account) : {};
    return { type: 'CaptureHold', data: { ...place, ...part } };
  }

  /** A hold that was asked for lately, or one that nobody knows. */
  #known(): { readonly account: string; readonly hold: string } {
    const place = this.#holds[this.#holds.length - 1 - this.#chance.below(8)];
    return place ?? { account: this.#account(), hold: 'nothing' };
  }

  #open(): Request {
    const account = this.#account();
    const currency = this.#codeOf(account);
    const limit = this.#chance.percent(40) ? { overdraftLimit: this.#limit(currency) } : {};
    return {
      type: 'OpenAccount',
      data: { account, owner: `Owner of ${account}`, currency, ...limit },
    };
  }

  /** Now and then one that no account can have: its opening is refused, and tried again later. */
  #limit(currency: Code): string {
    const impossible = ['9'.repeat(25), `1.${'0'.repeat(DIGITS[currency])}1`] as const;
    return this.#chance.percent(20) ? this.#chance.pick(impossible) : this.#amount(currency);
  }

  /** What is closed stays closed: the accounts that all the others need are spared. */
  #close(): Request {
    const account = `A${this.#chance.below(this.#accounts)}`;
    const reason = this.#some({ reason: 'moved away' });
    const closing: Request = { type: 'CloseAccount', data: { account, ...reason } };
    if (this.#chance.percent(40)) return closing;
    // An account is emptied first, or it would hardly ever be closed.
    this.#planned.push(closing);
    const data = { account, amount: 'all', currency: this.#codeOf(account) };
    return { type: 'WithdrawMoney', data };
  }

  /** The first accounts are asked for most. */
  #account(): string {
    const limit = this.#chance.percent(50) ? Math.min(2, this.#accounts) : this.#accounts;
    return `A${this.#chance.below(limit)}`;
  }

  #codeOf(account: string): Code {
    return this.#codes[Number(account.slice(1))] ?? 'EUR';
  }

  #money(account: string): { readonly amount: string; readonly currency: string } {
    const own = this.#codeOf(account);
    const currency = this.#chance.percent(97) ? own : this.#chance.pick(['EUR', 'JPY', 'KWD']);
    return { amount: this.#amount(own), currency };
  }

  #movement(account: string) {
    return {
      ...this.#money(account),
      ...this.#some({ reference: `bill ${this.#chance.below(100)}` }),
      ...this.#some({ valueDate: '2026-01-03' }),
    };
  }

  /** Now and then an account is emptied, or overdrawn to the last cent. */
  #toTheLast(account: string) {
    const movement = this.#movement(account);
    return this.#chance.percent(12)
      ? { ...movement, amount: this.#chance.pick(['all', 'rest']) }
      : movement;
  }

  #some<Fields extends object>(fields: Fields): Fields | Record<string, never> {
    return this.#chance.percent(30) ? fields : {};
  }

  #amount(currency: Code): string {
    const chance = this.#chance;
    const digits = DIGITS[currency];
    if (this.#huge && chance.percent(40)) {
      const edge = LARGEST - BigInt(chance.below(3)) + (chance.percent(10) ? 5n : 0n);
      return decimal(chance.percent(50) ? edge : edge / 2n, digits);
    }
    if (chance.percent(94)) return decimal(BigInt(chance.between(1, 30_000)), digits);
    return chance.pick([
      '0',
      decimal(0n, digits),
      `1.${'0'.repeat(digits)}1`,
      '9'.repeat(25),
      decimal(LARGEST + 1n, digits),
      chance.percent(50) ? 'NaN' : '1e3',
    ]);
  }
}

/** Minor units as clients may write them: with the point where the currency has digits. */
function decimal(minor: bigint, digits: number): string {
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
