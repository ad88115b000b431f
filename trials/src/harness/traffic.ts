// Clients that never rest: random commands on a few hot accounts, some of them sent twice.

import type { Chance } from './chance.ts';
import { NoAnswer, pause, until, type HttpClient } from './http.ts';
import type { Entry, Ledger } from './ledger.ts';

export interface TrafficOptions {
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly clients: number;
  /** Where a client sends its next request; it may be another server each time. */
  readonly target: () => HttpClient;
  readonly accounts: readonly string[];
}

/** Opens the accounts that all clients fight over. */
export async function openAccounts(client: HttpClient, accounts: readonly string[]): Promise<void> {
  for (const id of accounts) {
    const body = { id, owner: `Owner of ${id}`, currency: 'EUR', overdraftLimit: '50.00' };
    const headers = { 'idempotency-key': `open-${id}` };
    await client.must({ path: '/v1/accounts', body, headers });
  }
}

type Command = Pick<Entry, 'method' | 'path' | 'body'>;

/** A load that runs until it is stopped. */
export class Traffic {
  readonly #options: TrafficOptions;
  #stopped = false;
  readonly #clients: Promise<void>[];
  readonly #holds: string[] = [];
  readonly #positions: number[] = [];
  answers = 0;
  away = 0;

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#clients = Array.from({ length: options.clients }, () => this.#run());
  }

  /** Waits until so many more answers have come: a moment that a slow machine does not change. */
  async reached(answers: number): Promise<void> {
    const enough = this.answers + answers;
    await until(`${answers} commands are answered`, () => this.answers >= enough, 60_000);
  }

  /** Lets every client finish what it has sent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }

  async #run(): Promise<void> {
    const { chance, ledger } = this.#options;
    while (!this.#stopped) {
      const entry = ledger.intend(this.#command());
      const twice = chance.happens(0.1);
      await Promise.all([this.send(entry), ...(twice ? [this.send(entry)] : [])]);
    }
  }

  /** Sends a command and writes down what came of it; says whether an answer came. */
  async send(entry: Entry): Promise<boolean> {
    const { ledger, target } = this.#options;
    const { method, path, body, key } = entry;
    try {
      const headers = { 'idempotency-key': key };
      const answer = await target().call({ method, path, body, headers, timeout: 20_000 });
      ledger.answered(entry, answer.status, answer.text);
      if (answer.status === 503) {
        this.away += 1;
        mustSayWhen(answer.headers['retry-after'], answer.text);
        await pause(20);
        return false;
      }
      this.answers += 1;
      this.#learn(answer.status, answer.text);
      return true;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      ledger.cutOff(entry);
      await pause(5);
      return false;
    }
  }

  #learn(status: number, text: string): void {
    if (status >= 300) return;
    const reply = JSON.parse(text) as Reply;
    if (reply.type === 'HoldPlaced') this.#holds.push(`${reply.accountId}/holds/${reply.holdId}`);
    if (reply.type === 'MoneyDeposited') this.#positions.push(reply.position);
  }

  #command(): Command {
    const { chance, accounts } = this.#options;
    const id = chance.pick(accounts);
    const amount = `${chance.between(1, 30)}.${chance.between(10, 99)}`;
    const money = { amount, currency: 'EUR' };
    const account = `/v1/accounts/${id}`;
    const dice = chance.next();
    const hold = dice > 0.85 ? this.#holds.shift() : undefined;
    const position = dice > 0.97 ? this.#positions.pop() : undefined;
    if (position !== undefined) return post('/v1/reversals', { position, reason: 'a mistake' });
    if (hold !== undefined) {
      return post(`/v1/accounts/${hold}/${dice > 0.92 ? 'capture' : 'release'}`, {});
    }
    if (dice < 0.3) return post(`${account}/deposits`, money);
    if (dice < 0.5) return post(`${account}/withdrawals`, money);
    if (dice < 0.55) return post(`${account}/withdrawals`, { ...money, amount: '1000000.00' });
    if (dice < 0.6) return { ...post(`${account}/overdraft-limit`, money), method: 'PUT' };
    if (dice < 0.7) return post(`${account}/holds`, { ...money, expiresIn: 3600 });
    return post('/v1/transfers', { from: id, to: chance.pick(accounts), ...money });
  }
}

interface Reply {
  readonly accountId: string;
  readonly position: number;
  readonly type?: string;
  readonly holdId?: string;
}

function post(path: string, body: Command['body']): Command {
  return { method: 'POST', path, body };
}

function mustSayWhen(retryAfter: string | undefined, text: string): void {
  if (!/^[0-9]+$/.test(retryAfter ?? '')) throw new Error(`503 without Retry-After: ${text}`);
}
