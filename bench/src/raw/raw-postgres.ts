// Inserts through pg alone: one named statement for each batch, columns as arrays.

import { connect } from '@passbook/event-store';
import { Client } from 'pg';
import { timed } from '../measure.ts';
import type { Workplace } from '../workplace.ts';
import { eventColumns, minimalColumns } from './canned-rows.ts';
import { countedRows, type RawTable, type Shape } from './raw-table.ts';

export async function rawPostgres(workplace: Workplace, shape: Shape): Promise<RawTable> {
  const database = await workplace.database('postgres');
  if (shape === 'full') {
    const connections = await connect({ url: database.url, entities: [], migrations: [] });
    await connections.close();
  }
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const columns = shape === 'full' ? eventColumns : minimalColumns;
  if (shape === 'minimal') {
    await client.query(`CREATE TABLE events (position BIGINT PRIMARY KEY,
      stream_id TEXT COLLATE "C" NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
      data TEXT NOT NULL, recorded_at TEXT NOT NULL, UNIQUE (stream_id, version))`);
  }
  const places = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  const text = `INSERT INTO events (${Object.keys(columns).join(', ')})
    SELECT * FROM unnest(${places.join(', ')})`;
  return {
    columns,
    insert: (rows, batch) =>
      timed(async () => {
        for (let at = 0; at < rows.length; at += batch) {
          const part = rows.slice(at, at + batch);
          const values = places.map((_, column) => part.map((row) => row[column]));
          // A statement alone is a transaction: one round trip, one commit.
          await client.query({ name: 'insert', text, values });
        }
        return rows.length;
      }),
    check: async (rows) => {
      const { rows: found } = await client.query<{ n: number }>(
        'SELECT COUNT(*)::int AS n FROM events',
      );
      return countedRows(found[0]?.n ?? 0, rows);
    },
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}
