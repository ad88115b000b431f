// What SQLite's file may meet while the server runs: a lock, a full or read-only disk.

import path from 'node:path';
import Database from 'better-sqlite3';
import { Chance, SEED, tell } from './harness/chance.ts';
import { HttpClient, isReady, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { eachOf, reckon } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { smallDisk } from './harness/small-disk.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const accounts = ['hot-1', 'hot-2'];
const scratch = scratchFolder();
const urlOf = (folder: string): string => `sqlite:${path.join(folder, 'bank.sqlite')}`;

afterAll(async () => {
  await endServers();
  scratch.remove();
});

const deposit = (key: string, reference = 'x') => ({
  method: 'POST',
  path: '/v1/accounts/hot-1/deposits',
  body: { amount: '1.00', currency: 'EUR', reference },
  headers: { 'idempotency-key': key },
});

interface Standing {
  readonly balance: { readonly posted: string };
}

test('a second process that holds the write lock: 503 with Retry-After, then all is well', async () => {
  const databaseUrl = urlOf(scratch.folder);
  const server = await ServerProcess.start({ databaseUrl });
  const client = new HttpClient(server.url);
  await openAccounts(client, accounts);
  const other = new Database(path.join(scratch.folder, 'bank.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  const turnedAway = await client.call(deposit('locked'));
  expect(turnedAway.status).toBe(503);
  expect(turnedAway.headers['retry-after']).toBe('1');
  expect(JSON.parse(turnedAway.text)).toMatchObject({ code: 'unavailable' });
  // Once it is known to be locked nobody waits for it; and reads never do.
  const since = performance.now();
  expect((await client.call(deposit('locked-too'))).status).toBe(503);
  expect(performance.now() - since).toBeLessThan(3000);
  const { balance } = await client.read<Standing>('/v1/accounts/hot-1');
  expect(balance.posted).toBe('0.00');
  // A short lock is waited for, and nobody notices.
  other.exec('ROLLBACK');
  await client.must(deposit('locked'));
  other.exec('BEGIN IMMEDIATE');
  const waiting = client.must(deposit('waiting'));
  setTimeout(() => other.exec('ROLLBACK'), 500);
  await waiting;
  other.close();
  expect((await client.read<Standing>('/v1/accounts/hot-1')).balance.posted).toBe('2.00');
  expect((await server.terminate()).code).toBe(0);
  client.close();
  await verifyDatabase(databaseUrl);
}, 60_000);

test('a full disk: 503 with Retry-After, nothing lost, and well again when there is room', async () => {
  const disk = smallDisk(24);
  if (!disk) {
    tell('full disk: NOT PROVEN on this machine, because no small disk can be mounted');
    return;
  }
  try {
    const databaseUrl = urlOf(disk.folder);
    const server = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(server.url);
    await openAccounts(client, accounts);
    const ledger = new Ledger('full');
    const chance = new Chance(SEED);
    const traffic = new Traffic({ ledger, chance, accounts, clients: 8, target: () => client });
    await traffic.reached(100);
    disk.fill(64 * 1024);
    await until('the disk is full', () => traffic.away > 0, 60_000);
    expect((await client.call({ path: '/v1/accounts/hot-1' })).status).toBe(200);
    disk.free();
    await until('the server is ready again', () => isReady(client));
    await traffic.reached(50);
    await traffic.stop();
    const found = await reckon(ledger, client);
    expect(found.wrong).toEqual([]);
    await eachOf(
      ledger.entries.filter(({ answer }) => !answer),
      8,
      async (entry) => {
        expect(await traffic.send(entry)).toBe(true);
      },
    );
    expect((await reckon(ledger, client)).wrong).toEqual([]);
    tell(`full disk: ${found.acknowledged} acknowledged, ${traffic.away} answers of 503`);
    expect(server.log).not.toMatch(/"level":50/);
    expect((await server.terminate()).code).toBe(0);
    client.close();
    await verifyDatabase(databaseUrl);
  } finally {
    await endServers();
    disk.remove();
  }
}, 120_000);

test('a read-only disk: a start is refused and says what to do, and all is well afterwards', async () => {
  const disk = smallDisk(24);
  if (!disk) {
    tell('read-only disk: NOT PROVEN on this machine, because no small disk can be mounted');
    return;
  }
  try {
    const databaseUrl = urlOf(disk.folder);
    const first = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(first.url);
    await openAccounts(client, accounts);
    await client.must(deposit('before'));
    await first.terminate();
    disk.writable(false);
    const refused = ServerProcess.launch({ databaseUrl });
    expect((await refused.ended).code).toBe(1);
    expect(refused.log).toMatch(
      /bank\.sqlite can not be (written|opened); .*(right to write|may be written)/,
    );
    expect(refused.log).not.toMatch(/^ +at /m);
    disk.writable(true);
    const again = await ServerProcess.start({ databaseUrl });
    client.url = again.url;
    expect((await client.read<Standing>('/v1/accounts/hot-1')).balance.posted).toBe('1.00');
    await again.terminate();
    client.close();
  } finally {
    await endServers();
    disk.remove();
  }
}, 120_000);
