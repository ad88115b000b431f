// The reference model: predicts every reply of the bank, those to repeated requests included.

import type { BankingCommand } from '@passbook/banking';
import type { CommandContext } from '@passbook/event-store';
import { write } from './amounts.ts';
import { blankBook, held, isNo, spendable, type Book, type Change, type No } from './book.ts';
import { reverse, rules, type Original } from './reference-rules.ts';

/** A fact as the model expects it; only its event id is nobody's to foresee. */
export interface ExpectedFact extends Original {
  readonly version: number;
  readonly context: CommandContext;
  readonly recordedAt: string;
}

export interface Order {
  readonly command: BankingCommand;
  readonly context: CommandContext;
}

/** What became of one order; facts by their positions. */
export type Reply =
  | { readonly kind: 'recorded'; readonly replayed: boolean; readonly positions: readonly number[] }
  | { readonly kind: 'refused'; readonly refusal: No }
  | { readonly kind: 'key-reused'; readonly positions: readonly number[] }
  | {
      readonly kind: 'version-mismatch';
      readonly stream: string;
      readonly expected: number | 'any';
      readonly actual: number;
    };

export type BulkReply =
  | { readonly kind: 'applied'; readonly outcomes: readonly Reply[] }
  | { readonly kind: 'undone'; readonly failed: number; readonly outcome: Reply };

export type Forecast =
  | { readonly kind: 'would-record'; readonly events: readonly object[] }
  | Exclude<Reply, { kind: 'recorded' | 'key-reused' }>;

interface Answered {
  readonly fingerprint: string | undefined;
  readonly positions: readonly number[];
}

/** Codes that leave nothing behind, because there is nothing to record them on. */
const traceless = ['account-not-found', 'hold-not-found'];

export class ReferenceBank {
  readonly facts: ExpectedFact[] = [];
  #books = new Map<string, Book>();
  #keys = new Map<string, Answered>();
  #reversed = new Set<number>();
  /** How often accounts that are not there were refused to be opened. */
  readonly #attempts = new Map<string, number>();
  /** The time of the last fact: decisions are never made at an earlier one. */
  #last = 0;

  get books(): ReadonlyMap<string, Book> {
    return this.#books;
  }

  versionOf(account: string): number {
    return this.#books.get(account)?.version ?? this.#attempts.get(account) ?? 0;
  }

  /** What is on an account and what can be spent of it, as a client would write it. */
  amountsOf(account: string): { readonly all: string; readonly rest: string } {
    const book = this.#books.get(account);
    const text = (minor: bigint): string =>
      book && minor > 0n ? write(minor, book.currency) : '0';
    return book ? { all: text(book.posted), rest: text(spendable(book)) } : { all: '1', rest: '1' };
  }

  /** Holds whose time is over, as `account/hold`. */
  due(now: number): readonly string[] {
    return [...this.#books].flatMap(([account, { holds }]) =>
      [...holds].filter(([, { end }]) => end <= now).map(([hold]) => `${account}/${hold}`),
    );
  }

  /** @throws Malformed for an amount that is none */
  execute(order: Order, now: number, recordRefusal = true): Reply {
    const { client, key, fingerprint } = order.context;
    const name = `${client} ${key ?? ''}`;
    const known = key === undefined ? undefined : this.#keys.get(name);
    if (known && known.fingerprint !== fingerprint) {
      return { kind: 'key-reused', positions: known.positions };
    }
    if (known) return { kind: 'recorded', replayed: true, positions: known.positions };
    const stale = this.#stale(order, now);
    if (stale) return stale;
    const answer = this.#decide(order.command, now);
    if (isNo(answer)) {
      const account = mainAccount(order.command);
      if (!recordRefusal || traceless.includes(answer.code)) {
        return { kind: 'refused', refusal: answer };
      }
      const book = this.#books.get(account) ?? blankBook(currencyIn(order.command));
      const { code, numbers } = answer;
      const data = {
        command: order.command.type,
        code,
        numbers,
        request: requestOf(order.command),
      };
      return this.#record([{ account, book, type: 'CommandRefused', data }], order, now);
    }
    return this.#record(answer, order, now);
  }

  /** All of them or none. */
  executeAtomically(orders: readonly Order[], now: number): BulkReply {
    const undo = this.#mark();
    try {
      const outcomes: Reply[] = [];
      for (const [failed, order] of orders.entries()) {
        const outcome = this.execute(order, now, false);
        if (outcome.kind !== 'recorded' || this.isRefusal(outcome.positions)) {
          undo();
          return { kind: 'undone', failed, outcome };
        }
        outcomes.push(outcome);
      }
      return { kind: 'applied', outcomes };
    } catch (error) {
      undo();
      throw error;
    }
  }

  preview(order: Order, now: number): Forecast {
    const stale = this.#stale(order, now);
    if (stale) return stale;
    const answer = this.#decide(order.command, now);
    if (isNo(answer)) return { kind: 'refused', refusal: answer };
    const events = answer.map(({ account, book, type, data }) => ({
      stream: account,
      event: { type, data: { ...data, after: after(book) } },
    }));
    return { kind: 'would-record', events };
  }

  isRefusal(positions: readonly number[]): boolean {
    return positions.some((position) => this.facts[position - 1]?.type === 'CommandRefused');
  }

  #stale(
    { command, context }: Order,
    now: number,
  ): Extract<Reply, { kind: 'version-mismatch' }> | undefined {
    const { expectedVersion: expected } = context;
    const stream = mainAccount(command);
    const actual = this.versionOf(stream);
    const exists = this.#books.has(stream);
    const met = expected === 'any' ? exists : expected === actual;
    // What is not there has no version; only an opening may ask for one.
    const pointless = !exists && command.type !== 'OpenAccount';
    if (expected === undefined || met || pointless) return undefined;
    // To know that, it has to be decided: one that breaks does so whatever it expects.
    if (!exists) this.#decide(command, now);
    return { kind: 'version-mismatch', stream, expected, actual };
  }

  #decide(command: BankingCommand, clock: number): readonly Change[] | No {
    const now = Math.max(clock, this.#last);
    const sight = { books: this.#books, reversed: this.#reversed, now };
    if (command.type !== 'ReverseTransaction') {
      return rules[command.type](command.data as never, sight);
    }
    const { originals, reason } = command.data;
    const facts = originals.map(({ position }) => this.facts[position - 1]);
    return reverse(facts as readonly ExpectedFact[], reason, sight);
  }

  #record(changes: readonly Change[], { context }: Order, clock: number): Reply {
    const positions: number[] = [];
    if (changes.length > 0) this.#last = Math.max(clock, this.#last);
    const recordedAt = new Date(this.#last).toISOString();
    for (const { account, book, type, data } of changes) {
      const position = this.facts.length + 1;
      const version = this.versionOf(account) + 1;
      if (book.status === 'absent') this.#attempts.set(account, version);
      else this.#books.set(account, { ...book, version });
      if (type === 'TransactionReversed') this.#reversed.add(Number(data['originalPosition']));
      const full = { ...data, after: after(book) };
      this.facts.push({ account, position, version, type, data: full, context, recordedAt });
      positions.push(position);
    }
    if (context.key !== undefined && positions.length > 0) {
      const answered = { fingerprint: context.fingerprint, positions };
      this.#keys.set(`${context.client} ${context.key}`, answered);
    }
    return { kind: 'recorded', replayed: false, positions };
  }

  #mark(): () => void {
    const [books, keys, reversed] = [this.#books, this.#keys, this.#reversed];
    const [facts, last] = [this.facts.length, this.#last];
    this.#books = new Map(books);
    this.#keys = new Map(keys);
    this.#reversed = new Set(reversed);
    return () => {
      [this.#books, this.#keys, this.#reversed] = [books, keys, reversed];
      this.facts.length = facts;
      this.#last = last;
    };
  }
}

function mainAccount(command: BankingCommand): string {
  if (command.type === 'TransferMoney') return command.data.from;
  if (command.type === 'ReverseTransaction') return command.data.originals[0].account;
  return command.data.account;
}

function currencyIn({ data }: BankingCommand): string {
  return 'currency' in data && data.currency !== undefined ? data.currency : '';
}

function requestOf(command: BankingCommand): object {
  if (command.type !== 'ReverseTransaction') return command.data;
  return { position: command.data.originals[0].position, reason: command.data.reason };
}

function after(book: Book): object {
  const { status, currency, posted, limit } = book;
  const [text, set, most] = [posted, held(book), limit].map((minor) => write(minor, currency));
  return { status, currency, posted: text, held: set, overdraftLimit: most };
}
