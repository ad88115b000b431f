// A log of tallies on a database of its own, and what must be true of it at every moment.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '@passbook/event-sourcing';
import { freshPostgres } from '@passbook/tools/testing';
import { canonicalJson } from '../canonical-json.ts';
import { CommandProcessor } from '../command-processor.ts';
import { connect, type Connections, type Schema } from '../connections.ts';
import { leafHash } from '../fact.ts';
import type { ProcessorOptions } from '../group-commit.ts';
import { LogReader } from '../log-reader.ts';
import { pagesOf } from '../replay.ts';
import type { CommandContext, Outcome, Submission } from '../submission.ts';
import { CreateTallies1766000000001 } from './create-tallies.ts';
import { FaultyStore } from './faulty-store.ts';
import {
  talliesProjection,
  tallyRulebook,
  type Tally,
  type TallyCommand,
  type TallyEvent,
  type TallyRefusal,
} from './tally.ts';

export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

export type Processor = CommandProcessor<TallyCommand, Tally, TallyEvent, TallyRefusal>;
type Options = Partial<ProcessorOptions<TallyCommand, Tally, TallyEvent, TallyRefusal>>;

export const tallySchema: Schema = { entities: [], migrations: [CreateTallies1766000000001] };

/** A database of tallies; `connect` and `processor` are called once for each server wanted. */
export interface TestLog {
  readonly engine: Engine;
  readonly url: string;
  readonly connections: Connections;
  readonly store: FaultyStore;
  readonly log: LogReader;
  connect(schema?: Schema): Promise<Connections>;
  processor(options?: Options): Processor;
  /** Ends every processor and connection, and the database. */
  close(): Promise<void>;
}

export async function openTestLog(engine: Engine): Promise<TestLog> {
  const { url, drop } = await freshDatabase(engine);
  const opened: Connections[] = [];
  const processors: Processor[] = [];
  const open = async (schema = tallySchema): Promise<Connections> => {
    const connections = await connect({ url, ...schema });
    opened.push(connections);
    return connections;
  };
  const connections = await open();
  const store = new FaultyStore(connections.store);
  return {
    engine,
    url,
    connections,
    store,
    log: new LogReader(connections.reads),
    connect: open,
    processor: (options) => {
      const processor = new CommandProcessor({
        store,
        rulebook: tallyRulebook,
        projections: [talliesProjection],
        revision: 'test',
        ...options,
      });
      processors.push(processor);
      return processor;
    },
    close: async () => {
      for (const processor of processors) await processor.stop();
      for (const one of opened) await one.close();
      await drop();
    },
  };
}

async function freshDatabase(engine: Engine): Promise<{ url: string; drop: () => Promise<void> }> {
  if (engine === 'postgres') return freshPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'tallies-'));
  const drop = (): Promise<void> => {
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
  return { url: `sqlite:${join(folder, 'tallies.sqlite')}`, drop };
}

/** A command with who sends it. */
export function submit(
  command: TallyCommand,
  context: Partial<CommandContext> = {},
): Submission<TallyCommand> {
  const { key } = context;
  return {
    command,
    context: {
      actor: 'ada',
      client: 'test',
      channel: 'test',
      correlationId: 'c-1',
      causationId: 'r-1',
      ...(key !== undefined && { fingerprint: fingerprint(command) }),
      ...context,
    },
  };
}

function fingerprint(command: TallyCommand): string {
  const text = JSON.stringify(command, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('base64');
}

/** What an outcome amounts to: its event types, or the word for what else it is. */
export function gist(outcome: Outcome<TallyRefusal>): string {
  if (outcome.kind === 'refused') return outcome.refusal;
  if (outcome.kind !== 'recorded') return outcome.kind;
  return outcome.facts.map(({ type, data }) => type + reasonOf(data)).join('+');
}

function reasonOf(data: unknown): string {
  const { reason } = data as { readonly reason?: string };
  return reason === undefined ? '' : `:${reason}`;
}

/** Everything in a log, with the rows that were made of it. */
export interface Contents {
  readonly facts: readonly Awaited<ReturnType<LogReader['after']>>[number][];
  readonly values: ReadonlyMap<string, bigint>;
}

/**
 * Reads the whole database and checks what must hold of any log: dense places and versions, a
 * head that is the last fact, times that never go back, hashes that can be made again, and rows
 * that are the fold of their facts.
 * @throws Error naming everything that does not hold
 */
export async function soundContents(connections: Connections): Promise<Contents> {
  const runner = connections.reads.createQueryRunner();
  const wrong: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  const facts = [];
  const versions = new Map<string, number>();
  let last = '';
  for await (const page of pagesOf(runner, 0)) {
    for (const { leafHash: leaf, ...fact } of page) {
      const { position, stream, version, recordedAt } = fact;
      facts.push(fact);
      claim(position === facts.length, `position ${position} in place ${facts.length}`);
      claim(version === (versions.get(stream) ?? 0) + 1, `version ${version} of ${stream}`);
      claim(recordedAt >= last, `${recordedAt} after ${last} at ${position}`);
      claim(leaf === leafHash(fact, canonicalJson(fact.data)), `leaf of ${position}`);
      versions.set(stream, version);
      last = recordedAt;
    }
  }
  await runner.release();
  const head = await new LogReader(connections.reads).head();
  claim(head.position === facts.length, `head ${head.position} of ${facts.length}`);
  claim(head.recordedAt === last, `head at ${head.recordedAt}, last fact at ${last}`);
  const values = new Map<string, bigint>();
  for (const row of await rowsOf(connections)) {
    const own = facts.filter(({ stream }) => stream === row.id) as unknown as TallyEvent[];
    const state = fold(tallyRulebook, tallyRulebook.initial(row.id), own);
    values.set(row.id, BigInt(row.value));
    const folded = `${state.value} ${own.length} ${state.facts} ${state.note ?? ''}`;
    const stored = `${row.value} ${row.version} ${row.facts} ${row.note ?? ''}`;
    claim(folded === stored, `row of ${row.id}: ${stored}, fold ${folded}`);
  }
  claim(values.size === versions.size, `${values.size} rows of ${versions.size} streams`);
  if (wrong.length > 0) throw new Error(`the log is not sound:\n${wrong.join('\n')}`);
  return { facts, values };
}

/** The projected rows as text, for a driver may round numbers. */
export function rowsOf({
  reads,
}: Connections): Promise<
  { id: string; value: string; version: string; facts: string; note: string | null }[]
> {
  const texts = ['value', 'version', 'facts'].map((name) => `CAST(${name} AS TEXT) AS ${name}`);
  return reads.query(`SELECT id, ${texts.join(', ')}, note FROM tallies ORDER BY id`);
}
