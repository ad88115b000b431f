// A row of the accounts table as its query reads it, and as clients see it.

import { available, formatMinor } from '@passbook/banking';
import type { AccountView, Balance, OpenHold } from '@passbook/contracts';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { AccountEntity } from './entities/account.entity.ts';

/** Every bigint as text: a number would round it. */
export interface AccountRow {
  readonly id: string;
  readonly owner: string;
  readonly ownerKey: string;
  readonly currency: string;
  readonly status: AccountView['status'];
  readonly posted: string;
  readonly held: string;
  readonly overdraftLimit: string;
  readonly version: string;
  readonly position: string;
  readonly openedAt: string;
  readonly lastMovementAt: string | null;
  readonly activity: string;
  readonly closedAt: string | null;
  readonly holds: string;
}

/** What to select, and under which name. */
const selection: Readonly<Record<keyof AccountRow, string>> = {
  id: 'account.id',
  owner: 'account.owner',
  ownerKey: 'account.owner_key',
  currency: 'account.currency',
  status: 'account.status',
  posted: 'CAST(account.posted AS TEXT)',
  held: 'CAST(account.held AS TEXT)',
  overdraftLimit: 'CAST(account.overdraft_limit AS TEXT)',
  version: 'CAST(account.version AS TEXT)',
  position: 'CAST(account.position AS TEXT)',
  openedAt: 'account.opened_at',
  lastMovementAt: 'account.last_movement_at',
  activity: 'CAST(account.activity AS TEXT)',
  closedAt: 'account.closed_at',
  holds: 'account.holds',
};

export type Accounts = SelectQueryBuilder<AccountEntity>;

/** A query over accounts, for conditions and order of the caller's, that reads such rows. */
export function selectAccounts(reads: DataSource): Accounts {
  const query = reads.getRepository(AccountEntity).createQueryBuilder('account').select([]);
  for (const [name, expression] of Object.entries(selection)) query.addSelect(expression, name);
  return query;
}

/** Minor units as the balance on the wire. */
export function balanceOf(
  currency: string,
  minor: { readonly posted: bigint; readonly held: bigint; readonly overdraftLimit: bigint },
): Balance {
  const text = (value: bigint): string => formatMinor(value, currency);
  return {
    currency,
    posted: text(minor.posted),
    held: text(minor.held),
    overdraftLimit: text(minor.overdraftLimit),
    available: text(available(minor)),
  };
}

/** A row as clients see it. */
export function accountView(row: AccountRow): AccountView {
  return {
    id: row.id,
    owner: row.owner,
    status: row.status,
    currency: row.currency,
    balance: balanceOf(row.currency, {
      posted: BigInt(row.posted),
      held: BigInt(row.held),
      overdraftLimit: BigInt(row.overdraftLimit),
    }),
    version: Number(row.version),
    position: Number(row.position),
    openedAt: row.openedAt,
    lastMovementAt: row.lastMovementAt,
    ...(row.closedAt !== null && { closedAt: row.closedAt }),
    holds: JSON.parse(row.holds) as OpenHold[],
  };
}
