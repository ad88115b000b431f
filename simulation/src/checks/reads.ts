// Reads a bank through its views and compares with what is known to be committed.

import type { AccountView, WireEvent } from '@passbook/contracts';
import { write } from '../model/amounts.ts';
import { held, type Book } from '../model/book.ts';
import type { ReferenceBank } from '../model/reference-bank.ts';
import type { CommittedFact, Truth } from '../port/truth.ts';
import type { ReadKind } from '../script/step.ts';
import type { Server } from '../server.ts';
import { sumsOf } from './full.ts';
import { must, mustEqual } from './violation.ts';

/** What a read is compared with. */
export interface Record {
  readonly model: ReferenceBank;
  readonly truth: Truth;
  readonly page: number;
}

/** How many pages of a history are turned in one read. */
const PAGES = 5;

type Read = (server: Server, record: Record, dice: number) => Promise<void>;

/** Every way of reading, each with what it must show. @throws Violation */
export const reads: { readonly [Kind in Exclude<ReadKind, 'follow'>]: Read } = {
  async account(server, { model }, dice) {
    const id = chosen(model, dice);
    const view = await server.accounts.get(id);
    mustShow(view, model.books.get(id), 'I2');
  },

  async history(server, { truth, model, page }, dice) {
    const account = chosen(model, dice);
    const direction = dice % 2 ? 'asc' : 'desc';
    const seen: WireEvent[] = [];
    let cursor: string | undefined;
    for (let turned = 0; turned < PAGES; turned += 1) {
      const answer = await server.audit.history(account, { limit: page, direction, cursor });
      seen.push(...answer.data);
      cursor = answer.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
    const own = truth.facts.filter(({ event }) => event.stream === account);
    const wanted = direction === 'asc' ? own : own.reverse();
    const length = cursor === undefined ? wanted.length : Math.min(wanted.length, PAGES * page);
    mustEqual(
      seen.map(({ position, balance }) => [position, balance?.posted, balance?.held]),
      wanted.slice(0, length).map(rowOf),
      'I3',
      `the history of ${account} in pages of ${page}`,
    );
  },

  async past(server, { truth }, dice) {
    const fact = truth.facts[dice % Math.max(1, truth.facts.length)];
    if (!fact) return;
    const { stream, version, position } = fact.event;
    const moment = dice % 3 ? { atVersion: version } : { atPosition: position };
    const view = await server.accounts.get(stream, moment);
    const found = [position, view?.balance.posted, view?.balance.held];
    const wanted = isAbsent(fact) ? [position, undefined, undefined] : rowOf(fact);
    mustEqual(found, wanted, 'I2', 'the past');
  },

  async list(server, { model, page }, dice) {
    const sorts = ['id', 'owner', '-posted', '-lastMovementAt'] as const;
    const sort = sorts[dice % sorts.length] ?? 'id';
    const seen: AccountView[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const answer = await server.accounts.list({ limit: page, sort, cursor });
      seen.push(...answer.data);
      cursor = answer.nextCursor ?? undefined;
      more = cursor !== undefined;
    }
    must(seen.length === model.books.size, 'I7', `${seen.length} of ${model.books.size} accounts`);
    for (const view of seen) mustShow(view, model.books.get(view.id), 'I2');
    must(
      new Set(seen.map(({ id }) => id)).size === seen.length,
      'I7',
      'an account is listed twice',
    );
  },

  async summary(server, { model, truth }) {
    const { currencies, log } = await server.accounts.summary();
    const sums = Object.fromEntries(currencies.map(({ currency, posted }) => [currency, posted]));
    mustEqual(sums, sumsOf(model), 'I1', 'the sums of the bank');
    must(log.size === truth.facts.length, 'I21', `the log is said to have ${log.size} facts`);
  },

  async export(server, { model, truth }, dice) {
    const account = chosen(model, dice);
    const exported: number[] = [];
    for await (const rows of server.audit.export({ account }, truth.facts.length)) {
      exported.push(...rows.map(({ position }) => position));
    }
    const own = truth.facts.filter(({ event }) => event.stream === account);
    mustEqual(
      exported,
      own.map(({ event }) => event.position),
      'I24',
      `the export of ${account}`,
    );
  },
};

/** Follows the growing log from where it was left, page by page: each fact once and in order. */
export class Follower {
  readonly #server: Server;
  readonly #stop = new AbortController();
  readonly #pages: AsyncGenerator<readonly { readonly position: number }[]>;
  #seen = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#pages = server.tail.follow(0, this.#stop.signal);
  }

  async catchUp(truth: Truth): Promise<void> {
    while (this.#seen < truth.facts.length) {
      // Without this the tail would wait for real time to pass.
      this.#server.tail.wake();
      const next = await this.#pages.next();
      const facts = next.done === true ? [] : next.value;
      must(facts.length > 0, 'I7', `nothing comes after ${this.#seen}`);
      for (const { position } of facts) {
        must(position === this.#seen + 1, 'I7', `a follower sees ${position} after ${this.#seen}`);
        this.#seen = position;
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }
}

function chosen({ books }: ReferenceBank, dice: number): string {
  return [...books.keys()][dice % Math.max(1, books.size)] ?? 'A0';
}

function rowOf({ event: { position, data } }: CommittedFact): readonly unknown[] {
  const { after } = data as { readonly after: { readonly posted: string; readonly held: string } };
  return [position, after.posted, after.held];
}

/** Whether there is no account after a fact: what was refused was its opening. */
function isAbsent({ event: { data } }: CommittedFact): boolean {
  return (data as { readonly after: { readonly status: string } }).after.status === 'absent';
}

function mustShow(view: AccountView | undefined, book: Book | undefined, invariant: string): void {
  const found = view && {
    status: view.status,
    version: view.version,
    posted: view.balance.posted,
    held: view.balance.held,
    holds: view.holds.map(({ id }) => id).sort(),
  };
  const wanted = book && {
    status: book.status,
    version: book.version,
    posted: write(book.posted, book.currency),
    held: write(held(book), book.currency),
    holds: [...book.holds.keys()].sort(),
  };
  mustEqual(found ?? null, wanted ?? null, invariant, `account ${view?.id ?? 'nobody'}`);
}
