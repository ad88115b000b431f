// A database with two servers on it that is emptied for every seed: opening one costs more.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connections } from '@passbook/event-store';
import { readModelSchema } from '@passbook/read-models';

export interface ScratchBank {
  readonly engine: 'sqlite' | 'postgres';
  /** One for each server; the same database. */
  readonly servers: readonly [Connections, Connections];
  /** Makes it as it was before the first fact. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/** A bank in a temporary file. Nothing waits for the disk: no power fails in a simulation. */
export async function openSqlite(): Promise<ScratchBank> {
  const folder = mkdtempSync(join(tmpdir(), 'passbook-simulation-'));
  const url = `sqlite:${join(folder, 'bank.sqlite')}`;
  const first = await connect({ url, ...readModelSchema });
  const second = await connect({ url, ...readModelSchema });
  const pragmas = async (): Promise<void> => {
    for (const { writes } of [first, second]) {
      await writes.query('PRAGMA synchronous = OFF');
      await writes.query('PRAGMA busy_timeout = 0');
    }
  };
  await pragmas();
  return {
    engine: 'sqlite',
    servers: [first, second],
    wipe: async () => {
      await pragmas();
      await wipeSqlite(first);
    },
    close: async () => {
      await second.close();
      await first.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A bank in an empty database of a PostgreSQL. */
export async function openPostgres(url: string): Promise<ScratchBank> {
  const open = async (): Promise<Connections> => {
    const connections = await connect({ url, poolSize: 3, ...readModelSchema });
    const { master } = connections.writes.driver as unknown as { readonly master: Listening };
    master.on('connect', (client) => void client.query('SET synchronous_commit = off'));
    return connections;
  };
  const first = await open();
  const second = await open();
  return {
    engine: 'postgres',
    servers: [first, second],
    wipe: () => wipePostgres(first),
    close: async () => {
      await second.close();
      await first.close();
    },
  };
}

interface Listening {
  on(event: 'connect', listener: (client: { query(sql: string): unknown }) => void): void;
}

const kept = ['migrations', 'log_head'];

/** Facts refuse to be deleted, so the triggers have to go for as long as it takes. */
async function wipeSqlite({ writes }: Connections): Promise<void> {
  const list = await writes.query<{ type: string; name: string; sql: string }[]>(
    `SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')
     AND name NOT LIKE 'sqlite_%'`,
  );
  const tables = list.filter(({ type, name }) => type === 'table' && !kept.includes(name));
  const triggers = list.filter(({ type }) => type === 'trigger');
  const statements = [
    'BEGIN IMMEDIATE',
    ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
    ...tables.map(({ name }) => `DELETE FROM ${name}`),
    `UPDATE log_head SET position = 0, recorded_at = ''`,
    ...triggers.map(({ sql }) => sql),
    'COMMIT',
  ];
  for (const statement of statements) await writes.query(statement);
}

async function wipePostgres({ writes }: Connections): Promise<void> {
  const tables = await writes.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const names = tables.map(({ name }) => name).filter((name) => !kept.includes(name));
  await writes.query(
    [
      'BEGIN',
      ...names.map((name) => `ALTER TABLE ${name} DISABLE TRIGGER USER`),
      `TRUNCATE ${names.join(', ')}`,
      ...names.map((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER`),
      `UPDATE log_head SET position = 0, recorded_at = ''`,
      'COMMIT',
    ].join('; '),
  );
}
