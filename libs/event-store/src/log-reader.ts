// Reads facts back: by place, by key and by time, through TypeORM on the reading side.

import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { EventEntity } from './entities/event.entity.ts';
import { LogHeadEntity } from './entities/log-head.entity.ts';
import { keyHash, type StoredEvent } from './fact.ts';
import type { Head } from './log-store.ts';

/** A place in the log: 1, 2, 3 ... */
export type Position = number;

/** Questions to a log that need no knowledge of what its facts mean. */
export class LogReader {
  readonly #source: DataSource;

  /** @param source where to read: a replica may lag, `head` says how far it is */
  constructor(source: DataSource) {
    this.#source = source;
  }

  /** The end of the log as this side sees it. */
  async head(): Promise<Head> {
    const row = await this.#source.getRepository(LogHeadEntity).findOneByOrFail({ id: 1 });
    return { position: Number(row.position), recordedAt: row.recordedAt };
  }

  /** A query over facts, for conditions and order of the caller's; read it with `facts`. */
  query(): SelectQueryBuilder<EventEntity> {
    return this.#source.getRepository(EventEntity).createQueryBuilder('event');
  }

  /** The facts that a query finds. */
  async facts(query: SelectQueryBuilder<EventEntity>): Promise<readonly StoredEvent[]> {
    return (await query.getMany()).map(storedEvent);
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
        .where('event.keyHash = :hash', { hash: keyHash(client, key) })
        .andWhere('event.commandKey = :key', { key })
        .andWhere('event.client = :client', { client })
        .orderBy('event.position', 'ASC'),
    );
  }

  /**
   * The last place that was recorded at or before a moment, 0 where there is none. Recorded times
   * never go backwards along positions, so it is found by bisection and needs no index.
   * @param time RFC 3339 in UTC with milliseconds
   */
  async lastAt(time: string): Promise<Position> {
    let low = 0;
    let high = (await this.head()).position;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const fact = await this.at(middle);
      if (fact && fact.recordedAt <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function storedEvent(row: EventEntity): StoredEvent {
  return {
    position: Number(row.position),
    stream: row.stream,
    version: row.version,
    eventId: row.eventId,
    type: row.type,
    schemaVersion: row.schemaVersion,
    data: JSON.parse(row.data) as unknown,
    actor: row.actor,
    correlationId: row.correlationId,
    causationId: row.causationId,
    channel: row.channel,
    client: row.client,
    ...(row.commandKey !== null && { commandKey: row.commandKey }),
    ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
    recordedAt: row.recordedAt,
  };
}
