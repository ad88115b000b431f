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
}

/** Starts a PostgreSQL of its own on a free port, in about a second. */
export const startPostgres = async (): Promise<RunningPostgres> => {
  const server = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  const firstLine = once(createInterface({ input: server.stdout }), 'line');
  const url: unknown = await Promise.race([
    firstLine.then(([line]: unknown[]) => line),
    ended.then(() => undefined),
  ]);
  if (typeof url !== 'string') throw new Error('PostgreSQL did not start; its reason is above.');
  return {
    url,
    stop: async () => {
      server.stdin.end();
      await ended;
    },
  };
};
