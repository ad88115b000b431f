// Conditional and rehearsed commands: If-Match and dryRun.

import type { DryRunReply, Problem } from '@passbook/contracts';
import { engines, key, TestServer } from '../../testing/test-server.ts';

const TEN = { amount: '10', currency: 'EUR' };

describe.each(engines)('If-Match on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test('the ETag of an account lets a command through while it has not moved', async () => {
    await bank.open('A-1', '50');
    const etag = (await bank.get('/v1/accounts/A-1')).headers.get('etag') ?? '';
    expect(etag).toBe('"v2"');
    const path = '/v1/accounts/A-1/withdrawals';
    expect((await bank.send(path, TEN, { 'if-match': etag })).status).toBe(201);
    const stale = await bank.fail(path, TEN, { 'if-match': etag });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'version-mismatch', version: 3, expected: 2 });
    expect(stale.headers.get('etag')).toBe('"v3"');
    expect((await bank.account('A-1')).balance.posted).toBe('40.00');
  });

  test('of a transfer the sending account is meant', async () => {
    await bank.open('B-1', '50');
    await bank.open('B-2');
    const transfer = { from: 'B-1', to: 'B-2', ...TEN };
    expect((await bank.fail('/v1/transfers', transfer, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await bank.send('/v1/transfers', transfer, { 'if-match': '"v2"' })).status).toBe(201);
  });

  test('of many at once exactly one gets through', async () => {
    await bank.open('C-1', '50');
    const send = () => bank.send('/v1/accounts/C-1/deposits', TEN, { 'if-match': '"v2"' });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 412)]);
  });

  test.each(['"v0"', '"v5"', '*'])('%s and no account is 404, as without it', async (version) => {
    const condition = { ...key(`d-${version.replaceAll('"', '')}`), 'if-match': version };
    for (const path of ['/v1/accounts/D-9/deposits', '/v1/accounts/D-9/deposits?dryRun=true']) {
      const answer = await bank.fail(path, TEN, condition);
      expect([answer.status, answer.body.code]).toEqual([404, 'account-not-found']);
    }
    const transfer = { from: 'D-9', to: 'A-1', ...TEN };
    expect((await bank.fail('/v1/transfers', transfer, condition)).status).toBe(404);
    expect((await bank.fail('/v1/accounts/D-9/close', {}, condition)).status).toBe(404);
  });

  test('* lets a command through as long as the account is there', async () => {
    await bank.open('E-1');
    const path = '/v1/accounts/E-1/deposits';
    expect((await bank.send(path, TEN, { 'if-match': '*' })).status).toBe(201);
    const draw = await bank.fail(
      '/v1/accounts/E-1/withdrawals',
      { ...TEN, amount: '11' },
      { 'if-match': '*' },
    );
    expect(draw.body.code).toBe('insufficient-funds');
  });

  test('an opening expects version 0, and nothing else', async () => {
    const body = { id: 'F-1', owner: 'Flo', currency: 'EUR' };
    for (const version of ['"v3"', '*']) {
      const answer = await bank.fail('/v1/accounts', body, { 'if-match': version });
      expect([answer.status, answer.body.code]).toEqual([412, 'version-mismatch']);
      const expected = version === '*' ? '*' : 3;
      expect(answer.body).toMatchObject({ account: 'F-1', version: 0, expected });
    }
    expect((await bank.send('/v1/accounts', body, { 'if-match': '"v0"' })).status).toBe(201);
    expect((await bank.fail('/v1/accounts', body, { 'if-match': '"v0"' })).status).toBe(412);
    const again = await bank.fail('/v1/accounts', body, { 'if-match': '*' });
    expect(again.body.code).toBe('account-exists');
  });

  test('a weak ETag is refused with the rule that it breaks', async () => {
    const answer = await bank.fail('/v1/accounts/A-1/deposits', TEN, { 'if-match': 'W/"v3"' });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/If-Match: compares strongly \(RFC 9110\)/);
  });

  test.each(['2', '**', '"*"', 'W/"v2"', '"2"', '"v-1"', '"v2", "v3"'])(
    'If-Match: %s is no version',
    async (header) => {
      const answer = await bank.fail('/v1/accounts/A-1/deposits', TEN, { 'if-match': header });
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
      expect(answer.body.errors?.[0]?.pointer).toBe('If-Match');
    },
  );
});

describe.each(engines)('dryRun on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '100');
    await bank.open('A-2');
  });
  afterAll(() => bank.stop());

  test('says what would be recorded and the balances after it, and records nothing', async () => {
    const size = await bank.logSize();
    const transfer = { from: 'A-1', to: 'A-2', amount: '30', currency: 'EUR' };
    const dry = await bank.send<DryRunReply>('/v1/transfers?dryRun=true', transfer, key('t'));
    expect(dry.status).toBe(200);
    expect(dry.body.dryRun).toBe(true);
    expect(dry.body.events.map(({ type }) => type)).toEqual(['MoneySent', 'MoneyReceived']);
    expect(dry.body.balances).toEqual([
      { accountId: 'A-1', balance: expect.objectContaining({ posted: '70.00' }) },
      { accountId: 'A-2', balance: expect.objectContaining({ posted: '30.00' }) },
    ]);
    expect(await bank.logSize()).toBe(size);
    // The key was not consumed either: the real thing works with it.
    const real = await bank.send<{ from: object }>(
      '/v1/transfers?dryRun=false',
      transfer,
      key('t'),
    );
    expect(real.status).toBe(201);
    expect(real.body.from).toMatchObject({ balance: dry.body.balances[0]?.balance });
  });

  test('gives the same verdict and numbers as the run', async () => {
    const path = '/v1/accounts/A-1/withdrawals';
    const body = { amount: '1000', currency: 'EUR' };
    const dry = await bank.fail(`${path}?dryRun=true`, body);
    const run = await bank.fail(path, body);
    const verdict = ({ status, body: { instance: _, ...rest } }: typeof run): object => ({
      status,
      rest,
    });
    expect(verdict(dry)).toEqual(verdict(run));
    expect(dry.body.instance).toMatch(/^urn:uuid:/);
  });

  test('heeds If-Match', async () => {
    const path = '/v1/accounts/A-1/deposits?dryRun=true';
    expect((await bank.fail(path, TEN, { 'if-match': '"v1"' })).status).toBe(412);
  });

  test.each([
    ['dryRun=maybe', 'malformed-request'],
    ['dryRun=true&dryRun=true', 'malformed-request'],
    ['dryrun=true', 'unknown-parameter'],
  ])('?%s is 400 %s', async (query, code) => {
    const answer = await bank.fail(`/v1/accounts/A-1/deposits?${query}`, TEN);
    expect([answer.status, (answer.body satisfies Problem).code]).toEqual([400, code]);
  });
});
