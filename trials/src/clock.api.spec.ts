// The machine's clock jumps, back by an hour and ahead: the log's time and its holds take no harm.

import path from 'node:path';
import { HttpClient, pause, until } from './harness/http.ts';
import { gaps, wholeLog } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { verifyDatabase } from './harness/verify.ts';

const HOUR = 3_600_000;
const scratch = scratchFolder();

afterAll(async () => {
  await endServers();
  scratch.remove();
});

interface Receipt {
  readonly recordedAt: string;
  readonly holdId: string;
}

test('a clock that jumps back an hour: recordedAt stays monotone, no hold ends early or twice', async () => {
  const databaseUrl = `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
  const server = await ServerProcess.start({ databaseUrl });
  const client = new HttpClient(server.url);
  const post = (url: string, body: object): Promise<Receipt> => client.must({ path: url, body });
  const hold = (id: string, expiresIn: number): Promise<Receipt> =>
    post('/v1/accounts/a/holds', { id, amount: '1.00', currency: 'EUR', expiresIn });
  const expired = async (): Promise<readonly unknown[]> =>
    (await wholeLog(client))
      .filter(({ type }) => type === 'HoldExpired')
      .map(({ data }) => data['holdId']);
  await post('/v1/accounts', { id: 'a', owner: 'Ada', currency: 'EUR', overdraftLimit: '100.00' });
  await hold('short', 1);
  await hold('long', 3600);
  const before = await hold('captured', 3600);

  server.setClock(-HOUR);
  await pause(100);
  const after = await post('/v1/accounts/a/deposits', { amount: '1.00', currency: 'EUR' });
  expect(after.recordedAt >= before.recordedAt).toBe(true);
  // Placed by the log's time, not by the clock that fell behind it: else it would end at once.
  await hold('placed-behind', 60);
  await pause(2500);
  expect(await expired()).toEqual([]);
  await post('/v1/accounts/a/holds/captured/capture', {});

  server.setClock(0);
  await until('the short hold has ended', async () => (await expired()).length > 0);
  await pause(1200);
  expect(await expired()).toEqual(['short']);

  server.setClock(2 * HOUR);
  await until('the other holds have ended', async () => (await expired()).length > 2);
  server.setClock(-HOUR);
  await pause(1200);
  server.setClock(3 * HOUR);
  await pause(1200);
  expect([...(await expired())].sort()).toEqual(['long', 'placed-behind', 'short']);
  const late = { method: 'POST', path: '/v1/accounts/a/holds/long/capture', body: {} };
  expect((await client.call(late)).text).toContain('hold-not-open');

  expect(gaps(await wholeLog(client))).toEqual([]);
  client.close();
  expect((await server.terminate()).code).toBe(0);
  await verifyDatabase(databaseUrl);
}, 90_000);
