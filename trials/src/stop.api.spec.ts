// SIGTERM in the middle of the load: what was accepted is answered, the rest is refused.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Chance, SEED, tell } from './harness/chance.ts';
import { HttpClient, isReady, pause, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { reckon } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ROOT, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const FRONT = 'trials/src/harness/front.mjs';
const scratch = scratchFolder();

afterAll(async () => {
  await endServers();
  scratch.remove();
});

test('SIGTERM under load: every recorded command was answered, and the exit code is 0', async () => {
  tell(`SIGTERM under load: seed ${SEED}`);
  const chance = new Chance(SEED);
  const accounts = ['hot-1', 'hot-2', 'hot-3'];
  const databaseUrl = `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
  const sums = { answered: 0, refused: 0 };
  for (let round = 1; round <= 3; round += 1) {
    const server = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(server.url);
    if (round === 1) await openAccounts(client, accounts);
    const ledger = new Ledger(`t${round}`);
    const traffic = new Traffic({ ledger, chance, accounts, clients: 24, target: () => client });
    await traffic.reached(chance.between(20, 300));
    const ended = server.terminate();
    await pause(20);
    await traffic.stop();
    expect(await ended).toEqual({ code: 0, signal: null });
    const again = await ServerProcess.start({ databaseUrl });
    client.url = again.url;
    const found = await reckon(ledger, client, { others: /^t\d+-/ });
    expect(found.wrong).toEqual([]);
    expect(found.unansweredButRecorded).toBe(0);
    sums.answered += found.acknowledged;
    sums.refused += found.unansweredAndAbsent;
    client.close();
    expect(await again.terminate()).toEqual({ code: 0, signal: null });
  }
  await verifyDatabase(databaseUrl);
  tell(`SIGTERM under load: ${sums.answered} answered, ${sums.refused} refused, none in between`);
}, 180_000);

test('a server behind npm and its starter hears SIGTERM and stops in order', async () => {
  // Installing and building are left out: they would change what all other tests run on.
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [shell = '', rest] = scripts.start.split('tools/start.mjs');
  expect(rest).toBe('');
  const line = `cd "${ROOT}" && ${shell}${FRONT} apps/api/dist/main.js`;
  const start = JSON.stringify({ private: true, scripts: { start: line } });
  writeFileSync(path.join(scratch.folder, 'package.json'), start);
  const npm = spawn('npm', ['start'], {
    cwd: scratch.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      PASSBOOK_DEMO: '0',
      LOG_LEVEL: 'info',
      DATABASE_URL: `sqlite:${path.join(scratch.folder, 'started.sqlite')}`,
    },
  });
  let log = '';
  npm.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  npm.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(npm, 'exit');
  const serving = (): string | undefined => /"url":"([^"]+)"/.exec(log)?.[1];
  try {
    await until('the server behind npm serves', () => serving() !== undefined, 60_000);
  } finally {
    npm.kill('SIGTERM');
    await exited;
  }
  const client = new HttpClient(serving() ?? '');
  await until('nobody listens any more', async () => !(await isReady(client)));
  client.close();
  expect(log).toContain('stopping: what was accepted is finished first');
  expect(log).not.toContain('not in order');
}, 90_000);
