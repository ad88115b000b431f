// Inserts through better-sqlite3 alone, with the durability that the log has.

import Sqlite from 'better-sqlite3';
import { connect } from '@passbook/event-store';
import { timed } from '../measure.ts';
import { fileOf, type Workplace } from '../workplace.ts';
import { eventColumns, minimalColumns } from './canned-rows.ts';
import { countedRows, type RawTable, type Shape } from './raw-table.ts';

export async function rawSqlite(workplace: Workplace, shape: Shape): Promise<RawTable> {
  const database = await workplace.database('sqlite');
  if (shape === 'full') {
    const connections = await connect({ url: database.url, entities: [], migrations: [] });
    await connections.close();
  }
  const file = new Sqlite(fileOf(database.url));
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('wal_autocheckpoint = 4000');
  file.pragma('cache_size = -65536');
  file.pragma('recursive_triggers = ON');
  const columns = shape === 'full' ? eventColumns : minimalColumns;
  if (shape === 'minimal') {
    file.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL,
      version INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, recorded_at TEXT NOT NULL,
      UNIQUE (stream_id, version)) STRICT`);
  }
  const names = Object.keys(columns);
  const insert = file.prepare(
    `INSERT INTO events (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const [begin, commit] = [file.prepare('BEGIN IMMEDIATE'), file.prepare('COMMIT')];
  return {
    columns,
    insert: (rows, batch) =>
      timed(() => {
        for (let at = 0; at < rows.length; at += batch) {
          begin.run();
          for (const row of rows.slice(at, at + batch)) insert.run(...row);
          commit.run();
        }
        return rows.length;
      }),
    check: (rows) => {
      const counted = file.prepare('SELECT COUNT(*) FROM events').pluck().get() as number;
      return Promise.resolve(countedRows(counted, rows));
    },
    close: async () => {
      file.close();
      await database.drop();
    },
  };
}
