// Every error over HTTP: its status, its code, where it stands, and that nothing leaks.

import { problems, type Problem } from '@passbook/contracts';
import { TestServer } from '../../testing/test-server.ts';

const TEN = { amount: '10', currency: 'EUR' };

describe('problems', () => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start();
    await bank.open('A-1', '100');
  });
  afterAll(() => bank.stop());

  test('are documents of RFC 9457 whose type leads to an explanation', async () => {
    const answer = await bank.fail('/v1/accounts/A-1/withdrawals', { ...TEN, amount: '120' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: '/errors/insufficient-funds',
      title: 'Insufficient funds',
      status: 422,
      detail: 'Available 100.00, requested 120.00.',
      instance: `/v1/events/${answer.headers.get('x-position') ?? ''}`,
      code: 'insufficient-funds',
      available: '100.00',
      limit: '0.00',
      requested: '120.00',
    });
    const explained = await bank.get<string>(answer.body.type);
    expect(explained.status).toBe(200);
    expect(explained.text).toContain('## `insufficient-funds`');
    const page = await bank.ask(answer.body.type, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('of all kinds are explained', async () => {
    for (const code of Object.keys(problems)) {
      expect((await bank.get(`/errors/${code}`)).status).toBe(200);
    }
    expect((await bank.get('/errors/unheard-of')).status).toBe(404);
  });

  test('that are not recorded name the request', async () => {
    const answer = await bank.fail('/v1/accounts/A-9/deposits', TEN);
    const id = answer.headers.get('x-request-id') ?? '';
    expect(answer.body).toMatchObject({ code: 'account-not-found', instance: `urn:uuid:${id}` });
    expect(answer.body['account']).toBe('A-9');
  });

  const bodies: readonly [string, unknown, readonly [string, string][]][] = [
    ['a field is missing', { amount: '10' }, [['/currency', 'malformed']]],
    ['a field is unknown', { ...TEN, fee: '1' }, [['/fee', 'unknown-field']]],
    ['an amount is a number', { ...TEN, amount: 10 }, [['/amount', 'malformed']]],
    ['the currency is not of ISO 4217', { ...TEN, currency: 'EURO' }, [['/currency', 'malformed']]],
    [
      'the value date is no day',
      { ...TEN, valueDate: '2026-02-30' },
      [['/valueDate', 'malformed']],
    ],
    ['the reference is empty', { ...TEN, reference: ' ' }, [['/reference', 'malformed']]],
    ['it is a list', [TEN], [['', 'malformed']]],
    ['it is null', null, [['', 'malformed']]],
    ['it is no JSON', '{"amount":', [['', 'malformed']]],
    ['a field is given twice', '{"amount":"1","amount":"2","currency":"EUR"}', [['', 'malformed']]],
    [
      'it is empty',
      '',
      [
        ['/amount', 'malformed'],
        ['/currency', 'malformed'],
      ],
    ],
    [
      'it meddles with prototypes',
      '{"__proto__":{"amount":"1"},"amount":"1","currency":"EUR"}',
      [['/__proto__', 'unknown-field']],
    ],
  ];
  test.each(bodies)('400 when of the body %s', async (_, body, faults) => {
    const answer = await bank.fail('/v1/accounts/A-1/deposits', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    expect(answer.body.errors?.map(({ pointer, code }) => [pointer, code])).toEqual(faults);
  });

  const signed = ['-1', '+1', '1e3', '1,000'];
  const noAmounts = [...signed, '01', '.5', '5.', ' 5', '', 'NaN', '１０', '0x1'];
  test.each(noAmounts)('400 for the amount %j', async (amount) => {
    const answer = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, amount });
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
  });

  test.each([
    ['12.345', 422, 'amount-precision'],
    ['0', 422, 'amount-not-positive'],
    ['0.00', 422, 'amount-not-positive'],
    ['92233720368547758.08', 422, 'amount-too-large'],
    ['99999999999999999999999', 422, 'amount-too-large'],
    ['9'.repeat(1000), 422, 'amount-too-large'],
    [`1.${'0'.repeat(998)}`, 422, 'amount-precision'],
    ['9'.repeat(1001), 400, 'malformed-request'],
  ])('the amount %s is %i %s', async (amount, status, code) => {
    const answer = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, amount });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('an amount of a thousand digits is recorded, listed and exported as it was sent', async () => {
    const amount = '7'.repeat(1000);
    const refused = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, amount });
    const fact = await bank.get<{ data: { request: object } }>(refused.body.instance ?? '');
    expect(fact.body.data.request).toEqual({ account: 'A-1', amount, currency: 'EUR' });
    const list = await bank.get(`/v1/events?minAmount=${amount}`);
    expect(list.status).toBe(200);
    const file = await bank.ask<string>('/v1/events/export?format=csv&outcome=refused');
    expect(file.text).toContain(amount);
  });

  test('what is too large says how large it may be, and what was asked for', async () => {
    const limit = '92233720368547758.07';
    const beyond = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, amount: `1${limit}` });
    expect(beyond.body).toMatchObject({ limit, requested: `1${limit}` });
    const full = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, amount: limit });
    expect(full.body).toMatchObject({ code: 'amount-too-large', limit, requested: limit });
  });

  test('422 for another currency and for a transfer to oneself', async () => {
    const usd = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, currency: 'USD' });
    expect([usd.status, usd.body.code]).toEqual([422, 'currency-mismatch']);
    expect(usd.body).toMatchObject({ expected: 'EUR', given: 'USD' });
    const self = await bank.fail('/v1/transfers', { from: 'A-1', to: 'A-1', ...TEN });
    expect([self.status, self.body.code]).toEqual([422, 'same-account']);
  });

  test('409 where the state forbids it', async () => {
    const again = { id: 'A-1', owner: 'Ada', currency: 'EUR' };
    const cases: [string, unknown, string][] = [
      ['/v1/accounts', again, 'account-exists'],
      ['/v1/accounts/A-1/close', {}, 'balance-not-zero'],
      ['/v1/accounts/A-1/unfreeze', { reason: 'x' }, 'account-not-frozen'],
    ];
    for (const [path, body, code] of cases) {
      const answer = await bank.fail(path, body);
      expect([answer.status, answer.body.code]).toEqual([409, code]);
    }
    await bank.open('B-1', '10');
    await bank.send('/v1/accounts/B-1/freeze', { reason: 'Review' });
    const frozen = await bank.fail('/v1/accounts/B-1/deposits', TEN);
    expect([frozen.status, frozen.body.code]).toEqual([409, 'account-frozen']);
  });

  test('409 and 404 for holds', async () => {
    await bank.open('C-1', '10');
    const path = '/v1/accounts/C-1/holds';
    await bank.send(path, { ...TEN, id: 'h' });
    const open = await bank.fail('/v1/accounts/C-1/close', {});
    expect([open.body.code, open.body['count']]).toEqual(['holds-open', 1]);
    await bank.send(`${path}/h/release`, {});
    const settled = await bank.fail(`${path}/h/capture`, {});
    expect([settled.status, settled.body.code]).toEqual([409, 'hold-not-open']);
    const lost = await bank.fail(`${path}/nix/capture`, {});
    expect([lost.status, lost.body.code]).toEqual([404, 'hold-not-found']);
    const odd = await bank.fail(`${path}/${encodeURIComponent('a/b')}/capture`, {});
    expect([odd.status, odd.body.code]).toEqual([404, 'hold-not-found']);
  });

  test.each(['/v1/nowhere', '/v2/accounts', '/v1', '/v1/accounts/A-1/', '/v1/accounts//history'])(
    '404 at %s',
    async (path) => {
      const answer = await bank.get<Problem>(path);
      expect([answer.status, answer.body.code]).toEqual([404, 'route-not-found']);
    },
  );

  test.each(['a b', 'ä', '\u0000', 'x'.repeat(65), '..%2f', "'; DROP TABLE events"])(
    '404 for the account %j, which can not be',
    async (id) => {
      const path = `/v1/accounts/${encodeURIComponent(id)}`;
      expect((await bank.get<Problem>(path)).body.code).toBe('account-not-found');
      expect((await bank.get<Problem>(`${path}/history`)).body.code).toBe('account-not-found');
      expect((await bank.fail(`${path}/deposits`, TEN)).body.code).toBe('account-not-found');
    },
  );

  test('400 for an address that can not be decoded', async () => {
    const answer = await bank.get<Problem>('/v1/accounts/%zz');
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test.each([
    ['DELETE', '/v1/accounts/A-1', 'GET, HEAD'],
    ['GET', '/v1/transfers', 'POST'],
    ['POST', '/v1/events', 'GET, HEAD'],
    ['PATCH', '/v1/accounts/A-1/overdraft-limit', 'PUT'],
  ])('405 for %s %s, with what is allowed', async (method, path, allow) => {
    const answer = await bank.ask<Problem>(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.body.code).toBe('method-not-allowed');
  });

  test('413 for a body over 1 MiB, and over 8 MiB for a bulk', async () => {
    const reference = 'x'.repeat(1024 * 1024);
    const answer = await bank.fail('/v1/accounts/A-1/deposits', { ...TEN, reference });
    expect([answer.status, answer.body.code]).toEqual([413, 'body-too-large']);
    const bulk = await bank.fail('/v1/bulk', { mode: reference });
    expect(bulk.status).toBe(400);
    const big = await bank.fail('/v1/bulk', { mode: 'x'.repeat(8 * 1024 * 1024) });
    expect([big.status, big.body.code]).toEqual([413, 'body-too-large']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    '415 for %s',
    async (type) => {
      const answer = await bank.fail('/v1/accounts/A-1/deposits', 'a=1', { 'content-type': type });
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
    },
  );

  test('what breaks inside is 500 and shows nothing of itself', async () => {
    const { accounts } = bank.server.bank;
    const broken = jest.spyOn(accounts, 'summary').mockRejectedValue(new Error('secret table'));
    const answer = await bank.get<Problem>('/v1/summary');
    broken.mockRestore();
    expect([answer.status, answer.body.code]).toEqual([500, 'internal-error']);
    expect(answer.text).not.toContain('secret');
    expect(answer.body.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id') ?? ''}`);
  });
});
