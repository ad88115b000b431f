// The audit log and the history of an account: queries on the log itself, newest first.

import type {
  EventFilter,
  HistoryQuery,
  ListEventsQuery,
  Page,
  WireEvent,
} from '@passbook/contracts';
import type { LogReader, Position } from '@passbook/event-store';
import { amountBounds } from './amount-bounds.ts';
import { MalformedCursor, openCursor, sealCursor } from './cursor.ts';
import type { Facts } from './fact-fields.ts';
import { endOf, justBefore } from './moments.ts';
import { containing } from './text-search.ts';
import { wireEvent } from './wire-event.ts';

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly direction: 'asc' | 'desc';
}

/** How many facts an export reads at once. */
const EXPORT_PAGE = 1_000;

export class AuditLog {
  readonly #log: LogReader;

  constructor(log: LogReader) {
    this.#log = log;
  }

  /** The facts of one account, each with the balance after it. @throws CursorMismatch */
  history(account: string, query: HistoryQuery): Promise<Page<WireEvent>> {
    const { limit, cursor, direction, minPosition: _, ...filter } = query;
    return this.#page({ account, ...filter }, { limit, cursor, direction });
  }

  /** The facts of the whole bank. @throws CursorMismatch */
  list(query: ListEventsQuery): Promise<Page<WireEvent>> {
    const { limit, cursor, direction, minPosition: _, ...filter } = query;
    return this.#page(filter, { limit, cursor, direction });
  }

  /** One fact, or undefined where the log is not that long. */
  async event(position: Position): Promise<WireEvent | undefined> {
    const fact = await this.#log.at(position);
    return fact && wireEvent(fact);
  }

  /** All facts that match, ascending, up to a position: the log may grow meanwhile. */
  async *export(filter: EventFilter, upTo: Position): AsyncGenerator<readonly WireEvent[]> {
    for (let after = 0; ;) {
      const query = (await this.#matching(filter))
        .andWhere('event.position > :after AND event.position <= :upTo', { after, upTo })
        .orderBy('event.position', 'ASC')
        .limit(EXPORT_PAGE);
      const facts = await this.#log.facts(query);
      if (facts.length > 0) yield facts.map(wireEvent);
      if (facts.length < EXPORT_PAGE) return;
      after = facts.at(-1)?.position ?? upTo;
    }
  }

  async #page(filter: EventFilter, { limit, cursor, direction }: Paging): Promise<Page<WireEvent>> {
    const question = { ...filter, direction };
    const query = await this.#matching(filter);
    // Within one stream positions and versions have one order, and the index is on versions.
    const order = filter.account === undefined ? 'position' : 'version';
    if (cursor !== undefined) {
      const place = Number(openCursor(question, cursor, 1)[0]);
      if (!Number.isSafeInteger(place)) throw new MalformedCursor('the cursor names no place');
      query.andWhere(`event.${order} ${direction === 'desc' ? '<' : '>'} :place`, { place });
    }
    query.orderBy(`event.${order}`, direction === 'desc' ? 'DESC' : 'ASC').limit(limit + 1);
    const facts = await this.#log.facts(query);
    const data = facts.slice(0, limit);
    const last = data.at(-1);
    const hasMore = facts.length > limit;
    return {
      data: data.map(wireEvent),
      nextCursor: hasMore && last ? sealCursor(question, [String(last[order])]) : null,
      hasMore,
    };
  }

  async #matching(filter: EventFilter): Promise<Facts> {
    const query = this.#log.query();
    const { account, type, actor, correlation, outcome, from, to, q } = filter;
    if (account !== undefined) query.andWhere('event.stream = :account', { account });
    if (type !== undefined) query.andWhere('event.type IN (:...type)', { type });
    if (actor !== undefined) query.andWhere('event.actor = :actor', { actor });
    if (correlation !== undefined) {
      query.andWhere('event.correlationId = :correlation', { correlation });
    }
    if (outcome !== undefined) {
      query.andWhere(`event.type ${outcome === 'refused' ? '=' : '<>'} 'CommandRefused'`);
    }
    if (from !== undefined) {
      const first = await this.#log.lastAt(justBefore(from));
      query.andWhere('event.position > :first', { first });
    }
    if (to !== undefined) {
      const final = await this.#log.lastAt(endOf(to));
      query.andWhere('event.position <= :final', { final });
    }
    amountBounds(query, filter);
    if (q !== undefined) containing(query, q);
    return query;
  }
}
