// The orders of the accounts list, in SQL and in memory: both engines and both ways agree.

import type { ListAccountsQuery } from '@passbook/contracts';
import type { AccountRow, Accounts } from './account-row.ts';

/** A place between two rows of an ordered list. */
export interface Place {
  readonly key: string;
  readonly id: string;
}

/** How a list is ordered: by a column, then by id where the column is not unique. */
export interface Order {
  readonly column: string;
  /** Numbers come in descending order, texts in that of their bytes. */
  readonly kind: 'number' | 'text';
  readonly key: (row: AccountRow) => string;
}

export const orders: Readonly<Record<ListAccountsQuery['sort'], Order>> = {
  '-lastMovementAt': { column: 'activity', kind: 'number', key: ({ activity }) => activity },
  owner: { column: 'owner_key', kind: 'text', key: ({ ownerKey }) => ownerKey },
  '-posted': { column: 'posted', kind: 'number', key: ({ posted }) => posted },
  id: { column: 'id', kind: 'text', key: ({ id }) => id },
};

/** Where a row stands in an order. */
export function placeOf({ key }: Order, row: AccountRow): Place {
  return { key: key(row), id: row.id };
}

/** Orders a query, and lets it begin after a place where one is given. */
export function inOrder(select: Accounts, order: Order, after?: Place): Accounts {
  const numbers = order.kind === 'number';
  const column = `account.${order.column}`;
  select.orderBy(column, numbers ? 'DESC' : 'ASC').addOrderBy('account.id', 'ASC');
  if (!after) return select;
  const key = numbers ? 'CAST(:key AS BIGINT)' : ':key';
  const beyond = numbers ? '<' : '>';
  // The first condition says no more than the second; it is the one that an index can begin at.
  return select
    .andWhere(`${column} ${beyond}= ${key}`, { ...after })
    .andWhere(`(${column} ${beyond} ${key} OR account.id > :id)`);
}

/** Compares two places as the database orders them: below zero where the first comes first. */
export function comparePlaces({ kind }: Order, one: Place, other: Place): number {
  const difference =
    kind === 'number'
      ? Number(BigInt(other.key) > BigInt(one.key)) - Number(BigInt(other.key) < BigInt(one.key))
      : compareBytes(one.key, other.key);
  return difference || compareBytes(one.id, other.id);
}

/** JavaScript compares halves of surrogate pairs, the databases compare bytes. */
function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
