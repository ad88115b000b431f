// Goes through the whole log once more and folds it: what rebuilding and verifying have in common.

import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import type { QueryRunner } from 'typeorm';
import { factColumns, factOf, type RawFact, type StoredEvent } from './fact.ts';
import type { Cell, FoldedFact, InlineProjection } from './projection.ts';

/** Few enough that what a page leaves behind is collected while it is young. */
const PAGE = 1_000;

const foldedColumns = ['position', 'stream_id', 'version', 'type', 'data', 'recorded_at'] as const;

/** Reads the facts after `from` in pages, oldest first, as one connection sees them. */
export async function* pagesOf(
  runner: QueryRunner,
  from: number,
): AsyncGenerator<readonly (StoredEvent & { readonly leafHash: string })[]> {
  type Raw = RawFact & { readonly leaf_hash: string };
  for await (const raws of rowsOf<Raw>(runner, [...factColumns, 'leaf_hash'], from)) {
    yield raws.map((raw) => ({ ...factOf(raw), leafHash: raw.leaf_hash }));
  }
}

/** The same pages with no more than a fold looks at, which takes half the time. */
export async function* foldedPagesOf(
  runner: QueryRunner,
  from: number,
): AsyncGenerator<readonly FoldedFact[]> {
  type Raw = Pick<RawFact, (typeof foldedColumns)[number]>;
  for await (const raws of rowsOf<Raw>(runner, foldedColumns, from)) {
    yield raws.map((raw) => ({
      position: Number(raw.position),
      stream: raw.stream_id,
      version: raw.version,
      type: raw.type,
      data: JSON.parse(raw.data) as unknown,
      recordedAt: raw.recorded_at,
    }));
  }
}

async function* rowsOf<Raw extends Pick<RawFact, 'position'>>(
  runner: QueryRunner,
  columns: readonly string[],
  from: number,
): AsyncGenerator<readonly Raw[]> {
  for (let after = from; ;) {
    const query = runner.manager.createQueryBuilder().select([]).from('events', 'event');
    for (const name of columns) query.addSelect(`event.${name}`, name);
    const raws = await query
      .where('event.position > :after', { after })
      .orderBy('event.position', 'ASC')
      .limit(PAGE)
      .getRawMany<Raw>();
    const last = raws.at(-1);
    if (!last) return;
    yield raws;
    after = Number(last.position);
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
  add(facts: readonly FoldedFact[]): void {
    const streams = new Map<string, FoldedFact[]>();
    for (const fact of facts) {
      const own = streams.get(fact.stream);
      if (own) own.push(fact);
      else streams.set(fact.stream, [fact]);
    }
    for (const [stream, own] of streams) this.#addTo(stream, own);
    this.position = facts.at(-1)?.position ?? this.position;
  }

  #addTo(stream: string, facts: readonly FoldedFact[]): void {
    const before = this.#states.get(stream) ?? this.#rulebook.initial(stream);
    let state = before;
    for (const { type, data } of facts)
      state = this.#rulebook.evolve(state, { type, data } as Event);
    this.#states.set(stream, state);
    const version = facts.at(-1)?.version ?? 0;
    const own = facts as readonly FoldedFact<Event>[];
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
