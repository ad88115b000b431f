// Accounts as they stood at a moment: each from its last fact before it, for facts carry balances.

import { bankingRulebook, parseMinor, type Account, type BankingEvent } from '@passbook/banking';
import type { AccountQuery, AccountView, ListAccountsQuery, Page } from '@passbook/contracts';
import {
  EventEntity,
  type LogReader,
  type Position,
  type StoredEvent,
} from '@passbook/event-store';
import type { SelectQueryBuilder } from 'typeorm';
import { balanceOf, type AccountRow } from './account-row.ts';
import { openHolds } from './accounts.projection.ts';
import { openCursor, sealCursor } from './cursor.ts';
import type { AccountEntity } from './entities/account.entity.ts';
import { balanceAfter } from './wire-event.ts';

type Moment = Pick<AccountQuery, 'asOf' | 'atPosition' | 'atVersion'>;

/** How many facts of one account are folded at once. */
const PAGE = 5_000;

/** One account as it stood, by the fold of its facts; undefined before it was opened. */
export async function accountAsOf(
  log: LogReader,
  id: string,
  moment: Moment,
): Promise<AccountView | undefined> {
  const { atVersion } = moment;
  const upTo = atVersion === undefined ? await positionOf(log, moment) : undefined;
  let state: Account = bankingRulebook.initial(id);
  let first: StoredEvent | undefined;
  let last: StoredEvent | undefined;
  let moved: StoredEvent | undefined;
  let closed: StoredEvent | undefined;
  for (let version = 0; ;) {
    const query = log
      .query()
      .where('event.stream = :id AND event.version > :version', { id, version })
      .orderBy('event.version', 'ASC')
      .limit(PAGE);
    if (atVersion !== undefined) query.andWhere('event.version <= :atVersion', { atVersion });
    if (upTo !== undefined) query.andWhere('event.position <= :upTo', { upTo });
    const facts = await log.facts(query);
    for (const fact of facts) {
      const before = state;
      state = bankingRulebook.evolve(state, fact as unknown as BankingEvent);
      first ??= fact;
      last = fact;
      if (state.posted !== before.posted) moved = fact;
      if (state.status === 'closed' && before.status !== 'closed') closed = fact;
    }
    if (facts.length < PAGE) break;
    version = last?.version ?? version;
  }
  if (!first || !last || state.status === 'absent') return undefined;
  if (atVersion !== undefined && last.version < atVersion) return undefined;
  return {
    id,
    owner: state.owner,
    status: state.status,
    currency: state.currency,
    balance: balanceOf(state.currency, state),
    version: last.version,
    position: last.position,
    openedAt: first.recordedAt,
    lastMovementAt: moved?.recordedAt ?? null,
    ...(closed && { closedAt: closed.recordedAt }),
    holds: [...openHolds(state)],
    asOf: asked(moment),
  };
}

/** The list as it stood, filtered and ordered by what was true then. */
export async function accountsAsOf(
  accounts: SelectQueryBuilder<AccountEntity>,
  log: LogReader,
  query: ListAccountsQuery,
): Promise<Page<AccountView>> {
  const upTo = await positionOf(log, query);
  const standing = await lastFacts(accounts, log, upTo);
  const then = standing.filter(({ view }) => matches(view, query)).sort(ordering[query.sort]);
  const views = then.map(({ view }) => view);
  const { limit, cursor, minPosition: _, ...question } = query;
  const [after] = cursor === undefined ? [] : openCursor(question, cursor, 1);
  const start = after === undefined ? 0 : views.findIndex(({ id }) => id === after) + 1;
  const page = views.slice(start, start + limit);
  const last = page.at(-1);
  const hasMore = views.length > start + limit;
  const data = await Promise.all(
    page.map(async (view) =>
      /[1-9]/.test(view.balance.held)
        ? ((await accountAsOf(log, view.id, { atVersion: view.version })) ?? view)
        : view,
    ),
  );
  return {
    data: data.map((view) => ({ ...view, asOf: asked(query) })),
    nextCursor: hasMore && last ? sealCursor(question, [last.id]) : null,
    hasMore,
  };
}

interface LastFact extends Pick<AccountRow, 'id' | 'owner' | 'openedAt' | 'closedAt'> {
  readonly version: number;
  readonly position: number | string;
  readonly recordedAt: string;
  readonly openedPosition: number | string;
  readonly data: string;
  /** The data of the fact before it in the stream. */
  readonly former: string | null;
}

/** Every account that existed then, from the last of its facts up to the position. */
async function lastFacts(
  accounts: SelectQueryBuilder<AccountEntity>,
  log: LogReader,
  upTo: Position,
): Promise<Standing[]> {
  const rows = await accounts
    .select('account.id', 'id')
    .addSelect('account.owner', 'owner')
    .addSelect('account.opened_at', 'openedAt')
    .addSelect('account.opened_position', 'openedPosition')
    .addSelect('account.closed_at', 'closedAt')
    .addSelect('event.version', 'version')
    .addSelect('event.position', 'position')
    .addSelect('event.recorded_at', 'recordedAt')
    .addSelect('event.data', 'data')
    .addSelect('former.data', 'former')
    .innerJoin(
      EventEntity,
      'event',
      `event.stream_id = account.id AND event.version = (
         SELECT past.version FROM events past
         WHERE past.stream_id = account.id AND past.position <= :upTo
         ORDER BY past.version DESC LIMIT 1)`,
      { upTo },
    )
    .leftJoin(
      EventEntity,
      'former',
      'former.stream_id = event.stream_id AND former.version = event.version - 1',
    )
    .where('account.opened_position <= :upTo', { upTo })
    .getRawMany<LastFact>();
  return Promise.all(rows.map((row) => standingView(row, log)));
}

/** An account as it stood, with the position of its last movement, or of its opening. */
interface Standing {
  readonly view: AccountView;
  readonly activity: Position;
}

async function standingView(row: LastFact, log: LogReader): Promise<Standing> {
  const data = JSON.parse(row.data) as BankingEvent['data'];
  const former = row.former === null ? undefined : (JSON.parse(row.former) as typeof data);
  const { status, currency, posted } = data.after;
  const position = Number(row.position);
  const moved =
    former !== undefined && former.after.posted !== posted
      ? { position, recordedAt: row.recordedAt }
      : await movedBefore(log, row.id, row.version, posted);
  const view: AccountView = {
    id: row.id,
    owner: row.owner,
    status,
    currency,
    balance: balanceAfter(data),
    version: row.version,
    position,
    openedAt: row.openedAt,
    lastMovementAt: moved?.recordedAt ?? null,
    ...(status === 'closed' && row.closedAt !== null && { closedAt: row.closedAt }),
    holds: [],
  };
  return { view, activity: moved?.position ?? Number(row.openedPosition) };
}

/** The fact that made the posted balance what it was at a version; none if it never moved. */
async function movedBefore(
  log: LogReader,
  id: string,
  version: number,
  posted: string,
): Promise<StoredEvent | undefined> {
  let candidate: StoredEvent | undefined;
  for (let below = version + 1; below > 1;) {
    const query = log.query().where('event.stream = :id', { id });
    query.andWhere('event.version < :below', { below }).orderBy('event.version', 'DESC').limit(50);
    const facts = await log.facts(query);
    for (const fact of facts) {
      const { after } = fact.data as BankingEvent['data'];
      if (after.posted !== posted) return candidate;
      candidate = fact;
    }
    below = facts.at(-1)?.version ?? 1;
  }
  return undefined;
}

async function positionOf(log: LogReader, { asOf, atPosition }: Moment): Promise<Position> {
  if (atPosition !== undefined) return atPosition;
  return asOf === undefined ? Number.MAX_SAFE_INTEGER : log.lastAt(new Date(asOf).toISOString());
}

/** The moment in the words in which it was asked for. */
function asked({ asOf, atPosition, atVersion }: Moment): NonNullable<AccountView['asOf']> {
  return {
    ...(atPosition !== undefined && { atPosition }),
    ...(asOf !== undefined && { asOf }),
    ...(atVersion !== undefined && { atVersion }),
  };
}

function matches(view: AccountView, { q, status, currency }: ListAccountsQuery): boolean {
  const text = q?.toLowerCase();
  return (
    (status === undefined || view.status === status) &&
    (currency === undefined || view.currency === currency) &&
    (text === undefined ||
      view.owner.toLowerCase().includes(text) ||
      view.id.toLowerCase().includes(text))
  );
}

type Comparison = (left: Standing, right: Standing) => number;

const byId: Comparison = (left, right) => compare(left.view.id, right.view.id);

const ordering: Readonly<Record<ListAccountsQuery['sort'], Comparison>> = {
  id: byId,
  owner: (left, right) =>
    compare(left.view.owner.toLowerCase(), right.view.owner.toLowerCase()) || byId(left, right),
  '-posted': (left, right) => compare(minor(right), minor(left)) || byId(left, right),
  '-lastMovementAt': (left, right) => compare(right.activity, left.activity),
};

function minor({ view: { balance } }: Standing): bigint {
  return parseMinor(balance.posted, balance.currency);
}

function compare<T extends string | bigint | number>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
