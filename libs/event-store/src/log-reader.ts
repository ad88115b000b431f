// Reads facts back: by place, by key and by time, through TypeORM on the reading side.

import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { EventEntity } from './entities/event.entity.ts';
import { LogHeadEntity } from './entities/log-head.entity.ts';
import { factColumns, factOf, type RawFact, type StoredEvent } from './fact.ts';
import type { Head } from './log-store.ts';

/** A place in the log: 1, 2, 3 ... */
export type Position = number;

/** How many places of the log a search by time looks at in one query. */
const PROBES = 15;

/** Questions to a log that need no knowledge of what its facts mean. */
export class LogReader {
  readonly #source: DataSource;

  /** @param source where to read: a replica may lag, `head` says how far it is */
  constructor(source: DataSource) {
    this.#source = source;
  }

  /** The end of the log as this side sees it. */
  async head(): Promise<Head> {
    const row = await this.#source
      .getRepository(LogHeadEntity)
      .createQueryBuilder('head')
      .select('head.position', 'position')
      .addSelect('head.recordedAt', 'recordedAt')
      .getRawOne<{ readonly position: number | string; readonly recordedAt: string }>();
    if (!row) throw new Error('log_head is empty: this database was not made by Passbook');
    return { position: Number(row.position), recordedAt: row.recordedAt };
  }

  /** A query over facts, for conditions and order of the caller's; read it with `facts`. */
  query(): SelectQueryBuilder<EventEntity> {
    const query = this.#source.getRepository(EventEntity).createQueryBuilder('event').select([]);
    // As plain rows: making entities of them takes as long as reading them.
    for (const column of factColumns) query.addSelect(`event.${column}`, column);
    return query;
  }

  /** The facts that a query finds. */
  async facts(query: SelectQueryBuilder<EventEntity>): Promise<readonly StoredEvent[]> {
    return (await query.getRawMany<RawFact>()).map(factOf);
  }

  /** One fact, or undefined where the log is not that long. */
  async at(position: Position): Promise<StoredEvent | undefined> {
    const [fact] = await this.facts(this.query().where('event.position = :position', { position }));
    return fact;
  }

  /** Facts after a place, oldest first. */
  after(position: Position, limit: number): Promise<readonly StoredEvent[]> {
    return this.facts(
      this.query()
        .where('event.position > :position', { position })
        .orderBy('event.position', 'ASC')
        .limit(limit),
    );
  }

  /** All facts that answer one idempotency key, in order. */
  byKey(client: string, key: string): Promise<readonly StoredEvent[]> {
    return this.facts(
      this.query()
        .where('event.commandKey = :key', { key })
        .andWhere('event.client = :client', { client })
        .orderBy('event.position', 'ASC'),
    );
  }

  /**
   * The last place that was recorded at or before a moment, 0 where there is none. Recorded times
   * never go backwards along positions, so it is found by looking at some places of the log, then
   * at some between two of them, and needs no index.
   * @param time RFC 3339 in UTC with milliseconds
   */
  async lastAt(time: string): Promise<Position> {
    let low = 0;
    let high = (await this.head()).position;
    while (low < high) {
      const step = Math.ceil((high - low) / (PROBES + 1));
      const places: Position[] = [];
      for (let place = low + step; place <= high; place += step) places.push(place);
      const passed = (await this.#timesAt(places)).filter((one) => one.recordedAt <= time).length;
      high = Math.min(high, low + (passed + 1) * step - 1);
      low += passed * step;
    }
    return low;
  }

  #timesAt(places: readonly Position[]): Promise<readonly { readonly recordedAt: string }[]> {
    return this.#source
      .getRepository(EventEntity)
      .createQueryBuilder('event')
      .select('event.recordedAt', 'recordedAt')
      .where('event.position IN (:...places)', { places })
      .getRawMany<{ recordedAt: string }>();
  }
}
