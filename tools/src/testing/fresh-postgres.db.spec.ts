// The databases that other specs build on: fresh, apart from each other, and gone afterwards.
import { Client } from 'pg';
import { freshPostgres } from './index.ts';

const ask = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a fresh PostgreSQL database', () => {
  test('is empty, PostgreSQL 18 and durable', async () => {
    const database = await freshPostgres();
    const rows = await ask(
      database.url,
      `SELECT current_setting('server_version_num')::int / 10000 AS version,
              current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS synchronous_commit,
              (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
    );
    await database.drop();
    expect(rows).toEqual([{ version: 18, fsync: 'on', synchronous_commit: 'on', tables: 0 }]);
  });

  test('does not see what is written to another', async () => {
    const [one, other] = await Promise.all([freshPostgres(), freshPostgres()]);
    await ask(one.url, 'CREATE TABLE facts (position bigint)');
    const seen = await ask(other.url, `SELECT to_regclass('facts') AS facts`);
    await Promise.all([one.drop(), other.drop()]);
    expect(seen).toEqual([{ facts: null }]);
  });

  test('is gone once it is dropped, even with a connection left open', async () => {
    const database = await freshPostgres();
    const client = new Client({ connectionString: database.url });
    const errors: Error[] = [];
    client.on('error', (error) => errors.push(error));
    await client.connect();
    const cutOff = new Promise((resolve) => client.once('end', () => resolve(undefined)));
    await database.drop();
    await cutOff;
    expect(errors[0]).toMatchObject({ code: '57P01' });
    await expect(ask(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});
