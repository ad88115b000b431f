// Sends commands in bulk to a Passbook, again and again until it has taken them.

import { setTimeout } from 'node:timers/promises';
import type { BulkBody, BulkReply, Problem } from '@passbook/contracts';

export type BulkItem = BulkBody['items'][number];
export type BulkResult = BulkReply['results'][number];

/** The server can not be reached, or answers what no Passbook would. */
export class NoPassbook extends Error {
  override readonly name = 'NoPassbook';
}

const ATTEMPTS = 8;

export class BulkClient {
  readonly #url: string;

  /** @param url such as `http://localhost:3000` */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  /** How many facts the log holds. @throws NoPassbook */
  async logSize(): Promise<number> {
    const response = await this.#fetch('/v1/summary');
    if (!response.ok) throw new NoPassbook(`${this.#url} answers with status ${response.status}`);
    const { log } = (await response.json()) as { readonly log: { readonly size: number } };
    return log.size;
  }

  /**
   * Sends items, each on its own; what is busy is tried again, which a key makes safe.
   * @throws NoPassbook
   */
  async send(items: readonly BulkItem[]): Promise<readonly BulkResult[]> {
    const body = JSON.stringify({ mode: 'independent', items });
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === ATTEMPTS;
      const answer = await this.#post(body).catch((error: unknown) => {
        if (last) throw error;
        return undefined;
      });
      if (answer && (last || !answer.some(({ status }) => status === 503))) return answer;
      await setTimeout(Math.min(100 * 2 ** attempt, 5000));
    }
  }

  /** The results, or nothing where the whole of it has to be sent again. */
  async #post(body: string): Promise<readonly BulkResult[] | undefined> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.#fetch('/v1/bulk', { method: 'POST', headers, body });
    if (response.status === 503) throw new NoPassbook(`${this.#url} is busy or stopping`);
    if (response.ok) return ((await response.json()) as BulkReply).results;
    const { detail } = (await response.json()) as Problem;
    throw new NoPassbook(`${this.#url} answers ${response.status}: ${detail}`);
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, init);
    } catch (cause) {
      throw new NoPassbook(`no Passbook answers at ${this.#url}: is it started?`, { cause });
    }
  }
}
