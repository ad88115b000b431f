// Many commands in one request: each on its own, or all of them or none.

import type { BulkReply, Problem, Receipt } from '@passbook/contracts';
import { engines, key, TestServer, type Sent } from '../../testing/test-server.ts';

const item = (name: string, path: string, body: Sent, method = 'POST'): Sent => ({
  key: name,
  method,
  path,
  body,
});
const deposit = (name: string, account: string, amount = '10'): Sent =>
  item(name, `/v1/accounts/${account}/deposits`, { amount, currency: 'EUR' });
const draw = (name: string, account: string, amount: string): Sent =>
  item(name, `/v1/accounts/${account}/withdrawals`, { amount, currency: 'EUR' });

describe.each(engines)('bulk on %s', (engine) => {
  let bank: TestServer;
  const bulk = (mode: string, items: readonly Sent[]) =>
    bank.send<BulkReply>('/v1/bulk', { mode, items });
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test('independent items are answered in order, each with its own status', async () => {
    const answer = await bulk('independent', [
      item('a1', '/v1/accounts', { id: 'A-1', owner: 'Ada', currency: 'EUR' }),
      deposit('a2', 'A-1'),
      draw('a3', 'A-1', '99'),
      deposit('a4', 'A-9'),
      item('a5', '/v1/accounts/A-1/deposits', { amount: 'ten', currency: 'EUR' }),
      item('a6', '/v1/accounts/A-1/overdraft-limit', { amount: '5', currency: 'EUR' }, 'PUT'),
      item('a7', '/v1/accounts/A-1/overdraft-limit', { amount: '5', currency: 'EUR' }),
      item('a8', '/v1/nowhere', {}),
      item('a9', '/v1/bulk', {}),
    ]);
    expect(answer.status).toBe(200);
    const { results } = answer.body;
    expect(results.map(({ key: name }) => name)).toEqual(
      Array.from({ length: 9 }, (_, index) => `a${index + 1}`),
    );
    expect(results.map(({ status }) => status)).toEqual([
      201, 201, 422, 404, 400, 200, 405, 404, 404,
    ]);
    expect(results[2]?.body).toMatchObject({ code: 'insufficient-funds', available: '10.00' });
    expect(results[4]?.body).toMatchObject({ errors: [{ pointer: '/amount' }] });
    expect(answer.headers.get('x-position')).toBe('4');
  });

  test('an item and a single request with its key are the same command', async () => {
    await bank.open('B-1');
    const single = await bank.send(
      '/v1/accounts/B-1/deposits',
      deposit('b', 'B-1')['body'],
      key('b1'),
    );
    const { body } = await bulk('independent', [deposit('b1', 'B-1'), deposit('b2', 'B-1')]);
    expect(body.results[0]?.body).toEqual(single.body);
    const { body: again } = await bulk('independent', [deposit('b1', 'B-1'), deposit('b2', 'B-1')]);
    expect(again).toEqual(body);
    expect((await bank.account('B-1')).balance.posted).toBe('20.00');
  });

  test('one key twice in one bulk: the same is repeated, another is 422', async () => {
    await bank.open('C-1');
    const items = [deposit('c1', 'C-1'), deposit('c1', 'C-1'), deposit('c1', 'C-1', '11')];
    const { results } = (await bulk('independent', items)).body;
    expect(results.map(({ status }) => status)).toEqual([201, 201, 422]);
    expect(results[1]?.body).toEqual(results[0]?.body);
    expect(results[2]?.body).toMatchObject({ differingFields: ['/amount'] });
    expect((await bank.account('C-1')).balance.posted).toBe('10.00');
  });

  test('atomic items see each other and are applied together', async () => {
    const answer = await bulk('atomic', [
      item('d1', '/v1/accounts', { id: 'D-1', owner: 'Dee', currency: 'EUR' }),
      deposit('d2', 'D-1', '30'),
      draw('d3', 'D-1', '20'),
    ]);
    expect(answer.status).toBe(200);
    const { results } = answer.body;
    expect(results.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((results[2]?.body as Receipt).balance.posted).toBe('10.00');
    const again = await bulk('atomic', [
      item('d1', '/v1/accounts', { id: 'D-1', owner: 'Dee', currency: 'EUR' }),
      deposit('d2', 'D-1', '30'),
      draw('d3', 'D-1', '20'),
    ]);
    expect(again.body).toEqual(answer.body);
  });

  test('atomic: the first that fails undoes all, and says which and why', async () => {
    await bank.open('E-1');
    const size = await bank.logSize();
    const items = [deposit('e1', 'E-1', '30'), draw('e2', 'E-1', '31'), deposit('e3', 'E-1')];
    const answer = await bank.fail('/v1/bulk', { mode: 'atomic', items });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'insufficient-funds',
      status: 409,
      itemStatus: 422,
      index: 1,
      key: 'e2',
      available: '30.00',
      requested: '31.00',
    });
    expect(await bank.logSize()).toBe(size);
    // Nothing was recorded, the refusal neither: the keys are free.
    const { results } = (
      await bulk('independent', [deposit('e1', 'E-1', '31'), draw('e2', 'E-1', '31')])
    ).body;
    expect(results.map(({ status }) => status)).toEqual([201, 201]);
  });

  test.each([
    ['malformed', item('f1', '/v1/accounts/F-1/deposits', { amount: '1' }), 400],
    ['lost', item('f1', '/v1/nowhere', {}), 404],
    ['on no account', deposit('f1', 'F-9'), 404],
  ])('atomic: an item that is %s undoes all', async (_, bad, itemStatus) => {
    const open = item('f0', '/v1/accounts', { id: 'F-1', owner: 'Flo', currency: 'EUR' });
    const answer = await bank.fail('/v1/bulk', { mode: 'atomic', items: [open, bad] });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ index: 1, key: 'f1', itemStatus });
    expect((await bank.get('/v1/accounts/F-1')).status).toBe(404);
  });

  test('atomic: a key that was refused before fails as it did', async () => {
    await bank.open('G-1');
    await bulk('independent', [draw('g1', 'G-1', '5')]);
    await bank.deposit('G-1', '5');
    const items = [deposit('g0', 'G-1'), draw('g1', 'G-1', '5')];
    const answer = await bank.fail('/v1/bulk', { mode: 'atomic', items });
    expect(answer.body).toMatchObject({ code: 'insufficient-funds', itemStatus: 422, index: 1 });
  });

  test.each<[string, unknown, string]>([
    ['no items', { mode: 'atomic', items: [] }, '/items'],
    ['another mode', { mode: 'both', items: [deposit('x', 'A-1')] }, '/mode'],
    [
      'an item without a key',
      { mode: 'atomic', items: [{ ...deposit('x', 'A'), key: '' }] },
      '/items/0/key',
    ],
    [
      'an unknown field',
      { mode: 'atomic', items: [{ ...deposit('x', 'A'), at: 1 }] },
      '/items/0/at',
    ],
    ['no method', { mode: 'atomic', items: [{ key: 'x', path: '/v1' }] }, '/items/0/method'],
  ])('%s is 400', async (_, body, pointer) => {
    const answer = await bank.fail('/v1/bulk', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  test('takes 1,000 items and no more, and bodies over 1 MiB', async () => {
    await bank.open('H-1');
    const reference = 'é'.repeat(500);
    const items = Array.from({ length: 1000 }, (_, index) => {
      const body = { amount: '0.01', currency: 'EUR', reference, valueDate: '2026-01-01' };
      return item(`h${index}-${'k'.repeat(200)}`, '/v1/accounts/H-1/deposits', body);
    });
    expect(Buffer.byteLength(JSON.stringify(items))).toBeGreaterThan(1024 * 1024);
    expect((await bulk('independent', items)).status).toBe(200);
    expect((await bank.account('H-1')).balance.posted).toBe('10.00');
    const many = await bank.fail('/v1/bulk', {
      mode: 'atomic',
      items: [...items, deposit('h', 'H-1')],
    });
    expect([many.status, (many.body satisfies Problem).code]).toEqual([400, 'malformed-request']);
  });

  test('facts of a bulk share its correlation and say how they came', async () => {
    await bank.open('I-1');
    const headers = { 'x-correlation-id': 'payroll-9' };
    await bank.send('/v1/bulk', { mode: 'independent', items: [deposit('i1', 'I-1')] }, headers);
    const { body } = await bank.get<{ data: Sent[] }>('/v1/events?correlation=payroll-9');
    expect(body.data).toEqual([expect.objectContaining({ channel: 'bulk', commandKey: 'i1' })]);
  });
});
