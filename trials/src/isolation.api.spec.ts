// Who is slow or greedy harms only himself: readers that do not read, clients faster than the disk.

import { connect, type Socket } from 'node:net';
import path from 'node:path';
import Database from 'better-sqlite3';
import { LONG, SEED, Chance, tell } from './harness/chance.ts';
import { EventReader } from './harness/event-reader.ts';
import { HttpClient, pause, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { figuresOf } from './harness/process-figures.ts';
import { reckon } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const scratch = scratchFolder();
const SOAK_SECONDS = LONG ? 600 : 45;
let banks = 0;

afterAll(async () => {
  await endServers();
  scratch.remove();
});

async function open(env: Readonly<Record<string, string>> = {}): Promise<{
  readonly databaseUrl: string;
  readonly file: string;
  readonly server: ServerProcess;
  readonly client: HttpClient;
}> {
  const file = path.join(scratch.folder, `bank-${(banks += 1)}.sqlite`);
  const databaseUrl = `sqlite:${file}`;
  const server = await ServerProcess.start({ databaseUrl, env });
  const client = new HttpClient(server.url);
  await openAccounts(client, ['hot-1', 'hot-2', 'hot-3']);
  return { databaseUrl, file, server, client };
}

/** A thousand deposits in one request; each with so much text that streams grow fat. */
function bulk(name: string, reference = 'x'): { readonly path: string; readonly body: object } {
  const item = (index: number): object => ({
    key: `${name}-${index}`,
    method: 'POST',
    path: `/v1/accounts/hot-${(index % 3) + 1}/deposits`,
    body: { amount: '1.00', currency: 'EUR', reference },
  });
  const items = Array.from({ length: 1000 }, (_, index) => item(index));
  return { path: '/v1/bulk', body: { mode: 'independent', items } };
}

async function openStreams(client: HttpClient): Promise<number> {
  const { text } = await client.call({ path: '/metrics' });
  return Number(/^passbook_event_streams (\d+)$/m.exec(text)?.[1]);
}

/** Opens a stream by hand and reads nothing of it. */
async function sleepyReader(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  socket.on('error', () => socket.destroy());
  socket.write('GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: bank\r\n\r\n');
  return socket;
}

/** Sends a body that never ends, byte by byte, and tells what it was answered with when cut off. */
async function endlessBody(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = ['POST /v1/bulk HTTP/1.1', 'Host: bank', 'Content-Type: application/json'];
  socket.write([...head, 'Content-Length: 900', '', ''].join('\r\n'));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => socket.destroy());
  const drip = setInterval(() => socket.write('['), 500);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  return answer;
}

test('a reader that does not read stalls only itself, is let go, and resumes', async () => {
  const { databaseUrl, server, client } = await open();
  const lively = new EventReader(() => server.url);
  await until('the lively reader is there', () => lively.last >= 3);
  const sleepy = await sleepyReader(server.url);
  await until('both streams are open', async () => (await openStreams(client)) === 2);
  const before = figuresOf(server.pid).memory;
  // The kernel may keep up to 36 MiB of a connection for who does not read: this is more.
  const facts = 45_003;
  for (let round = 0; round < 45; round += 1) {
    await client.must(bulk(`fat-${round}`, 'long '.repeat(99)));
  }
  await until('the lively reader has seen all', () => lively.last === facts, 60_000);
  expect(lively.breaks).toBe(0);
  expect(await openStreams(client)).toBe(2);
  const grown = figuresOf(server.pid).memory - before;
  await until('the sleepy reader is let go', async () => (await openStreams(client)) === 1, 40_000);
  sleepy.destroy();
  const back = new EventReader(() => server.url);
  await until('it sees everything when it comes back', () => back.last === facts, 60_000);
  const whole = Array.from({ length: facts }, (_, index) => index + 1);
  expect(lively.ids).toEqual(whole);
  expect(back.ids).toEqual(whole);
  await lively.stop();
  await back.stop();
  tell(`slow reader: let go while ${facts} facts went to the other; memory grew by ${grown} MiB`);
  expect(grown).toBeLessThan(500);
  client.close();
  expect((await server.terminate()).code).toBe(0);
  await verifyDatabase(databaseUrl);
}, 180_000);

test('clients faster than the disk: the queue is bounded, the rest get 503, nothing is lost', async () => {
  const { databaseUrl, file, server, client } = await open();
  const disk = new Database(file);
  const before = figuresOf(server.pid).memory;
  // A disk that does not answer for two seconds, shorter than the patience of the server.
  disk.exec('BEGIN IMMEDIATE');
  const sent = Array.from({ length: 30 }, (_, index) => {
    const call = bulk(`greedy-${index}`);
    return client.call({ ...call, method: 'POST', timeout: 60_000 });
  });
  const first = await Promise.race([
    ...sent,
    pause(15_000).then(() => ({ status: 0, headers: {}, text: '' })),
  ]);
  expect(first.status).toBe(503);
  expect(first.headers).toMatchObject({ 'retry-after': '1' });
  expect(JSON.parse(first.text)).toMatchObject({ code: 'overloaded' });
  disk.exec('ROLLBACK');
  disk.close();
  const answers = await Promise.all(sent);
  const grown = figuresOf(server.pid).memory - before;
  let recorded = 0;
  for (const { status, text } of answers) {
    expect([200, 503]).toContain(status);
    if (status !== 200) continue;
    const { results } = JSON.parse(text) as { results: readonly { status: number }[] };
    recorded += results.filter((one) => one.status === 201).length;
  }
  const { log } = await client.read<{ log: { size: number } }>('/v1/summary');
  expect(log.size).toBe(3 + recorded);
  const refused = answers.filter(({ status }) => status === 503).length;
  expect(refused).toBeGreaterThan(0);
  tell(
    `overload: ${recorded} of 30,000 recorded, ${refused} requests of 1,000 turned away, ` +
      `memory grew by ${grown} MiB`,
  );
  expect(grown).toBeLessThan(700);
  client.close();
  expect((await server.terminate()).code).toBe(0);
  await verifyDatabase(databaseUrl);
}, 120_000);

test(
  `a soak of ${SOAK_SECONDS} s: memory and handles stay where they were, who dawdles is cut off`,
  async () => {
    // A small heap makes the collector work: what is left after it is what is really held.
    const env = { NODE_OPTIONS: '--max-old-space-size=128' };
    const { databaseUrl, server, client } = await open(env);
    const ledger = new Ledger('soak');
    const accounts = ['hot-1', 'hot-2', 'hot-3'];
    const chance = new Chance(SEED);
    const traffic = new Traffic({ ledger, chance, accounts, clients: 8, target: () => client });
    const reader = new EventReader(() => server.url);
    const dawdler = endlessBody(server.url);
    const samples: { memory: number; handles: number | undefined }[] = [];
    for (let sample = 0; sample < 15; sample += 1) {
      await pause((SOAK_SECONDS * 1000) / 15);
      // Readers come and go all the time, and so do those who list.
      await client.call({ path: '/v1/events?limit=200' });
      await client.call({ path: '/v1/accounts?limit=200&sort=owner' });
      (await sleepyReader(server.url)).destroy();
      samples.push(figuresOf(server.pid));
    }
    await traffic.stop();
    tell(`soak: ${traffic.answers} commands answered in ${SOAK_SECONDS} s`);
    tell(`soak: memory in MiB ${samples.map(({ memory }) => memory).join(' ')}`);
    tell(`soak: file handles ${samples.map(({ handles }) => handles ?? '?').join(' ')}`);
    const most = (part: typeof samples): number => Math.max(...part.map(({ memory }) => memory));
    // The first third warms up; what leaks goes on growing after it. The page cache of the reading
    // connection may fill its 64 MiB meanwhile.
    expect(most(samples.slice(10))).toBeLessThan(most(samples.slice(3, 8)) * 1.3 + 94);
    const handles = samples.map((one) => one.handles ?? 0);
    expect(Math.max(...handles.slice(10))).toBeLessThanOrEqual(
      Math.max(...handles.slice(0, 5)) + 5,
    );
    expect(await Promise.race([dawdler, pause(1000)])).toMatch(/^HTTP\/1\.1 408 /);
    expect((await reckon(ledger, client)).wrong).toEqual([]);
    await reader.stop();
    client.close();
    expect((await server.terminate()).code).toBe(0);
    await verifyDatabase(databaseUrl);
  },
  // To reckon up and to verify what it recorded may take as long again.
  SOAK_SECONDS * 2000 + 120_000,
);
