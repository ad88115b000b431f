// Goes through the whole log once more and folds it: what rebuilding and verifying have in common.

import type { DomainEvent, RecordedEvent, Rulebook } from '@passbook/event-sourcing';
import type { QueryRunner } from 'typeorm';
import { factColumns, factOf, type RawFact, type StoredEvent } from './fact.ts';
import type { Cell, InlineProjection } from './projection.ts';

/** Reads the facts after `from` in pages, oldest first, as one connection sees them. */
export async function* pagesOf(
  runner: QueryRunner,
  from: number,
  page = 5_000,
): AsyncGenerator<readonly (StoredEvent & { readonly leafHash: string })[]> {
  for (let after = from; ;) {
    const query = runner.manager.createQueryBuilder().select([]).from('events', 'event');
    for (const name of [...factColumns, 'leaf_hash']) query.addSelect(`event.${name}`, name);
    const raws = await query
      .where('event.position > :after', { after })
      .orderBy('event.position', 'ASC')
      .limit(page)
      .getRawMany<RawFact & { leaf_hash: string }>();
    const facts = raws.map((raw) => ({ ...factOf(raw), leafHash: raw.leaf_hash }));
    const last = facts.at(-1);
    if (!last) return;
    yield facts;
    after = last.position;
  }
}

/** Folds facts into the rows that a projection has after them. */
export class Replay<State, Event extends DomainEvent> {
  readonly #rulebook: Pick<Rulebook<never, State, Event, unknown>, 'initial' | 'evolve'>;
  readonly #projection: InlineProjection<State, Event>;
  readonly #states = new Map<string, State>();
  /** The rows by stream, in the order of the projection's columns. */
  readonly rows = new Map<string, readonly Cell[]>();
  position = 0;

  constructor(
    rulebook: Pick<Rulebook<never, State, Event, unknown>, 'initial' | 'evolve'>,
    projection: InlineProjection<State, Event>,
  ) {
    this.#rulebook = rulebook;
    this.#projection = projection;
  }

  /** @throws whatever the rulebook throws at a fact that can not have happened */
  add(facts: readonly StoredEvent[]): void {
    const streams = new Map<string, StoredEvent[]>();
    for (const fact of facts) {
      const own = streams.get(fact.stream);
      if (own) own.push(fact);
      else streams.set(fact.stream, [fact]);
    }
    for (const [stream, own] of streams) this.#addTo(stream, own);
    this.position = facts.at(-1)?.position ?? this.position;
  }

  #addTo(stream: string, facts: readonly StoredEvent[]): void {
    const before = this.#states.get(stream) ?? this.#rulebook.initial(stream);
    let state = before;
    for (const { type, data } of facts)
      state = this.#rulebook.evolve(state, { type, data } as Event);
    this.#states.set(stream, state);
    const version = facts.at(-1)?.version ?? 0;
    const own = facts as readonly (StoredEvent & RecordedEvent<Event>)[];
    const row = this.#projection.row({ stream, version, before, state, facts: own });
    if (!row) return;
    const former = this.rows.get(stream);
    const { columns } = this.#projection;
    const merged = row.map((cell, index) =>
      cell === null && columns[index]?.sticky === true ? (former?.[index] ?? null) : cell,
    );
    this.rows.set(stream, merged);
  }
}
