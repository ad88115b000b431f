// Idempotency keys within their clients: looked up several times for every command, so by two
// maps in place of a text that would have to be put together and hashed each time.

import type { KeyReference } from './log-store.ts';
import type { Submission } from './submission.ts';

/** One value for each key of each client. */
export class ByKey<Value> {
  readonly #clients = new Map<string, Map<string, Value>>();

  get(client: string, key: string): Value | undefined {
    return this.#clients.get(client)?.get(key);
  }

  set(client: string, key: string, value: Value): void {
    const own = this.#clients.get(client);
    if (own) own.set(key, value);
    else this.#clients.set(client, new Map([[key, value]]));
  }

  /** A copy with the same values, which goes its own way. */
  copy(): ByKey<Value> {
    const copy = new ByKey<Value>();
    for (const [client, own] of this.#clients) copy.#clients.set(client, new Map(own));
    return copy;
  }
}

/** The keys of some submissions, each once. */
export function keysOf(
  submissions: readonly Pick<Submission<unknown>, 'context'>[],
): readonly KeyReference[] {
  const seen = new ByKey<true>();
  const keys: KeyReference[] = [];
  for (const { context } of submissions) {
    const { client, key } = context;
    if (key === undefined || seen.get(client, key)) continue;
    seen.set(client, key, true);
    keys.push({ client, key });
  }
  return keys;
}
