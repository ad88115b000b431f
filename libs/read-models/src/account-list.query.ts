// The list of accounts in pages: all pages of one list show the same moment, whatever is recorded
// between them.

import type { AccountPage, AccountView, ListAccountsQuery } from '@passbook/contracts';
import type { LogReader, Position } from '@passbook/event-store';
import type { DataSource } from 'typeorm';
import { asked, positionOf } from './account-as-of.query.ts';
import {
  comparePlaces,
  inOrder,
  orders,
  placeOf,
  type Order,
  type Place,
} from './account-order.ts';
import { accountView, selectAccounts, type AccountRow, type Accounts } from './account-row.ts';
import { MalformedCursor, openCursor, sealCursor, type Question } from './cursor.ts';
import { PastAccounts, type PastRow } from './past-accounts.query.ts';

/** Where a page starts, and the position of the log that the whole list shows. */
interface Start {
  readonly position: Position;
  readonly place: Place;
}

/** A row as the table has it, with the end of the log in the same instant. */
type PresentRow = AccountRow & { readonly head: string };

export class AccountList {
  readonly #reads: DataSource;
  readonly #log: LogReader;

  constructor(reads: DataSource, log: LogReader) {
    this.#reads = reads;
    this.#log = log;
  }

  /** One page, now or as of a moment. @throws CursorMismatch, MalformedCursor */
  async page(query: ListAccountsQuery): Promise<AccountPage> {
    const { limit, sort } = query;
    const start = startOf(query);
    const upTo = start?.position ?? (await this.#moment(query));
    const present = await this.#present(query, start?.place, upTo);
    const position = upTo ?? Number(present[0]?.head ?? 0);
    // No row has changed since while the log ends where it did.
    const still = upTo === undefined || Number(present[0]?.head) === upTo;
    const past = new PastAccounts(this.#log, position);
    const rows = still
      ? present
      : merged(present, await this.#changed(past, query, start?.place), orders[sort]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit;
    const data: AccountView[] = [];
    for (const row of page) data.push(isPast(row) ? await past.view(row) : accountView(row));
    return {
      data,
      nextCursor: hasMore && last ? seal(query, position, last) : null,
      hasMore,
      ...asked(query),
    };
  }

  /** The rows that stand in the table as they stood then, one more than the page has. */
  #present(
    query: ListAccountsQuery,
    place: Place | undefined,
    upTo: Position | undefined,
  ): Promise<PresentRow[]> {
    const select = alike(selectAccounts(this.#reads), query);
    select.addSelect('(SELECT CAST(head.position AS TEXT) FROM log_head head)', 'head');
    if (query.status !== undefined) {
      select.andWhere('account.status = :status', { status: query.status });
    }
    if (upTo !== undefined) select.andWhere('account.position <= :upTo', { upTo });
    return inOrder(select, orders[query.sort], place)
      .limit(query.limit + 1)
      .getRawMany<PresentRow>();
  }

  /** The rows that have changed since, as they stood then, where that was after the place. */
  async #changed(
    past: PastAccounts,
    query: ListAccountsQuery,
    place: Place | undefined,
  ): Promise<readonly PastRow[]> {
    const order = orders[query.sort];
    const found = await past.rows(alike(selectAccounts(this.#reads), query));
    const rows: PastRow[] = [];
    for (const row of found) {
      if (query.status !== undefined && row.status !== query.status) continue;
      const whole = order.column === 'activity' ? await past.withMovement(row) : row;
      if (place && comparePlaces(order, placeOf(order, whole), place) <= 0) continue;
      rows.push(whole);
    }
    return rows;
  }

  /** A moment ahead of the log is the end of the log: what comes later is not in the list. */
  async #moment(query: ListAccountsQuery): Promise<Position | undefined> {
    const position = await positionOf(this.#log, query);
    return position && Math.min(position, (await this.#log.head()).position);
  }
}

/** The position that all pages of a list show; undefined on its first. @throws CursorMismatch */
export function listedPosition(query: ListAccountsQuery): Position | undefined {
  return startOf(query)?.position;
}

/** Narrows by what an account never changes, so that it holds of its past as well. */
function alike(select: Accounts, { q, currency }: ListAccountsQuery): Accounts {
  if (currency !== undefined) select.andWhere('account.currency = :currency', { currency });
  if (q === undefined) return select;
  const pattern = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return select.andWhere(
    `(account.owner_key LIKE :pattern ESCAPE '\\'
      OR LOWER(account.id) LIKE :pattern ESCAPE '\\')`,
    { pattern },
  );
}

/**
 * Both in one order. An account that changed between the two queries is in both, as it stood: the
 * table was read first, so that none is in neither.
 */
function merged(
  present: readonly AccountRow[],
  changed: readonly PastRow[],
  order: Order,
): readonly (AccountRow | PastRow)[] {
  const rows = new Map<string, AccountRow | PastRow>();
  for (const row of [...changed, ...present]) rows.set(row.id, row);
  return [...rows.values()].sort((one, other) =>
    comparePlaces(order, placeOf(order, one), placeOf(order, other)),
  );
}

function isPast(row: AccountRow | PastRow): row is PastRow {
  return 'last' in row;
}

function questionOf({ limit: _, cursor: __, minPosition: ___, ...question }: ListAccountsQuery) {
  return question satisfies Question;
}

function seal(query: ListAccountsQuery, position: Position, last: AccountRow): string {
  const { key, id } = placeOf(orders[query.sort], last);
  return sealCursor(questionOf(query), [String(position), key, id]);
}

function startOf(query: ListAccountsQuery): Start | undefined {
  if (query.cursor === undefined) return undefined;
  const [position = '', key = '', id = ''] = openCursor(questionOf(query), query.cursor, 3);
  const numbers = orders[query.sort].kind === 'number' ? [position, key] : [position];
  if (!Number.isSafeInteger(Number(position)) || !numbers.every((one) => /^-?[0-9]+$/.test(one))) {
    throw new MalformedCursor('the cursor names no place');
  }
  return { position: Number(position), place: { key, id } };
}
