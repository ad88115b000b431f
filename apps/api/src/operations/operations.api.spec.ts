// For those who run the server: health, readiness, measures, documents, and the way it stops.

import type { Problem } from '@passbook/contracts';
import { engines, key, startOn, TestServer } from '../../testing/test-server.ts';

const TEN = { amount: '10', currency: 'EUR' };

describe.each(engines)('operations on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '10');
  });
  afterAll(() => bank.stop());

  test('the server is alive and ready', async () => {
    const ready = await bank.get('/readyz');
    const alive = await bank.get('/healthz');
    expect(alive.body).toEqual({ status: 'alive' });
    expect([alive, ready].map(({ headers }) => headers.get('x-position'))).toEqual(['2', '2']);
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ready', database: engine, position: 2, lag: 0 });
  });

  test('it measures requests, batches, facts and the log', async () => {
    const { text, headers } = await bank.get<string>('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    const measured = 'method="POST",route="/v1/accounts/:id/deposits",status="201"';
    expect(text).toContain(`passbook_request_seconds_count{${measured}} 1`);
    expect(text).toMatch(/^passbook_facts_total 2$/m);
    expect(text).toMatch(/^passbook_log_position 2$/m);
    expect(text).toMatch(/^passbook_commands_waiting 0$/m);
    expect(text).toMatch(/^passbook_event_streams 0$/m);
    expect(text).toMatch(/^passbook_batch_seconds_count 2$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  test('the documents are served, with all they need', async () => {
    const document = await bank.get<{ openapi: string }>('/openapi.json');
    expect(document.body.openapi).toMatch(/^3\./);
    const page = await bank.get<string>('/docs');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const assets = [...page.text.matchAll(/(?:src|href)="(\.\/docs\/[^"]+)"/g)];
    expect(assets.length).toBeGreaterThan(3);
    for (const [, asset = ''] of assets) {
      expect((await bank.get(asset.slice(1))).status).toBe(200);
    }
  });

  test('the root is the web app, or says plainly that it is not built', async () => {
    const { status, text } = await bank.get<string>('/');
    expect(status).toBe(200);
    expect(text).toMatch(/<div id="root">|is not built/);
  });
});

describe.each(engines)('stopping on %s', (engine) => {
  test('finishes what was accepted, and refuses the rest with 503', async () => {
    const bank = await TestServer.start(engine);
    await bank.open('A-1');
    const path = '/v1/accounts/A-1/deposits';
    const accepted = Array.from({ length: 50 }, (_, n) => bank.send(path, TEN, key(`s${n}`)));
    await Promise.race(accepted);
    const stopping = bank.server.stop();
    const [late] = await Promise.allSettled([bank.fail(path, TEN)]);
    // It may also find the door shut already; then nothing was taken in either.
    if (late.status === 'fulfilled') {
      expect([late.value.status, late.value.body.code]).toEqual([503, 'unavailable']);
      expect(late.value.headers.get('retry-after')).toBe('1');
    }
    const answers = await Promise.allSettled(accepted);
    await stopping;
    const done = answers.filter((one) => one.status === 'fulfilled' && one.value.status === 201);
    const again = new TestServer(await startOn(bank.database.url), bank.database);
    const { posted } = (await again.account('A-1')).balance;
    expect(posted).toBe(`${done.length * 10}.00`);
    await again.stop();
  });

  test('a full queue is 503 overloaded', async () => {
    const bank = await TestServer.start(engine);
    await bank.open('A-1');
    const { processor } = bank.server.bank;
    const items = (from: number) =>
      Array.from({ length: 1000 }, (_, n) => ({
        key: `o${from + n}`,
        method: 'POST',
        path: '/v1/accounts/A-1/deposits',
        body: TEN,
      }));
    const waiting = Array.from({ length: 24 }, (_, n) =>
      bank.send<Problem>('/v1/bulk', { mode: 'atomic', items: items(n * 1000) }),
    );
    const answers = await Promise.all(waiting);
    const busy = answers.filter(({ status }) => status === 503);
    for (const { body, headers } of busy) {
      expect([body.code, headers.get('retry-after')]).toEqual(['overloaded', '1']);
    }
    const taken = answers.filter(({ status }) => status === 200).length;
    expect(taken + busy.length).toBe(24);
    expect((await bank.account('A-1')).balance.posted).toBe(`${taken * 10_000}.00`);
    expect(processor.waiting).toBe(0);
    await bank.stop();
  });
});
