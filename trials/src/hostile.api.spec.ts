// Hostile inputs, one by one: each meets the status that is right, and the server lives on.

import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { LONG, tell } from './harness/chance.ts';
import { hostile } from './harness/hostile.ts';
import { CUT_OFF } from './harness/hostile-bodies.ts';
import { HttpClient, NoAnswer, pause, type Answer } from './harness/http.ts';
import { figuresOf } from './harness/process-figures.ts';
import { sendRaw } from './harness/raw.ts';
import { wholeLog } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ROOT, ServerProcess } from './harness/server-process.ts';
import { openAccounts } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const IDLE = LONG ? 10_000 : 2_000;
const scratch = scratchFolder();
const databaseUrl = `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
let server: ServerProcess;
let client: HttpClient;

beforeAll(async () => {
  server = await ServerProcess.start({ databaseUrl });
  // A connection each: what spoils one must not be taken for an answer to the next.
  client = new HttpClient(server.url, { keepAlive: false });
  await openAccounts(client, ['a', 'b']);
}, 60_000);

/** After all of it the server has reported no breakage, and the bank is sound. */
afterAll(async () => {
  const { log } = server;
  const { code } = await server.terminate();
  client.close();
  await verifyDatabase(databaseUrl);
  await endServers();
  scratch.remove();
  expect(log).not.toMatch(/"level":(50|60)/);
  expect(code).toBe(0);
}, 60_000);

const cases = Object.values(hostile).flat();

/** A server that has seen enough of a body may close the connection while it is being sent. */
function cutOff(error: unknown): Answer {
  if (!(error instanceof NoAnswer)) throw error;
  return { status: CUT_OFF, headers: {}, text: '' };
}

test.each(cases)('$what', async ({ call, answers }) => {
  const { status, text, headers } = await client.call(call).catch(cutOff);
  expect(answers).toContain(status);
  if (status >= 400 && status !== 431) {
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(text)).toMatchObject({ status, type: expect.stringMatching(/^\/errors\//) });
  }
  expect(text).not.toMatch(/root:|SQLITE|node_modules|\bat .+:\d+:\d+/);
});

test('SQL in a filter value finds nothing, changes nothing and breaks nothing', async () => {
  const before = await wholeLog(client);
  const filters = ['account', 'type', 'actor', 'correlation', 'from', 'minAmount', 'q', 'cursor'];
  const attempts = ["' OR '1'='1", "'; DROP TABLE events; --", "x' UNION SELECT 1 --"];
  for (const attempt of attempts) {
    for (const filter of filters) {
      const path = `/v1/events?${filter}=${encodeURIComponent(attempt)}`;
      const { status, text } = await client.call({ path });
      if (status === 200) expect(JSON.parse(text)).toMatchObject({ data: [] });
      else expect(status).toBe(400);
    }
  }
  expect(await wholeLog(client)).toEqual(before);
});

test('no header and no field makes an actor or changes a prototype', async () => {
  const log = await wholeLog(client);
  expect(new Set(log.map(({ actor }) => actor))).toEqual(new Set(['anonymous']));
  expect(log.filter(({ data }) => 'admin' in data)).toEqual([]);
});

test('a formula is written to CSV so that no spreadsheet executes it', async () => {
  const { text } = await client.call({ path: '/v1/events/export?format=csv' });
  expect(text).toMatch(/HYPERLINK/);
  expect(text).not.toMatch(/(^|,)"?[=+@][A-Z]/m);
});

const request = (line: string, ...rest: readonly string[]): string =>
  [`${line} HTTP/1.1`, 'Host: bank', ...rest, '', ''].join('\r\n');

test.each([
  ['no HTTP at all', 'EHLO bank\r\n\r\n', [400]],
  [
    'two lengths of one body',
    request('POST /v1/bulk', 'Content-Length: 2', 'Content-Length: 3'),
    [400],
  ],
  [
    'a length beside chunks',
    request('POST /v1/bulk', 'Content-Length: 2', 'Transfer-Encoding: chunked'),
    [400],
  ],
  ['a length below zero', request('POST /v1/bulk', 'Content-Length: -1'), [400]],
  ['a header with a bare line feed', 'GET /healthz HTTP/1.1\nHost: bank\nX: y\n\n', [200, 400]],
  ['a request without a host', 'GET /healthz HTTP/1.1\r\n\r\n', [200, 400]],
  ['a NUL in a header', request('GET /healthz', 'X-A: a\u0000b'), [400]],
  ['a path of 100,000 characters', request(`GET /${'x'.repeat(100_000)}`), [404, 414, 431]],
  ['an unescaped path upwards', request('GET /../../../../etc/passwd'), [400, 404]],
])('on the bare connection: %s', async (what, bytes, answers) => {
  const { statuses, text } = await sendRaw(server.url, bytes);
  expect(answers).toContain(statuses[0]);
  expect(text).not.toMatch(/root:/);
  // Node itself turns away who names no host.
  if (Number(statuses[0]) < 400 || what === 'a request without a host') return;
  expect(text).toMatch(/application\/problem\+json/i);
});

test('bodies that never end delay nobody', async () => {
  const { hostname, port } = new URL(server.url);
  const slow = Array.from({ length: 50 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => socket.destroy());
    socket.write(request('POST /v1/bulk', 'Content-Type: application/json', 'Content-Length: 900'));
    return socket;
  });
  const drip = setInterval(() => {
    for (const socket of slow) socket.write('[');
  }, 50);
  await pause(500);
  const since = performance.now();
  for (let index = 0; index < 20; index += 1) await client.read('/v1/summary');
  const each = (performance.now() - since) / 20;
  clearInterval(drip);
  for (const socket of slow) socket.destroy();
  tell(`50 bodies that never end: a read takes ${each.toFixed(1)} ms beside them`);
  expect(each).toBeLessThan(500);
}, 30_000);

test(`${IDLE} idle connections delay nobody and cost little`, async () => {
  const { hostname, port } = new URL(server.url);
  const before = figuresOf(server.pid);
  const idle: Socket[] = [];
  let refused = 0;
  for (let opened = 0; opened < IDLE; opened += 250) {
    await Promise.all(
      Array.from({ length: 250 }, async () => {
        const socket = connect(Number(port), hostname);
        idle.push(socket);
        await new Promise<void>((resolve) => {
          socket.once('connect', resolve);
          socket.on('error', () => {
            refused += 1;
            resolve();
          });
        });
      }),
    );
  }
  const since = performance.now();
  for (let index = 0; index < 20; index += 1) await client.read('/v1/summary');
  const each = (performance.now() - since) / 20;
  const { memory } = figuresOf(server.pid);
  for (const socket of idle) socket.destroy();
  tell(
    `${IDLE} idle connections: ${refused} refused, a read takes ${each.toFixed(1)} ms beside ` +
      `them, memory from ${before.memory} to ${memory} MiB`,
  );
  expect(refused).toBe(0);
  expect(each).toBeLessThan(500);
  expect(memory - before.memory).toBeLessThan(LONG ? 400 : 200);
}, 120_000);

test('every hostile input stands on its page in docs', () => {
  const page = readFileSync(path.join(ROOT, 'docs', 'hostile-inputs.md'), 'utf8');
  expect(cases.filter(({ what }) => !page.includes(`| ${what} |`)).map(({ what }) => what)).toEqual(
    [],
  );
});
