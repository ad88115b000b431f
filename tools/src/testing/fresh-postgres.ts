// Gives each spec a PostgreSQL database of its own, so that no spec sees another's facts.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database that nobody else uses, and the way to remove it again. */
export interface FreshDatabase {
  /** A connection URL of the form `postgres://user:password@host:port/name`. */
  readonly url: string;
  /** Removes the database and ends whatever is still connected to it. */
  readonly drop: () => Promise<void>;
}

const serverUrl = (): string => {
  const url = process.env['PASSBOOK_TEST_POSTGRES'];
  if (url !== undefined && url !== '') return url;
  throw new Error(
    'PASSBOOK_TEST_POSTGRES is not set: Jest sets it for files named .db.spec.ts and .api.spec.ts.',
  );
};

const run = async (server: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/**
 * Creates an empty database.
 * @param server The URL of a superuser; by default that of the server which the test run started.
 */
export const freshPostgres = async (server: string = serverUrl()): Promise<FreshDatabase> => {
  const name = `passbook_${randomBytes(8).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
};
