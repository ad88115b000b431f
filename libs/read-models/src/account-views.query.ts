// Accounts as they stand now: the list, one of them, the totals, and the holds whose time is over.

import { formatMinor } from '@passbook/banking';
import type {
  AccountQuery,
  AccountView,
  ListAccountsQuery,
  OpenHold,
  Page,
  Summary,
} from '@passbook/contracts';
import type { LogReader } from '@passbook/event-store';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { accountSelection, accountView, type AccountRow } from './account-row.ts';
import { accountAsOf, accountsAsOf } from './accounts-as-of.query.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { AccountEntity } from './entities/account.entity.ts';

type Accounts = SelectQueryBuilder<AccountEntity>;

/** How a list is ordered: by a column, then by id where the column is not unique. */
interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly key: (row: AccountRow) => string;
}

const orders: Readonly<Record<ListAccountsQuery['sort'], Order>> = {
  '-lastMovementAt': { column: 'activity', direction: 'DESC', key: ({ activity }) => activity },
  owner: { column: 'owner_key', direction: 'ASC', key: ({ ownerKey }) => ownerKey },
  '-posted': { column: 'posted', direction: 'DESC', key: ({ posted }) => posted },
  id: { column: 'id', direction: 'ASC', key: ({ id }) => id },
};

export class AccountViews {
  readonly #reads: DataSource;
  readonly #log: LogReader;

  constructor(reads: DataSource, log: LogReader) {
    this.#reads = reads;
    this.#log = log;
  }

  /** One page of accounts, now or as of a moment. @throws CursorMismatch, MalformedCursor */
  async list(query: ListAccountsQuery): Promise<Page<AccountView>> {
    if (query.atPosition !== undefined || query.asOf !== undefined) {
      return accountsAsOf(this.#accounts(), this.#log, query);
    }
    const { limit, cursor, minPosition: _, ...question } = query;
    const order = orders[query.sort];
    const select = matching(this.#accounts(), query)
      .orderBy(`account.${order.column}`, order.direction)
      .addOrderBy('account.id', 'ASC')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [key, id] = openCursor(question, cursor, 2);
      const descending = order.direction === 'DESC';
      const column = `account.${order.column}`;
      const place = descending ? 'CAST(:key AS BIGINT)' : ':key';
      select.andWhere(
        `(${column} ${descending ? '<' : '>'} ${place}
          OR (${column} = ${place} AND account.id > :id))`,
        { key, id },
      );
    }
    const rows = await select.getRawMany<AccountRow>();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit;
    return {
      data: page.map(accountView),
      nextCursor: hasMore && last ? sealCursor(question, [order.key(last), last.id]) : null,
      hasMore,
    };
  }

  /** One account, now or as of a moment; undefined where it did not exist. */
  async get(id: string, query: AccountQuery = {}): Promise<AccountView | undefined> {
    const { atPosition, asOf, atVersion } = query;
    if (atPosition !== undefined || asOf !== undefined || atVersion !== undefined) {
      return accountAsOf(this.#log, id, query);
    }
    const row = await this.#accounts().where('account.id = :id', { id }).getRawOne<AccountRow>();
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

  #accounts(): Accounts {
    const query = this.#reads.getRepository(AccountEntity).createQueryBuilder('account').select([]);
    for (const [name, expression] of Object.entries(accountSelection)) {
      query.addSelect(expression, name);
    }
    return query;
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

function matching(
  select: Accounts,
  { q, status, currency }: Pick<ListAccountsQuery, 'q' | 'status' | 'currency'>,
): Accounts {
  if (status !== undefined) select.andWhere('account.status = :status', { status });
  if (currency !== undefined) select.andWhere('account.currency = :currency', { currency });
  if (q !== undefined) {
    const pattern = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    select.andWhere(
      `(account.owner_key LIKE :pattern ESCAPE '\\'
        OR LOWER(account.id) LIKE :pattern ESCAPE '\\')`,
      { pattern },
    );
  }
  return select;
}
