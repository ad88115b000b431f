// A server as a process of its own, the way it runs in earnest.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const PATIENCE_MS = 60_000;
/** What the kernel counts processor time in, on every Linux of today. */
const TICKS_PER_SECOND = 100;

export interface ServerProcess {
  readonly url: string;
  /** Processor time so far in microseconds; 0 where the system does not tell. */
  readonly cpuMicros: () => number;
  /** Stops it in order and waits for its end. */
  readonly stop: () => Promise<void>;
}

/** Starts the real server on a database, without the demo bank. */
export function startBankServer(
  databaseUrl: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const program = path.join(ROOT, 'apps', 'api', 'dist', 'main.js');
  return start([...flags, program], '/readyz', {
    DATABASE_URL: databaseUrl,
    PASSBOOK_DEMO: '0',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
  });
}

/** Starts the same server stack with a command that does nothing. */
export function startNoOpServer(flags: readonly string[] = []): Promise<ServerProcess> {
  const program = path.join(import.meta.dirname, '..', 'no-op-server.js');
  return start([...flags, program], '/readyz', { NODE_ENV: 'production' });
}

async function start(
  program: readonly string[],
  ready: string,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const port = await freePort();
  const env = { ...process.env, ...settings, PORT: String(port), HOST: '127.0.0.1' };
  const server = spawn(process.execPath, program, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', stop);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(server, `${url}${ready}`);
  return {
    url,
    cpuMicros: () => cpuMicrosOf(server.pid ?? 0),
    stop: async () => {
      process.off('exit', stop);
      if (server.exitCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    if (server.exitCode !== null) throw new Error('the server did not start; its reason is above');
    const status = await fetch(url).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return;
    await setTimeout(50);
  }
  server.kill('SIGKILL');
  throw new Error(`the server was not ready within ${PATIENCE_MS / 1000} seconds`);
}

/** User and system time of all threads of a process. */
export function cpuMicrosOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks / TICKS_PER_SECOND) * 1_000_000;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}
