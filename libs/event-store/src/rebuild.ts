// Makes a projection's table anew from the log, beside the live one, and swaps them if they differ.

import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import type { QueryRunner } from 'typeorm';
import type { Connections } from './connections.ts';
import type { Cell, InlineProjection } from './projection.ts';
import { foldedPagesOf, Replay } from './replay.ts';

export interface RebuildOptions<State, Event extends DomainEvent> {
  readonly rulebook: Pick<Rulebook<never, State, Event, unknown>, 'initial' | 'evolve'>;
  readonly projection: InlineProjection<State, Event>;
  /** Facts done so far, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RebuildReport {
  readonly facts: number;
  readonly rows: number;
  /** Keys of the rows that were not what the log says; they are now. */
  readonly different: readonly string[];
}

/**
 * Replays the log into a new table, catches up while it holds the head, compares row by row and
 * swaps. The server may go on working: it waits only for the last moment.
 */
export async function rebuildProjection<State, Event extends DomainEvent>(
  { engine, writes }: Connections,
  { rulebook, projection, onProgress }: RebuildOptions<State, Event>,
): Promise<RebuildReport> {
  const runner = writes.createQueryRunner();
  await runner.connect();
  try {
    const replay = new Replay(rulebook, projection);
    const total = await sizeOf(runner);
    for await (const facts of foldedPagesOf(runner, 0)) {
      replay.add(facts);
      onProgress?.(replay.position, Math.max(total, replay.position));
    }
    if (engine === 'sqlite') await runner.query('PRAGMA busy_timeout = 30000');
    await runner.query(engine === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    try {
      if (engine === 'postgres') await runner.query('SELECT * FROM log_head FOR UPDATE');
      for await (const facts of foldedPagesOf(runner, replay.position)) replay.add(facts);
      const different = await differences(runner, projection, replay.rows);
      if (different.length > 0) await swap(runner, projection, replay.rows);
      await runner.query('COMMIT');
      return { facts: replay.position, rows: replay.rows.size, different };
    } catch (error) {
      await runner.query('ROLLBACK');
      throw error;
    }
  } finally {
    await runner.release();
  }
}

async function sizeOf(runner: QueryRunner): Promise<number> {
  const head = (await runner.query('SELECT position FROM log_head')) as unknown as [
    { readonly position: number | string },
  ];
  return Number(head[0].position);
}

/**
 * The keys of the rows in which the live table differs from what the log says.
 * @param expected rows by stream, in the order of the projection's columns
 */
export async function differences<State, Event extends DomainEvent>(
  runner: QueryRunner,
  projection: InlineProjection<State, Event>,
  expected: ReadonlyMap<string, readonly Cell[]>,
): Promise<readonly string[]> {
  const key = projection.columns[0]?.name ?? '';
  const columns = projection.columns.map(({ name }) => `CAST(${name} AS TEXT) AS ${name}`);
  const live = (await runner.query(
    `SELECT ${columns.join(', ')} FROM ${projection.table}`,
  )) as unknown as readonly Readonly<Record<string, string | null>>[];
  const seen = new Set<string>();
  const different: string[] = [];
  for (const row of live) {
    const name = row[key] ?? '';
    seen.add(name);
    const wanted = expected.get(name);
    const same = projection.columns.every(
      ({ name: column }, index) => asText(wanted?.[index]) === row[column],
    );
    if (!same) different.push(name);
  }
  for (const name of expected.keys()) if (!seen.has(name)) different.push(name);
  return different;
}

function asText(cell: Cell | undefined): string | null | undefined {
  return cell === null || cell === undefined ? cell : String(cell);
}

/** Fills a table beside the live one, then puts its rows in the place of the live ones. */
async function swap<State, Event extends DomainEvent>(
  runner: QueryRunner,
  { table, columns }: InlineProjection<State, Event>,
  rows: ReadonlyMap<string, readonly Cell[]>,
): Promise<void> {
  const beside = `${table}_rebuilt`;
  const names = columns.map(({ name }) => name).join(', ');
  await runner.query(`CREATE TEMPORARY TABLE ${beside} AS SELECT ${names} FROM ${table} LIMIT 0`);
  for (const row of rows.values()) {
    const places = row.map((_, index) =>
      runner.dataSource.options.type === 'postgres' ? `$${index + 1}` : '?',
    );
    await runner.query(`INSERT INTO ${beside} VALUES (${places.join(', ')})`, [...row]);
  }
  await runner.query(`DELETE FROM ${table}`);
  await runner.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${beside}`);
  await runner.query(`DROP TABLE ${beside}`);
}
