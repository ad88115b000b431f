// A used key under another request: what differs is said as far as the log knows the first one.

import { engines, key, TestServer, type Sent } from '../../testing/test-server.ts';

const TEN = { amount: '10', currency: 'EUR' };
const TODAY = new Date().toISOString().slice(0, 10);

describe.each(engines)('a key that stands for another request, on %s', (engine) => {
  let bank: TestServer;
  let uses = 0;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '1000');
  });
  afterAll(() => bank.stop());

  /** Sends both under one key, the second of them in vain. */
  async function differing(
    [firstPath, first]: readonly [string, Sent],
    [secondPath, second]: readonly [string, Sent],
  ): Promise<unknown> {
    uses += 1;
    await bank.send(firstPath, first, key(`use-${uses}`));
    const { status, body } = await bank.fail(secondPath, second, key(`use-${uses}`));
    expect([status, body.code]).toEqual([422, 'idempotency-key-reused']);
    return body['differingFields'];
  }

  const accounts: readonly [string, Sent, Sent, readonly string[]][] = [
    ['no name in either', { owner: 'A' }, { owner: 'B' }, ['/owner']],
    ['a name in the second', { owner: 'A' }, { owner: 'A', id: 'B-9' }, ['/id']],
    ['a name in the first', { owner: 'A', id: 'B-1' }, { owner: 'A' }, ['/id']],
    ['two names', { owner: 'A', id: 'B-2' }, { owner: 'A', id: 'B-3' }, ['/id']],
    [
      'a limit in the first',
      { owner: 'A', overdraftLimit: '5' },
      { owner: 'A' },
      ['/overdraftLimit'],
    ],
    ['the default limit in the first', { owner: 'A', overdraftLimit: '0' }, { owner: 'A' }, ['']],
    [
      'a limit in the second',
      { owner: 'A' },
      { owner: 'A', overdraftLimit: '0.5' },
      ['/overdraftLimit'],
    ],
  ];
  test.each(accounts)('accounts with %s', async (_, first, second, fields) => {
    const open = (more: Sent) => ['/v1/accounts', { currency: 'EUR', ...more }] as const;
    expect(await differing(open(first), open(second))).toEqual(fields);
  });

  const holds: readonly [string, Sent, Sent, readonly string[]][] = [
    ['no name in either', {}, { amount: '11' }, ['/amount']],
    ['a name in the second', {}, { id: 'h-9' }, ['/id']],
    ['a name in the first', { id: 'h-1' }, {}, ['/id']],
    ['an end in the first', { expiresIn: 60 }, {}, ['/expiresIn']],
    ['an end in the second', {}, { expiresIn: 60 }, ['/expiresIn']],
    ['a refused first without a name', { amount: '9999' }, { amount: '9998' }, ['/amount']],
  ];
  test.each(holds)('holds with %s', async (_, first, second, fields) => {
    const place = (more: Sent) => ['/v1/accounts/A-1/holds', { ...TEN, ...more }] as const;
    expect(await differing(place(first), place(second))).toEqual(fields);
  });

  const days: readonly [string, Sent, Sent, readonly string[]][] = [
    ['another day in the first', { valueDate: '1999-12-31' }, {}, ['/valueDate']],
    ['another day in the second', {}, { valueDate: '1999-12-31' }, ['/valueDate']],
    ['the day of recording in the first', { valueDate: TODAY }, { amount: '11' }, ['/amount']],
    ['only what the log does not keep', { amount: '10.0' }, { amount: '10.00' }, ['']],
    [
      'two texts that are equal as amounts',
      { reference: '1' },
      { reference: '1.0' },
      ['/reference'],
    ],
    ['another currency', {}, { currency: 'JPY' }, ['/currency']],
  ];
  test.each(days)('deposits with %s', async (_, first, second, fields) => {
    const pay = (more: Sent) => ['/v1/accounts/A-1/deposits', { ...TEN, ...more }] as const;
    expect(await differing(pay(first), pay(second))).toEqual(fields);
  });

  const captures: readonly [string, Sent, Sent, readonly string[]][] = [
    ['a part in the first', { amount: '4' }, {}, ['/amount']],
    ['all of it in the first, with its amount', TEN, {}, ['']],
    ['a part in the second', {}, { amount: '4' }, ['/amount']],
    [
      'a refused first with a currency',
      { amount: '4', currency: 'USD' },
      { amount: '4' },
      ['/currency'],
    ],
  ];
  test.each(captures)('captures with %s', async (_, first, second, fields) => {
    const hold = `c-${uses}`;
    await bank.send('/v1/accounts/A-1/holds', { ...TEN, id: hold });
    const capture = (more: Sent) => [`/v1/accounts/A-1/holds/${hold}/capture`, more] as const;
    expect(await differing(capture(first), capture(second))).toEqual(fields);
  });

  test('transfers, whose made name is in neither request', async () => {
    await bank.open('T-1');
    const send = (more: Sent) =>
      ['/v1/transfers', { from: 'A-1', to: 'T-1', ...TEN, ...more }] as const;
    const fields = await differing(send({}), send({ to: 'T-2', reference: 'x' }));
    expect(fields).toEqual(['/reference', '/to']);
  });

  test('items of a bulk, as single commands', async () => {
    const item = (owner: string): Sent => ({
      ...{ key: 'bulk-1', method: 'POST', path: '/v1/accounts' },
      body: { owner, currency: 'EUR' },
    });
    const { body } = await bank.send<{ results: { body: Sent }[] }>('/v1/bulk', {
      mode: 'independent',
      items: [item('A'), item('B')],
    });
    expect(body.results[1]?.body).toMatchObject({ differingFields: ['/owner'] });
  });
});
