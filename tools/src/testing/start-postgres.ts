// Starts PostgreSQL as a process that ends with the one that asked for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = path.join(import.meta.dirname, '..', '..', 'postgres.mjs');

/** A throw-away PostgreSQL server. */
export interface RunningPostgres {
  /** The connection URL of its superuser. */
  readonly url: string;
  /** Ends the server and removes its files. */
  readonly stop: () => Promise<void>;
  /** Kills the server with -9, whatever it is doing. */
  readonly crash: () => Promise<void>;
  /** Starts it again on the files that a crash left. */
  readonly restart: () => Promise<void>;
}

/** Starts a PostgreSQL of its own on a free port, in about a second. */
export const startPostgres = async (): Promise<RunningPostgres> => {
  const server = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  const lines = createInterface({ input: server.stdout });
  const firstLine = once(lines, 'line');
  const url: unknown = await Promise.race([
    firstLine.then(([line]: unknown[]) => line),
    ended.then(() => undefined),
  ]);
  if (typeof url !== 'string') throw new Error('PostgreSQL did not start; its reason is above.');
  const order = async (word: 'crash' | 'restart'): Promise<void> => {
    const done = once(lines, 'line');
    server.stdin.write(`${word}\n`);
    await Promise.race([
      done,
      ended.then(() => {
        throw new Error(`PostgreSQL ended instead of: ${word}`);
      }),
    ]);
  };
  return {
    url,
    crash: () => order('crash'),
    restart: () => order('restart'),
    stop: async () => {
      server.stdin.end();
      await ended;
    },
  };
};
