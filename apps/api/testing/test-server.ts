// A real server on a fresh database of either kind, for specs that speak HTTP with it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountView, Problem, Receipt } from '@passbook/contracts';
import { freshPostgres } from '@passbook/tools/testing';
import { createLogger } from '../src/operations/logging.ts';
import { startServer, type Server } from '../src/server.ts';

export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** An empty database, and how to remove it. */
export interface TestDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

export async function freshDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'postgres') {
    const { url, drop } = await freshPostgres();
    return { url, remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'passbook-api-'));
  const remove = (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  };
  return { url: `sqlite:${join(folder, 'test.sqlite')}`, remove };
}

/** Starts a server on a database; the database stays when the server stops. */
export function startOn(url: string, demo = false): Promise<Server> {
  const logLevel = 'silent';
  const settings = { port: 0, host: '127.0.0.1', databaseUrl: url, readsUrl: undefined };
  return startServer({ ...settings, demo, logLevel }, createLogger({ logLevel }));
}

/** An answer, read. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export type Sent = Readonly<Record<string, unknown>>;

/** A server with its own empty database, and short words for talking to it. */
export class TestServer {
  readonly server: Server;
  readonly database: TestDatabase;

  constructor(server: Server, database: TestDatabase) {
    this.server = server;
    this.database = database;
  }

  static async start(engine: Engine = 'sqlite'): Promise<TestServer> {
    const database = await freshDatabase(engine);
    return new TestServer(await startOn(database.url), database);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.database.remove();
  }

  async ask<Body>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    const response = await fetch(`${this.server.url}${path}`, init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    const body = (json && !text.includes('\n') ? JSON.parse(text) : text) as Body;
    return { status: response.status, headers: response.headers, text, body };
  }

  get<Body = Sent>(path: string): Promise<Answer<Body>> {
    return this.ask<Body>(path);
  }

  /** Sends a command; `headers` may name a key. */
  send<Body = Receipt>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
    method = 'POST',
  ): Promise<Answer<Body>> {
    return this.ask<Body>(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Sends what is to be refused. */
  fail(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Problem>> {
    return this.send<Problem>(path, body, headers);
  }

  /** Opens a EUR account with money on it. */
  async open(id: string, amount = '0', more: Sent = {}): Promise<void> {
    const account = { id, owner: `Owner of ${id}`, currency: 'EUR', ...more };
    await expectCreated(this.send('/v1/accounts', account));
    if (amount !== '0') await this.deposit(id, amount);
  }

  async deposit(id: string, amount: string, more: Sent = {}): Promise<Receipt> {
    const body = { amount, currency: 'EUR', ...more };
    return expectCreated(this.send(`/v1/accounts/${id}/deposits`, body));
  }

  async account(id: string): Promise<AccountView> {
    return (await this.get<AccountView>(`/v1/accounts/${id}`)).body;
  }

  async logSize(): Promise<number> {
    const { body } = await this.get<{ log: { size: number } }>('/v1/summary');
    return body.log.size;
  }
}

async function expectCreated(answer: Promise<Answer<Receipt>>): Promise<Receipt> {
  const { status, body, text } = await answer;
  if (status !== 201) throw new Error(`expected 201, got ${status}: ${text}`);
  return body;
}

export const key = (text: string): Readonly<Record<string, string>> => ({
  'idempotency-key': text,
});
