// The event stores that are compared: how each is run, and how its rows are counted afterwards.

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { fileOf, type Database, type Engine } from '../workplace.ts';
import { appendFor, type Appended, type Appending } from './appending.ts';
import { openOwnLog } from './own-log.ts';

const PEERS = path.join(import.meta.dirname, '..', '..', 'peers');
const run = promisify(execFile);

export interface Candidate {
  readonly name: string;
  readonly engine: Engine;
  /** Where its events are. */
  readonly table: string;
  readonly durability?: string;
  readonly work: (url: string, appending: Appending) => Promise<Appended>;
}

const inProcess = (program: readonly string[]) => {
  return async (url: string, { concurrency, seconds }: Appending): Promise<Appended> => {
    const args = [...program, url, String(concurrency), String(seconds)];
    const options = { timeout: (seconds + 60) * 1000, maxBuffer: 2 ** 26 };
    const { stdout } = await run(process.execPath, args, options);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Appended;
  };
};

const peer = (name: string) => inProcess([path.join(PEERS, 'run.mjs'), name]);
const plain = inProcess([path.join(import.meta.dirname, 'plain-handler.js')]);

async function ownLog(url: string, appending: Appending): Promise<Appended> {
  const { append, close } = await openOwnLog(url);
  const appended = await appendFor(append, appending);
  await close();
  return appended;
}

const journal = 'rollback journal, synchronous=FULL (its defaults)';

export const CANDIDATES = [
  { name: 'passbook', engine: 'postgres', table: 'events', work: ownLog },
  {
    name: 'emmett-postgresql',
    engine: 'postgres',
    table: 'emt_messages',
    work: peer('emmett-postgresql'),
  },
  { name: 'castore-postgres', engine: 'postgres', table: 'castore_events', work: peer('castore') },
  { name: 'TypeORM handler', engine: 'postgres', table: 'plain_events', work: plain },
  { name: 'passbook', engine: 'sqlite', table: 'events', work: ownLog },
  {
    name: 'emmett-sqlite',
    engine: 'sqlite',
    table: 'emt_messages',
    durability: journal,
    work: peer('emmett-sqlite'),
  },
  { name: 'TypeORM handler', engine: 'sqlite', table: 'plain_events', work: plain },
] as const satisfies readonly Candidate[];

/** How many rows a candidate's table has. */
export async function rowsOf({ url, engine }: Database, table: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM ${table}`;
  if (engine === 'sqlite') {
    const file = new Sqlite(fileOf(url), { readonly: true });
    const count = file.prepare(sql).pluck().get() as number;
    file.close();
    return count;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(sql);
  await client.end();
  return Number(rows[0]?.n);
}

/** What is there only when everything was installed, and compiled where it has to be. */
const LAST_BUILT = path.join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

/** Installs the peers from their own lock file, unless they are there; it may take minutes. */
export function installPeers(tell: (text: string) => void): void {
  if (existsSync(path.join(PEERS, LAST_BUILT))) return;
  tell('installing the peers');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--workspaces=false', '--no-audit', '--no-fund'];
  execFileSync(npm, args, { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] });
}
