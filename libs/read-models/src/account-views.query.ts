// Accounts as they stand now: the list, one of them, the totals, and the holds whose time is over.

import { formatMinor } from '@passbook/banking';
import type {
  AccountPage,
  AccountQuery,
  AccountView,
  ListAccountsQuery,
  OpenHold,
  Summary,
} from '@passbook/contracts';
import type { LogReader } from '@passbook/event-store';
import type { DataSource } from 'typeorm';
import { accountAsOf, asked } from './account-as-of.query.ts';
import { AccountList } from './account-list.query.ts';
import { accountView, selectAccounts, type AccountRow } from './account-row.ts';
import { AccountEntity } from './entities/account.entity.ts';

export class AccountViews {
  readonly #reads: DataSource;
  readonly #log: LogReader;
  readonly #list: AccountList;

  constructor(reads: DataSource, log: LogReader) {
    this.#reads = reads;
    this.#log = log;
    this.#list = new AccountList(reads, log);
  }

  /** One page of accounts, now or as of a moment. @throws CursorMismatch, MalformedCursor */
  list(query: ListAccountsQuery): Promise<AccountPage> {
    return this.#list.page(query);
  }

  /** One account, now or as of a moment; undefined where it did not exist. */
  async get(id: string, query: AccountQuery = {}): Promise<AccountView | undefined> {
    const { atPosition, asOf, atVersion } = query;
    if (atPosition !== undefined || asOf !== undefined || atVersion !== undefined) {
      const then = await accountAsOf(this.#log, id, query);
      return then && { ...then, ...asked(query) };
    }
    const select = selectAccounts(this.#reads).where('account.id = :id', { id });
    const row = await select.getRawOne<AccountRow>();
    return row && accountView(row);
  }

  /**
   * Holds that have ended by the clock and wait for the fact of it.
   * @param now milliseconds since 1970
   */
  async holdsDue(
    now: number,
    limit: number,
  ): Promise<readonly { readonly account: string; readonly hold: string }[]> {
    const rows = await this.#reads
      .getRepository(AccountEntity)
      .createQueryBuilder('account')
      .select(['account.id', 'account.holds'])
      .where('account.nextExpiry <= :now', { now })
      .orderBy('account.nextExpiry', 'ASC')
      .limit(limit)
      .getMany();
    return rows.flatMap(({ id, holds }) =>
      (JSON.parse(holds) as OpenHold[])
        .filter(({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) <= now)
        .map((hold) => ({ account: id, hold: hold.id })),
    );
  }

  /** Counts and sums of the whole bank; currencies are never summed across. */
  async summary(): Promise<Summary> {
    const [head, statuses, currencies] = await Promise.all([
      this.#log.head(),
      this.#grouped<{ status: 'open' | 'frozen' | 'closed' }>('status', []),
      this.#grouped<{ currency: string } & Sums>('currency', ['posted', 'held', 'overdraft_limit']),
    ]);
    const count = { open: 0, frozen: 0, closed: 0 };
    for (const { status, accounts } of statuses) count[status] = Number(accounts);
    return {
      accounts: { ...count, total: count.open + count.frozen + count.closed },
      currencies: currencies.map(totals),
      log: { size: head.position, lastRecordedAt: head.recordedAt || null },
    };
  }

  /**
   * Sums in two parts, billions and the rest: a sum of many 64-bit integers may need more than 64.
   */
  #grouped<Row>(
    column: 'status' | 'currency',
    sums: readonly string[],
  ): Promise<(Row & { accounts: string })[]> {
    const query = this.#reads
      .getRepository(AccountEntity)
      .createQueryBuilder('account')
      .select(`account.${column}`, column)
      .addSelect('COUNT(*)', 'accounts')
      .groupBy(`account.${column}`)
      .orderBy(`account.${column}`, 'ASC');
    for (const name of sums) {
      query.addSelect(`CAST(SUM(account.${name} / 1000000000) AS TEXT)`, `${name}_high`);
      query.addSelect(`CAST(SUM(account.${name} % 1000000000) AS TEXT)`, `${name}_low`);
    }
    return query.getRawMany<Row & { accounts: string }>();
  }
}

type Sums = Readonly<Record<`${'posted' | 'held' | 'overdraft_limit'}_${'high' | 'low'}`, string>>;

function totals(
  row: { readonly currency: string; readonly accounts: string } & Sums,
): Summary['currencies'][number] {
  const sum = (name: 'posted' | 'held' | 'overdraft_limit'): bigint =>
    BigInt(row[`${name}_high`]) * 1_000_000_000n + BigInt(row[`${name}_low`]);
  const text = (minor: bigint): string => formatMinor(minor, row.currency);
  return {
    currency: row.currency,
    accounts: Number(row.accounts),
    posted: text(sum('posted')),
    held: text(sum('held')),
    available: text(sum('posted') - sum('held') + sum('overdraft_limit')),
  };
}
