// An opening that a rule refuses: recorded and sticky like any other refusal, and no account.

import type { CommandOutcome, Page, Problem, WireEvent } from '@passbook/contracts';
import { engines, key, TestServer, type Sent } from '../../testing/test-server.ts';

const opening = (id: string, overdraftLimit: string): Sent => ({
  ...{ id, owner: 'Ada', currency: 'EUR', overdraftLimit },
});

describe.each(engines)('a refused opening on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test.each([
    ['1.005', 'amount-precision'],
    ['9'.repeat(25), 'amount-too-large'],
  ])('with the limit %s stays refused under its key', async (limit, code) => {
    const id = `A-${code}`;
    const first = await bank.fail('/v1/accounts', opening(id, limit), key(id));
    expect([first.status, first.body.code]).toEqual([422, code]);
    expect(first.body.instance).toBe(`/v1/events/${first.headers.get('x-position') ?? ''}`);
    const again = await bank.fail('/v1/accounts', opening(id, limit), key(id));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const { body } = await bank.get<CommandOutcome>(`/v1/commands/${id}`);
    expect(body).toMatchObject({ status: 'refused', response: first.body });
    const reused = await bank.fail('/v1/accounts', opening(id, '1'), key(id));
    expect(reused.body['differingFields']).toEqual(['/overdraftLimit']);
  });

  test('without a name of its own is recorded under the name that was made for it', async () => {
    const { id: _, ...body } = opening('', '1.005');
    const first = await bank.fail('/v1/accounts', body, key('nameless'));
    const again = await bank.fail('/v1/accounts', body, key('nameless'));
    expect(again.text).toBe(first.text);
    const reused = await bank.fail('/v1/accounts', { ...body, owner: 'Bo' }, key('nameless'));
    expect(reused.body['differingFields']).toEqual(['/owner']);
  });

  test('is in the audit log, and there is no account until it is opened', async () => {
    const refused = await bank.fail('/v1/accounts', opening('B-1', '1.005'));
    const position = refused.headers.get('x-position') ?? '';
    const { body: fact } = await bank.get<WireEvent>(`/v1/events/${position}`);
    expect(fact).toMatchObject({
      ...{ type: 'CommandRefused', stream: 'B-1', version: 1, actor: 'anonymous' },
      data: { command: 'OpenAccount', request: { owner: 'Ada', overdraftLimit: '1.005' } },
      balance: { currency: 'EUR', posted: '0.00' },
    });
    for (const path of ['', '/history', '?atVersion=1', `?atPosition=${position}`]) {
      const answer = await bank.get<Problem>(`/v1/accounts/B-1${path}`);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'account-not-found']);
    }
    const ten = { amount: '10', currency: 'EUR' };
    const missing = await bank.fail('/v1/accounts/B-1/deposits', ten, { 'if-match': '"v9"' });
    expect(missing.status).toBe(404);
    const undo = await bank.fail('/v1/reversals', { position: Number(position), reason: 'x' });
    expect(undo.body.code).toBe('account-not-found');
    const any = await bank.fail('/v1/accounts', opening('B-1', '1'), { 'if-match': '*' });
    expect(any.status).toBe(412);
    const opened = await bank.send('/v1/accounts', opening('B-1', '1'));
    expect([opened.status, opened.body.version]).toEqual([201, 2]);
    const { body: history } = await bank.get<Page<WireEvent>>('/v1/accounts/B-1/history');
    expect(history.data.map(({ type }) => type)).toEqual(['AccountOpened', 'CommandRefused']);
  });

  test('gives the same verdict in a dry run, and fails an atomic bulk without a record', async () => {
    const dry = await bank.fail('/v1/accounts?dryRun=true', opening('C-1', '1.005'));
    expect([dry.status, dry.body.code, dry.body['digits']]).toEqual([422, 'amount-precision', 2]);
    const size = await bank.logSize();
    const item = {
      key: 'c-1',
      method: 'POST',
      path: '/v1/accounts',
      body: opening('C-1', '1.005'),
    };
    const whole = await bank.fail('/v1/bulk', { mode: 'atomic', items: [item] });
    expect([whole.status, whole.body['itemStatus']]).toEqual([409, 422]);
    expect(await bank.logSize()).toBe(size);
  });
});
