// SIGTERM in the middle of the load: what was accepted is answered, the rest is refused.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Chance, SEED, tell } from './harness/chance.ts';
import { HttpClient, isReady, pause, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { reckon } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ROOT, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

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

/** `npm start` would install packages first, under the feet of everything else that runs here. */
function mustBeInstalled(): void {
  const script = `import { isInstalled } from './tools/workspace.mjs'; console.log(isInstalled());`;
  const args = ['--input-type=module', '-e', script];
  const said = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (said !== 'true\n') throw new Error('node_modules is behind the lock file: run npm test');
}

test('the server behind npm start hears SIGTERM and stops in order', async () => {
  mustBeInstalled();
  // Nx tells its tasks about themselves, and a build in one of them must not take it to heart.
  const env = Object.entries(process.env).filter(([name]) => !/^(NX_|npm_)/.test(name));
  const port = String(20_000 + (process.pid % 20_000));
  const npm = spawn('npm', ['start', '--', '--no-demo'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(env),
      PORT: port,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      DATABASE_URL: `sqlite:${path.join(scratch.folder, 'started.sqlite')}`,
    },
  });
  let log = '';
  npm.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  npm.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(npm, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const client = new HttpClient(`http://127.0.0.1:${port}`);
  await until('npm start serves', () => isReady(client), 240_000);
  npm.kill('SIGTERM');
  await exited;
  await until('nobody listens any more', async () => !(await isReady(client)));
  client.close();
  expect(log).toContain('stopping: what was accepted is finished first');
  expect(log).not.toContain('not in order');
}, 300_000);
