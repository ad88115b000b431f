// Ends the PostgreSQL that the set-up of this Jest run started, if it started one.
import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export default async function tearDown() {
  const server = /** @type {unknown} */ (Reflect.get(globalThis, 'passbookPostgres'));
  if (!(server instanceof ChildProcess)) return;
  const ended = once(server, 'exit');
  server.stdin?.end();
  await ended;
}
