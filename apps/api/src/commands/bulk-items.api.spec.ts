// Items of a bulk are judged one by one: odd ones among them, and all of them in a rehearsal.

import type { BulkReply, DryRunReply } from '@passbook/contracts';
import { engines, key, TestServer, type Sent } from '../../testing/test-server.ts';

const item = (name: string, path: string, body?: unknown, method = 'POST'): Sent => ({
  ...{ key: name, method, path },
  ...(body !== undefined && { body }),
});
const deposit = (name: string, account: string, amount = '10'): Sent =>
  item(name, `/v1/accounts/${account}/deposits`, { amount, currency: 'EUR' });
const draw = (name: string, account: string, amount: string): Sent =>
  item(name, `/v1/accounts/${account}/withdrawals`, { amount, currency: 'EUR' });
const opened = (name: string, id: string): Sent =>
  item(name, '/v1/accounts', { id, owner: 'Ada', currency: 'EUR' });

describe.each(engines)('items of a bulk on %s', (engine) => {
  let bank: TestServer;
  const bulk = (mode: string, items: readonly Sent[], query = '', headers = {}) =>
    bank.send<BulkReply>(`/v1/bulk${query}`, { mode, items }, headers);
  const statuses = ({ results }: BulkReply) => results.map(({ status }) => status);
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1');
  });
  afterAll(() => bank.stop());

  const odd: readonly [string, Sent, number, object][] = [
    ['sent by DELETE', item('o1', '/v1/accounts', {}, 'DELETE'), 405, { allow: ['POST'] }],
    ['sent by GET', item('o2', '/v1/accounts/A-1/close', {}, 'GET'), 405, { allow: ['POST'] }],
    ['sent by no method', item('o3', '/v1/transfers', {}, ''), 405, { allow: ['POST'] }],
    ['sent to nowhere', item('o4', '/v1/nowhere', {}), 404, { code: 'route-not-found' }],
    ['sent far away', item('o5', `/${'x'.repeat(5000)}`), 404, { code: 'route-not-found' }],
    ['that is a list', item('o6', '/v1/accounts', []), 400, { errors: [{ pointer: '' }] }],
    ['that is a text', item('o7', '/v1/accounts', 'x'), 400, { errors: [{ pointer: '' }] }],
    ['that is a number', item('o8', '/v1/transfers', 7), 400, { errors: [{ pointer: '' }] }],
    ['that is empty', item('o9', '/v1/reversals'), 400, { code: 'malformed-request' }],
  ];
  test.each(odd)('one %s spoils itself, and an atomic whole', async (_, bad, status, problem) => {
    const name = String(bad['key']);
    const items = [deposit(`${name}-1`, 'A-1'), bad, deposit(`${name}-2`, 'A-1')];
    const size = await bank.logSize();
    const whole = await bank.fail('/v1/bulk', { mode: 'atomic', items });
    expect(whole.status).toBe(409);
    expect(whole.body).toMatchObject({ index: 1, key: name, itemStatus: status });
    expect(await bank.logSize()).toBe(size);
    const { body } = await bulk('independent', items);
    expect(statuses(body)).toEqual([201, status, 201]);
    expect(body.results[1]?.body).toMatchObject({ status, ...problem });
    expect(await bank.logSize()).toBe(size + 2);
  });

  test.each([
    ['missing', undefined],
    ['null', null],
    ['empty', {}],
  ])('one whose body is %s has an empty body', async (how, sent) => {
    const account = `B-${how}`;
    await bank.open(account);
    const close = item(`close-${account}`, `/v1/accounts/${account}/close`, sent);
    expect(statuses((await bulk('independent', [close])).body)).toEqual([200]);
    // However it was written, it is the same command.
    const again = await bank.send(`/v1/accounts/${account}/close`, {}, key(`close-${account}`));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test('the key of the request has to be one, and protects no item', async () => {
    const items = [deposit('c1', 'A-1')];
    const malformed = await bank.fail('/v1/bulk', { mode: 'atomic', items }, key('two words'));
    expect([malformed.status, malformed.body.errors?.[0]?.pointer]).toEqual([
      400,
      'Idempotency-Key',
    ]);
    const first = await bulk('independent', items, '', key('whole'));
    expect(statuses(first.body)).toEqual([201]);
    const other = await bulk('independent', [deposit('c2', 'A-1')], '', key('whole'));
    expect(statuses(other.body)).toEqual([201]);
    expect((await bank.get('/v1/commands/whole')).status).toBe(404);
  });

  test('a condition belongs to a single command', async () => {
    const body = { mode: 'atomic', items: [deposit('d1', 'A-1')] };
    const answer = await bank.fail('/v1/bulk', body, { 'if-match': '"v1"' });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, 'If-Match']);
    expect(answer.body.detail).toContain('single commands');
  });
});

describe.each(engines)('a bulk that is rehearsed on %s', (engine) => {
  let bank: TestServer;
  const send = (mode: string, items: readonly Sent[], query = '') =>
    bank.send<BulkReply>(`/v1/bulk${query}`, { mode, items });
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '10');
  });
  afterAll(() => bank.stop());

  const items = [
    opened('r1', 'B-1'),
    deposit('r2', 'B-1', '30'),
    draw('r3', 'B-1', '31'),
    draw('r4', 'B-1', '20'),
    item('r5', '/v1/transfers', { from: 'B-1', to: 'A-1', amount: '4', currency: 'EUR' }),
    item('r6', '/v1/nowhere'),
    opened('r7', 'B-1'),
  ];

  test('decides each item after the ones before it, records nothing and uses up no key', async () => {
    const size = await bank.logSize();
    const dry = (await send('independent', items, '?dryRun=true')).body.results;
    expect(dry.map(({ status }) => status)).toEqual([200, 200, 422, 200, 200, 404, 409]);
    expect(dry[4]?.body).toMatchObject({ dryRun: true, events: [{}, {}] });
    expect(await bank.logSize()).toBe(size);
    expect((await bank.get('/v1/accounts/B-1')).status).toBe(404);
    const run = (await send('independent', items)).body.results;
    expect(run.map(({ status }) => status)).toEqual([201, 201, 422, 201, 201, 404, 409]);
    const balances = (dry[4]?.body as DryRunReply).balances.map(({ balance }) => balance);
    const { from, to } = run[4]?.body as Record<'from' | 'to', { balance: object }>;
    expect(balances).toEqual([from.balance, to.balance]);
    expect(dry[2]?.body).toMatchObject({ available: '30.00', requested: '31.00' });
  });

  test('atomic: all results, or the first that would fail, as in the run', async () => {
    const good = [opened('s1', 'C-1'), deposit('s2', 'C-1', '5'), draw('s3', 'C-1', '5')];
    const dry = await send('atomic', good, '?dryRun=true');
    expect(dry.body.results.map(({ status }) => status)).toEqual([200, 200, 200]);
    const bad = [...good, draw('s4', 'C-1', '1'), draw('s5', 'C-1', '2')];
    const verdict = async (query: string): Promise<object> => {
      const { status, body } = await bank.fail(`/v1/bulk${query}`, { mode: 'atomic', items: bad });
      return { ...body, status, instance: '' };
    };
    const failed = await verdict('?dryRun=true');
    expect(failed).toMatchObject({ status: 409, index: 3, itemStatus: 422, key: 's4' });
    expect(await verdict('')).toEqual(failed);
    expect((await bank.get('/v1/accounts/C-1')).status).toBe(404);
  });
});
