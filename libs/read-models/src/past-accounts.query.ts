// Accounts that have changed since a position, as they stood at it: facts carry balances.

import { parseMinor, type BankingEvent } from '@passbook/banking';
import type { AccountView } from '@passbook/contracts';
import {
  EventEntity,
  type LogReader,
  type Position,
  type StoredEvent,
} from '@passbook/event-store';
import { accountAsOf } from './account-as-of.query.ts';
import { accountView, type AccountRow, type Accounts } from './account-row.ts';

/** An account as a fact left it; when it moved last is looked up where it is asked for. */
export interface PastRow extends AccountRow {
  readonly last: LastFact;
}

/** The last fact of an account up to the position, beside what its row in the table says today. */
interface LastFact extends AccountRow {
  readonly openedPosition: string;
  readonly factVersion: number;
  readonly factPosition: number | string;
  readonly recordedAt: string;
  readonly data: string;
  /** The data of the fact before it in the stream. */
  readonly former: string | null;
}

export class PastAccounts {
  readonly #log: LogReader;
  readonly #upTo: Position;

  constructor(log: LogReader, upTo: Position) {
    this.#log = log;
    this.#upTo = upTo;
  }

  /** The rows of those that were there and have changed since. */
  async rows(accounts: Accounts): Promise<readonly PastRow[]> {
    const upTo = this.#upTo;
    const found = await accounts
      .addSelect('account.opened_position', 'openedPosition')
      .addSelect('event.version', 'factVersion')
      .addSelect('event.position', 'factPosition')
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
      )
      .leftJoin(
        EventEntity,
        'former',
        'former.stream_id = event.stream_id AND former.version = event.version - 1',
      )
      .andWhere('account.position > :upTo AND account.opened_position <= :upTo', { upTo })
      .getRawMany<LastFact>();
    return found.map(pastRow);
  }

  /** The row with its last movement. */
  async withMovement(row: PastRow): Promise<PastRow> {
    const { last } = row;
    // What has not moved since moved last when its row says so.
    if (Number(last.activity) <= this.#upTo) return { ...row, ...movement(last) };
    const posted = afterOf(last.data).posted;
    const former = last.former === null ? undefined : afterOf(last.former);
    const moved =
      former !== undefined && former.status !== 'absent' && former.posted !== posted
        ? { position: last.factPosition, recordedAt: last.recordedAt }
        : await this.#movedBefore(row.id, last.factVersion, posted);
    return {
      ...row,
      activity: String(moved?.position ?? last.openedPosition),
      lastMovementAt: moved?.recordedAt ?? null,
    };
  }

  /** The account as clients see it; which holds were open is known from the fold only. */
  async view(row: PastRow): Promise<AccountView> {
    const folded =
      row.held === '0'
        ? undefined
        : await accountAsOf(this.#log, row.id, { atVersion: row.last.factVersion });
    return folded ?? accountView(await this.withMovement(row));
  }

  /** The fact that made the posted balance what it was at a version; none if it never moved. */
  async #movedBefore(
    id: string,
    version: number,
    posted: string,
  ): Promise<StoredEvent | undefined> {
    let candidate: StoredEvent | undefined;
    for (let below = version + 1; below > 1;) {
      const query = this.#log.query().where('event.stream = :id', { id });
      query.andWhere('event.version < :below', { below });
      const facts = await this.#log.facts(query.orderBy('event.version', 'DESC').limit(50));
      for (const fact of facts) {
        const { after } = fact.data as BankingEvent['data'];
        // An opening that was refused before is no balance to have moved from.
        if (after.status === 'absent') return undefined;
        if (after.posted !== posted) return candidate;
        candidate = fact;
      }
      below = facts.at(-1)?.version ?? 1;
    }
    return undefined;
  }
}

function afterOf(data: string): BankingEvent['data']['after'] {
  return (JSON.parse(data) as BankingEvent['data']).after;
}

function movement({ activity, lastMovementAt }: AccountRow): Partial<AccountRow> {
  return { activity, lastMovementAt };
}

function pastRow(last: LastFact): PastRow {
  const after = afterOf(last.data);
  const { status } = after;
  if (status === 'absent') throw new Error(`account ${last.id} is opened and is not there`);
  const minor = (text: string): string => parseMinor(text, after.currency).toString();
  return {
    id: last.id,
    owner: last.owner,
    ownerKey: last.ownerKey,
    currency: after.currency,
    status,
    posted: minor(after.posted),
    held: minor(after.held),
    overdraftLimit: minor(after.overdraftLimit),
    version: String(last.factVersion),
    position: String(last.factPosition),
    openedAt: last.openedAt,
    lastMovementAt: null,
    activity: '',
    closedAt: status === 'closed' ? last.closedAt : null,
    holds: '[]',
    last,
  };
}
