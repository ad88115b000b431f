// Databases that the server must not trust: it refuses to start, says why, and touches nothing.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { HttpClient } from './harness/http.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts } from './harness/traffic.ts';
import { rebuildDatabase, verifyDatabase } from './harness/verify.ts';

const scratch = scratchFolder();
const made = path.join(scratch.folder, 'made.sqlite');

/** A bank with something in it, made by the server itself. */
beforeAll(async () => {
  const server = await ServerProcess.start({ databaseUrl: `sqlite:${made}` });
  const client = new HttpClient(server.url);
  await openAccounts(client, ['a', 'b', 'c']);
  client.close();
  await server.terminate();
}, 60_000);

afterAll(async () => {
  await endServers();
  scratch.remove();
});

let files = 0;

/** A copy of the bank to spoil. */
function copy(): string {
  const file = path.join(scratch.folder, `copy-${(files += 1)}.sqlite`);
  writeFileSync(file, readFileSync(made));
  return file;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Starts the server in vain, and gives what it said: a sentence, and no trace of the stack. */
async function refusal(databaseUrl: string, env: Record<string, string> = {}): Promise<string> {
  const server = ServerProcess.launch({ databaseUrl, env });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.log).toMatch(/^Passbook can not start\.\n/m);
  expect(server.log).not.toMatch(/^ +at /m);
  return server.log;
}

function changed(file: string, sql: string): string {
  const database = new Database(file);
  database.exec(sql);
  database.close();
  return file;
}

interface Spoilt {
  readonly what: string;
  readonly spoil: () => string;
  readonly says: RegExp;
}

const spoilt: readonly Spoilt[] = [
  {
    what: 'a file of text',
    spoil: () => {
      const file = path.join(scratch.folder, 'letter.txt');
      writeFileSync(file, 'Dear customer, '.repeat(1000));
      return file;
    },
    says: /letter\.txt is not a SQLite database; point DATABASE_URL at another file/,
  },
  {
    what: 'a database of another program',
    spoil: () => changed(path.join(scratch.folder, 'other.db'), 'CREATE TABLE songs (title TEXT)'),
    says: /other\.db is a database of another program \(it has a table songs\); point/,
  },
  {
    what: 'a header that was overwritten',
    spoil: () => {
      const file = copy();
      const bytes = readFileSync(file);
      bytes.fill(0xaa, 0, 100);
      writeFileSync(file, bytes);
      return file;
    },
    says: /copy-\d+\.sqlite is not a SQLite database; .* restore this one from a backup/,
  },
  {
    what: 'a file that lost its end',
    spoil: () => {
      const file = copy();
      truncateSync(file, 12_288);
      return file;
    },
    says: /copy-\d+\.sqlite is damaged; restore it from a backup/,
  },
  {
    what: 'a schema of a newer Passbook',
    spoil: () =>
      changed(copy(), `INSERT INTO migrations (timestamp, name) VALUES (9, 'Newer9999999999999')`),
    says: /copy-\d+\.sqlite: schema version: found Newer9.* another version of Passbook: start/,
  },
  {
    what: 'an event that this version does not know',
    spoil: () =>
      changed(
        copy(),
        `INSERT INTO events SELECT 4, 'z', 1, 'e', 'MoneyTeleported', 1, '{}', 'a',
        'c', 'c', 'x', 'x', NULL, NULL, recorded_at, 'h' FROM events WHERE position = 3`,
      ),
    says: /event types: found MoneyTeleported.* another version of Passbook: start that one/,
  },
  {
    what: 'a log without its append-only trigger',
    spoil: () => changed(copy(), 'DROP TRIGGER events_refuse_update'),
    says: /append-only triggers: found no events_refuse_update\. Somebody changed the schema/,
  },
  {
    what: 'a folder in place of a file',
    spoil: () => {
      const folder = path.join(scratch.folder, 'folder.sqlite');
      mkdirSync(folder);
      return folder;
    },
    says: /folder\.sqlite can not be opened; DATABASE_URL must name a file/,
  },
];

describe('the server refuses to start, in one sentence that names the file, on', () => {
  test.each(spoilt)(
    '$what',
    async ({ spoil, says }) => {
      const file = spoil();
      const before = file.endsWith('folder.sqlite') ? '' : digest(file);
      expect(await refusal(`sqlite:${file}`)).toMatch(says);
      if (before !== '') expect(digest(file)).toBe(before);
    },
    60_000,
  );

  test('a PostgreSQL that does not answer', async () => {
    expect(await refusal('postgres://bank:secret@127.0.0.1:9/bank')).toMatch(
      /postgres:\/\/127\.0\.0\.1:9\/bank does not answer; start PostgreSQL/,
    );
  }, 60_000);

  test('a port that is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const said = await refusal(`sqlite:${copy()}`, { PORT: String(port) });
    expect(said).toContain(`Port ${port} is taken by another program`);
    holder.close();
  }, 60_000);
});

test('a bank of an older schema is brought up to date, with nothing lost', async () => {
  const older = copy();
  // As it was before the accounts had a table: the log alone, which all else is made from.
  changed(
    older,
    `DROP TABLE accounts; DROP INDEX events_refused;
     DELETE FROM migrations WHERE name LIKE 'CreateAccounts%' OR name LIKE 'IndexLists%'`,
  );
  const server = await ServerProcess.start({ databaseUrl: `sqlite:${older}` });
  const client = new HttpClient(server.url);
  const { log } = await client.read<{ log: { size: number } }>('/v1/summary');
  expect(log.size).toBe(3);
  client.close();
  await server.terminate();
  await rebuildDatabase(`sqlite:${older}`);
  await verifyDatabase(`sqlite:${older}`);
}, 60_000);

test('a damaged page is found by verify, and the server never answers from it as if it were well', async () => {
  const file = copy();
  changed(file, 'VACUUM');
  const bytes = readFileSync(file);
  const place = bytes.indexOf('Owner of b');
  bytes.write('Owner of X', place);
  writeFileSync(file, bytes);
  await expect(verifyDatabase(`sqlite:${file}`)).rejects.toThrow(/FAILED/);
}, 60_000);
