// Opens the two data sources of a log on PostgreSQL, each with what its sessions must be told.

import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { ConnectionOptions, Connections, LogSchema } from './connections.ts';
import { PostgresStore } from './postgres-store.ts';
import { unopenedDatabase } from './unopened.ts';

/** An arbitrary but fixed number: whoever holds this advisory lock migrates. */
const MIGRATION_LOCK = 727_001;

const sessionOptions = {
  both: ['-c synchronous_commit=on', '-c idle_in_transaction_session_timeout=15000'],
  // The writer looks up a few rows by index, always. A plan that was made while the log was small
  // or before its first ANALYZE would read all of it, for every batch.
  writes: [
    '-c default_transaction_isolation=read\\ committed',
    '-c plan_cache_mode=force_generic_plan',
    '-c enable_seqscan=off',
    '-c enable_hashjoin=off',
    '-c enable_mergejoin=off',
  ],
  reads: [],
} as const;

/** Opens a log on PostgreSQL; the first who comes brings its schema up. */
export async function connectPostgres(
  { url, readsUrl, poolSize = 10 }: ConnectionOptions,
  schema: LogSchema,
): Promise<Connections> {
  const source = (address: string, name: 'writes' | 'reads'): DataSource =>
    new DataSource({
      ...schema,
      type: 'postgres',
      url: address,
      poolSize,
      connectTimeoutMS: 5000,
      applicationName: `passbook ${name}`,
      installExtensions: false,
      extra: {
        // Statements go out without waiting for the answers to those before them.
        pipeline: name === 'writes',
        options: [...sessionOptions.both, ...sessionOptions[name]].join(' '),
      },
    });
  const writes = await opening(url, source(url, 'writes'));
  await migratePostgres(writes).catch((error: unknown) => {
    throw unopenedDatabase(placeOf(url), error);
  });
  const reads = await opening(readsUrl ?? url, source(readsUrl ?? url, 'reads'));
  return {
    engine: 'postgres',
    writes,
    reads,
    store: new PostgresStore(poolOf(writes)),
    location: placeOf(url),
    close: async () => {
      await reads.destroy();
      await writes.destroy();
    },
  };
}

async function opening(url: string, source: DataSource): Promise<DataSource> {
  await source.initialize().catch((error: unknown) => {
    throw unopenedDatabase(placeOf(url), error);
  });
  surviveBrokenConnections(poolOf(source));
  return source;
}

function poolOf(source: DataSource): Pool {
  const { master } = source.driver as unknown as { readonly master: Pool };
  return master;
}

/**
 * Lets no broken connection end the process. The pool replaces idle ones by itself; one that is
 * in use has no listener of the pool, from the very moment at which it is handed out.
 */
function surviveBrokenConnections(pool: Pool): void {
  // The statement under way fails, or the next one does: that is where it is answered.
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  pool.on('acquire', (client) => client.off('error', ignore).on('error', ignore));
}

/** Where a PostgreSQL database is, without who may enter it. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

async function migratePostgres(source: DataSource): Promise<void> {
  const lock = source.createQueryRunner();
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations({ transaction: 'all' });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
  }
}
