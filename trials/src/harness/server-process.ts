// The server as a process of its own: started from its build, killed, and started again.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pause } from './http.ts';

export const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const PROGRAM = path.join('apps', 'api', 'dist', 'main.js');
const LEASH = path.join(import.meta.dirname, 'leash.mjs');
const KEPT_LOG = 200_000;
const READY_WITHIN_MS = 30_000;

export interface ServerOptions {
  readonly databaseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command to start it by, in place of node itself. */
  readonly through?: readonly string[];
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running server. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  #log = '';
  #url = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString()).slice(-KEPT_LOG);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    // A process that was killed reads nothing more; what was still to be said to it is lost.
    child.stdin?.on('error', keep);
    this.ended = once(child, 'exit').then(([code, signal]: unknown[]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
    running.add(this);
    void this.ended.then(({ code, signal }) => {
      running.delete(this);
      // Who took requests and then ended by itself has broken down: what it said must be seen.
      const brokeDown = this.#url !== '' && code !== 0 && signal === null;
      if (brokeDown) process.stdout.write(`  trials: a server broke down:\n${this.#log}\n`);
    });
  }

  /** Launches the program without waiting for anything. */
  static launch({ databaseUrl, env, through = [] }: ServerOptions): ServerProcess {
    const line = [...through, process.execPath, '--enable-source-maps', '--import', LEASH, PROGRAM];
    const [command = '', ...args] = line;
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: '0',
        HOST: '127.0.0.1',
        PASSBOOK_DEMO: '0',
        LOG_LEVEL: 'info',
        DATABASE_URL: databaseUrl,
        ...env,
      },
    });
    return new ServerProcess(child);
  }

  /** Launches the program and waits until it takes requests. @throws Error with what it said */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const server = ServerProcess.launch(options);
    await server.ready();
    return server;
  }

  async ready(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const url = /"url":"([^"]+)"[^\n]*"Passbook is ready"/.exec(this.#log)?.[1];
      if (url !== undefined) {
        this.#url = url;
        return;
      }
      if (this.#child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`the server did not start; it said:\n${this.#log}`);
      }
      await pause(10);
    }
  }

  /** Where it listens. */
  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The end of what it printed. */
  get log(): string {
    return this.#log;
  }

  /** Moves its clock away from the machine's, by milliseconds. */
  setClock(offset: number): void {
    this.#child.stdin?.write(`clock ${offset}\n`);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to stop, and waits for how it ended. */
  async terminate(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}

const running = new Set<ServerProcess>();

/** Ends every server that a test left behind. */
export async function endServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.kill()));
}
