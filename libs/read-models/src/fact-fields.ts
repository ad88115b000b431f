// Fields of a fact's data in SQL: the one thing that the two engines say in different words.

import type { EventEntity } from '@passbook/event-store';
import type { SelectQueryBuilder } from 'typeorm';

export type Facts = SelectQueryBuilder<EventEntity>;

export function isPostgres(query: Facts): boolean {
  return query.dataSource.options.type === 'postgres';
}

/** The text at a place in the data, such as `request.amount`; NULL where there is none. */
export function fieldOf(query: Facts, place: string): string {
  return isPostgres(query)
    ? `(event.data::json #>> '{${place.replace('.', ',')}}')`
    : `json_extract(event.data, '$.${place}')`;
}
