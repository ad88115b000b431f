// When PostgreSQL goes away the server says so, again and again, and goes on living.

import type { Problem } from '@passbook/contracts';
import { freshPostgres, startPostgres } from '@passbook/tools/testing';
import { startOn, TestServer } from '../../testing/test-server.ts';

test('reads, commands and readiness are 503 with Retry-After; liveness stays', async () => {
  const postgres = await startPostgres();
  const { url } = await freshPostgres(postgres.url);
  const server = await startOn(url);
  const bank = new TestServer(server, { url, remove: () => Promise.resolve() });
  await bank.open('A-1', '10');
  await postgres.stop();
  const deposit = { amount: '1', currency: 'EUR' };
  const answers = [
    await bank.get<Problem>('/v1/summary'),
    await bank.get<Problem>('/v1/accounts/A-1'),
    await bank.get<Problem>('/readyz'),
    await bank.fail('/v1/accounts/A-1/deposits', deposit),
  ];
  for (const { status, body, headers } of answers) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  }
  expect((await bank.get('/healthz')).status).toBe(200);
  expect((await bank.get('/metrics')).status).toBe(200);
  await bank.stop();
}, 60_000);
