// Repeating a command: the first answer again, for ever, whatever has happened since.

import type { CommandOutcome, Problem, TransferReceipt } from '@passbook/contracts';
import { engines, key, startOn, TestServer, type Answer } from '../../testing/test-server.ts';

const TEN = { amount: '10', currency: 'EUR' };
const replied = ['location', 'etag', 'x-position', 'content-type'] as const;

function mustBeReplay(first: Answer, again: Answer): void {
  expect(again.text).toBe(first.text);
  expect(again.status).toBe(first.status);
  for (const name of replied) expect(again.headers.get(name)).toBe(first.headers.get(name));
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again.headers.get('idempotent-replayed')).toBe('true');
}

describe.each(engines)('idempotency on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test('a repeat is answered with the same bytes, and records nothing', async () => {
    await bank.open('A-1');
    const first = await bank.send('/v1/accounts/A-1/deposits', TEN, key('a1'));
    const size = await bank.logSize();
    mustBeReplay(first, await bank.send('/v1/accounts/A-1/deposits', TEN, key('a1')));
    expect(await bank.logSize()).toBe(size);
  });

  test('the key is the same bare and quoted, and the body in any order', async () => {
    await bank.open('A-2');
    const first = await bank.send('/v1/accounts/A-2/deposits', TEN, key('a2'));
    const body = '{ "currency":"EUR", "amount":"10" }';
    mustBeReplay(first, await bank.send('/v1/accounts/A-2/deposits', body, key('"a2"')));
  });

  test('without a key every request is a command of its own', async () => {
    await bank.open('A-3');
    await bank.deposit('A-3', '10');
    await bank.deposit('A-3', '10');
    expect((await bank.account('A-3')).balance.posted).toBe('20.00');
  });

  test('a refusal stays refused when funds arrive later; a new key works', async () => {
    await bank.open('B-1');
    const path = '/v1/accounts/B-1/withdrawals';
    const first = await bank.fail(path, TEN, key('b1'));
    expect([first.status, first.body.code]).toEqual([422, 'insufficient-funds']);
    expect(first.body).toMatchObject({ available: '0.00', requested: '10.00' });
    await bank.deposit('B-1', '10');
    mustBeReplay(first, await bank.fail(path, TEN, key('b1')));
    expect((await bank.send(path, TEN, key('b1-anew'))).status).toBe(201);
  });

  test('the key comes before the rules: a repeat is answered after close', async () => {
    await bank.open('B-2');
    const path = '/v1/accounts/B-2';
    const first = await bank.send(`${path}/deposits`, TEN, key('b2'));
    await bank.send(`${path}/withdrawals`, TEN);
    await bank.send(`${path}/close`, {});
    mustBeReplay(first, await bank.send(`${path}/deposits`, TEN, key('b2')));
  });

  test('the key comes before If-Match', async () => {
    await bank.open('B-3');
    const path = '/v1/accounts/B-3/deposits';
    const first = await bank.send(path, TEN, { ...key('b3'), 'if-match': '"v1"' });
    expect(first.status).toBe(201);
    mustBeReplay(first, await bank.send(path, TEN, { ...key('b3'), 'if-match': '"v1"' }));
  });

  test('a transfer is repeated whole', async () => {
    await bank.open('C-1', '100');
    await bank.open('C-2');
    const body = { from: 'C-1', to: 'C-2', ...TEN };
    const first = await bank.send<TransferReceipt>('/v1/transfers', body, key('c1'));
    mustBeReplay(first, await bank.send('/v1/transfers', body, key('c1')));
    const { position } = first.body.to;
    const undo = { position, reason: 'Wrong' };
    const reversed = await bank.send('/v1/reversals', undo, key('c2'));
    mustBeReplay(reversed, await bank.send('/v1/reversals', undo, key('c2')));
  });

  test('an account and a hold with made names are repeated with the same names', async () => {
    const account = { owner: 'Cy', currency: 'EUR' };
    const first = await bank.send('/v1/accounts', account, key('c3'));
    mustBeReplay(first, await bank.send('/v1/accounts', account, key('c3')));
    await bank.deposit(first.body.accountId, '10');
    const path = `/v1/accounts/${first.body.accountId}/holds`;
    const hold = await bank.send(path, TEN, key('c4'));
    mustBeReplay(hold, await bank.send(path, TEN, key('c4')));
  });

  test('many at once with one key make one fact', async () => {
    await bank.open('D-1');
    const path = '/v1/accounts/D-1/deposits';
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => bank.send(path, TEN, key('d1'))),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const replays = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replays).toHaveLength(19);
    expect((await bank.account('D-1')).balance.posted).toBe('10.00');
  });

  const reuses: readonly [string, string, object, readonly string[]][] = [
    ['another amount', '/v1/accounts/E-1/deposits', { ...TEN, amount: '11' }, ['/amount']],
    ['another currency', '/v1/accounts/E-1/deposits', { ...TEN, currency: 'USD' }, ['/currency']],
    ['a reference', '/v1/accounts/E-1/deposits', { ...TEN, reference: 'x' }, ['/reference']],
    ['another account', '/v1/accounts/E-2/deposits', TEN, ['/path']],
    ['another verb', '/v1/accounts/E-1/withdrawals', TEN, ['/path']],
    [
      'an amount written otherwise and a day',
      '/v1/accounts/E-1/deposits',
      { ...TEN, amount: '10.00', valueDate: '1999-12-31' },
      ['/valueDate'],
    ],
  ];
  test.each(reuses)('%s under a used key is 422 and says so', async (_, path, body, differing) => {
    await bank.send('/v1/accounts', { id: 'E-1', owner: 'Eve', currency: 'EUR' }, key('e1'));
    const first = await bank.send('/v1/accounts/E-1/deposits', TEN, key('e2'));
    const reused = await bank.fail(path, body, key('e2'));
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(reused.body['differingFields']).toEqual(differing);
    expect(reused.body['position']).toBe(first.body.position);
  });

  test('what differs is found for holds, refusals and reversals too', async () => {
    await bank.open('F-1', '100');
    const holds = '/v1/accounts/F-1/holds';
    await bank.send(holds, { ...TEN, id: 'h1', expiresIn: 600 }, key('f1'));
    const hold = await bank.fail(holds, { ...TEN, id: 'h2', expiresIn: 60 }, key('f1'));
    expect(hold.body['differingFields']).toEqual(['/id', '/expiresIn']);
    await bank.send(`${holds}/h1/release`, {}, key('f2'));
    const capture = await bank.fail(`${holds}/h9/release`, {}, key('f2'));
    expect(capture.body['differingFields']).toEqual(['/path']);
    const draw = '/v1/accounts/F-1/withdrawals';
    await bank.fail(draw, { ...TEN, amount: '1000' }, key('f3'));
    const other = await bank.fail(draw, { ...TEN, amount: '1001' }, key('f3'));
    expect(other.body['differingFields']).toEqual(['/amount']);
    const { position } = await bank.deposit('F-1', '5');
    await bank.send('/v1/reversals', { position, reason: 'Wrong' }, key('f4'));
    const elsewhere = { position: 999_999, reason: 'Other' };
    const reversal = await bank.fail('/v1/reversals', elsewhere, key('f4'));
    expect(reversal.body['differingFields']).toEqual(['/position', '/reason']);
  });

  test('what is not recorded is decided anew: 400, 404, 412', async () => {
    const path = '/v1/accounts/G-1/deposits';
    expect((await bank.fail(path, TEN, key('g1'))).status).toBe(404);
    expect((await bank.fail(path, { amount: '10' }, key('g1'))).status).toBe(400);
    await bank.open('G-1');
    const stale = { ...key('g1'), 'if-match': '"v9"' };
    expect((await bank.fail(path, TEN, stale)).status).toBe(412);
    expect((await bank.send(path, TEN, key('g1'))).status).toBe(201);
  });

  test.each(['', '""', 'two words', 'Schlüssel', 'x'.repeat(256), '"open'.repeat(60)])(
    'the key %j is none',
    async (text) => {
      const answer = await bank.fail('/v1/accounts/A-1/deposits', TEN, key(text));
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toEqual([
        { pointer: 'Idempotency-Key', code: 'malformed', detail: expect.any(String) },
      ]);
    },
  );

  test('did it happen? The key tells: succeeded, refused, or nothing recorded', async () => {
    await bank.open('H-1');
    const odd = 'odd/key?#%';
    const path = `/v1/commands/${encodeURIComponent(odd)}`;
    const before = await bank.get<Problem>(path);
    expect([before.status, before.body.code]).toEqual([404, 'command-not-found']);
    const done = await bank.send('/v1/accounts/H-1/deposits', TEN, key(odd));
    const { body } = await bank.get<CommandOutcome>(path);
    expect(body).toEqual({
      status: 'succeeded',
      response: done.body,
      positions: [done.body.position],
    });
    const big = { ...TEN, amount: '99' };
    const refused = await bank.fail('/v1/accounts/H-1/withdrawals', big, key('h2'));
    const outcome = await bank.get<CommandOutcome>('/v1/commands/h2');
    expect(outcome.body).toMatchObject({ status: 'refused', response: refused.body });
  });

  test('the answer is the same after a restart', async () => {
    const own = await TestServer.start(engine);
    await own.open('R-1', '5');
    const path = '/v1/accounts/R-1/withdrawals';
    const first = await own.fail(path, TEN, key('r1'));
    await own.server.stop();
    const { url } = own.database;
    const again = new TestServer(await startOn(url), own.database);
    mustBeReplay(first, await again.fail(path, TEN, key('r1')));
    await again.stop();
  });
});
