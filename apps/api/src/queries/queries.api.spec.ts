// Reading over HTTP: lists and their pages, moments of the past, and how much of the log counts.

import type {
  AccountPage,
  AccountView,
  Page,
  Problem,
  Summary,
  WireEvent,
} from '@passbook/contracts';
import { engines, key, TestServer, type Answer } from '../../testing/test-server.ts';

type Events = Page<WireEvent>;

describe.each(engines)('queries on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '100');
    await bank.open('A-2', '50', { overdraftLimit: '25' });
    const transfer = { from: 'A-1', to: 'A-2', amount: '30', currency: 'EUR' };
    await bank.send('/v1/transfers', { ...transfer, reference: 'Rent for May' });
    await bank.fail('/v1/accounts/A-2/withdrawals', { amount: '999', currency: 'EUR' });
    await bank.send('/v1/accounts', { id: 'J-1', owner: 'Jun', currency: 'JPY' }, key('j'));
  });
  afterAll(() => bank.stop());

  const positions = ({ body }: Answer<Events>): number[] => body.data.map((one) => one.position);

  test('an account has its balance, its version and the last position that made it', async () => {
    const answer = await bank.get<AccountView>('/v1/accounts/A-2');
    expect(answer.body).toMatchObject({
      id: 'A-2',
      owner: 'Owner of A-2',
      status: 'open',
      currency: 'EUR',
      balance: {
        currency: 'EUR',
        posted: '80.00',
        held: '0.00',
        overdraftLimit: '25.00',
        available: '105.00',
      },
      version: 4,
      position: 7,
      holds: [],
    });
    expect(answer.headers.get('etag')).toBe('"v4"');
    expect(answer.headers.get('x-position')).toBe('8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('a history is newest first, with the balance after each fact', async () => {
    const { body } = await bank.get<Events>('/v1/accounts/A-2/history');
    expect(body.data.map(({ type, balance }) => [type, balance?.posted])).toEqual([
      ['CommandRefused', '80.00'],
      ['MoneyReceived', '80.00'],
      ['MoneyDeposited', '50.00'],
      ['AccountOpened', '0.00'],
    ]);
    expect(body).toMatchObject({ nextCursor: null, hasMore: false });
  });

  test('pages follow each other without a gap, both ways, while facts arrive', async () => {
    const first = await bank.get<Events>('/v1/events?limit=3');
    expect(positions(first)).toEqual([8, 7, 6]);
    const more = await bank.get<Events>(`/v1/events?limit=3&cursor=${first.body.nextCursor ?? ''}`);
    expect(positions(more)).toEqual([5, 4, 3]);
    const up = await bank.get<Events>('/v1/events?limit=7&direction=asc');
    expect(positions(up)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const end = await bank.get<Events>(
      `/v1/events?limit=7&direction=asc&cursor=${up.body.nextCursor ?? ''}`,
    );
    expect([positions(end), end.body.hasMore]).toEqual([[8], false]);
  });

  test('filters find what they say', async () => {
    const found = async (query: string): Promise<number[]> =>
      positions(await bank.get<Events>(`/v1/events?direction=asc&${query}`));
    expect(await found('account=A-1')).toEqual([1, 2, 5]);
    expect(await found('type=MoneySent,MoneyReceived')).toEqual([5, 6]);
    expect(await found('outcome=refused')).toEqual([7]);
    expect(await found('q=rent')).toEqual([5, 6]);
    expect(await found('q=overdraftLimit')).toEqual([]);
    expect(await found('minAmount=999')).toEqual([7]);
    expect(await found('minAmount=92233720368547758.08')).toEqual([]);
    expect(await found('minAmount=60&type=MoneyDeposited')).toEqual([2]);
    expect(await found('actor=nobody')).toEqual([]);
    expect(await found(`q=${encodeURIComponent("%' OR 1=1 --")}`)).toEqual([]);
  });

  test('accounts are searched, narrowed and sorted', async () => {
    const found = async (query: string): Promise<string[]> => {
      const { body } = await bank.get<Page<AccountView>>(`/v1/accounts?${query}`);
      return body.data.map(({ id }) => id);
    };
    expect(await found('sort=id')).toEqual(['A-1', 'A-2', 'J-1']);
    expect(await found('q=jun')).toEqual(['J-1']);
    expect(await found('currency=EUR&sort=-posted')).toEqual(['A-2', 'A-1']);
    expect(await found('status=closed')).toEqual([]);
  });

  test('an account as of a position, a version and a time says which', async () => {
    const at = await bank.get<AccountView>('/v1/accounts/A-2?atPosition=4');
    expect(at.body).toMatchObject({
      balance: { posted: '50.00' },
      version: 2,
      position: 4,
      atPosition: 4,
    });
    expect(at.headers.get('etag')).toBeNull();
    const version = await bank.get<AccountView>('/v1/accounts/A-2?atVersion=1');
    expect(version.body).toMatchObject({ balance: { posted: '0.00' }, atVersion: 1 });
    const { body: events } = await bank.get<Events>('/v1/events?limit=1&account=A-1');
    const time = events.data[0]?.recordedAt ?? '';
    const then = await bank.get<AccountView>(`/v1/accounts/A-1?asOf=${time}`);
    expect(then.body).toMatchObject({ balance: { posted: '70.00' }, asOf: time });
    const never = await bank.get<Problem>('/v1/accounts/A-2?asOf=2001-01-01T00:00:00Z');
    expect([never.status, never.body.code]).toEqual([404, 'account-not-found']);
    const beyond = await bank.get<Problem>('/v1/accounts/A-2?atVersion=99');
    expect([beyond.status, beyond.body.code]).toEqual([404, 'account-not-found']);
    expect(beyond.body.detail).toContain('there is no version 99 of it');
    expect(never.body.detail).toContain('was not there yet');
    const nobody = await bank.get<Problem>('/v1/accounts/nobody?atVersion=1');
    expect(nobody.body.detail).toBe('There is no account nobody.');
    const list = await bank.get<AccountPage>('/v1/accounts?atPosition=2&sort=id');
    expect([list.body.atPosition, list.body.asOf]).toEqual([2, undefined]);
    expect(list.body.data.map(({ id, balance }) => [id, balance.posted])).toEqual([
      ['A-1', '100.00'],
    ]);
  });

  test('one event, whole', async () => {
    const { body } = await bank.get<WireEvent>('/v1/events/5');
    expect(body).toMatchObject({
      position: 5,
      stream: 'A-1',
      version: 3,
      type: 'MoneySent',
      schemaVersion: 1,
      accountId: 'A-1',
      balance: { posted: '70.00' },
      data: { to: 'A-2', amount: '30.00', reference: 'Rent for May' },
    });
    expect((await bank.get<Problem>('/v1/events/9999')).body.code).toBe('event-not-found');
  });

  test('the summary counts accounts, currencies and the log', async () => {
    const { body } = await bank.get<Summary>('/v1/summary');
    expect(body.accounts).toEqual({ open: 3, frozen: 0, closed: 0, total: 3 });
    expect(body.currencies.map(({ currency, posted }) => [currency, posted])).toEqual([
      ['EUR', '150.00'],
      ['JPY', '0'],
    ]);
    expect(body.log.size).toBe(8);
  });

  const refused: readonly [string, string, string][] = [
    ['/v1/events?foo=1', 'unknown-parameter', 'foo'],
    ['/v1/accounts?Limit=1', 'unknown-parameter', 'Limit'],
    ['/v1/summary?limit=1', 'unknown-parameter', 'limit'],
    ['/healthz?x=1', 'unknown-parameter', 'x'],
    ['/v1/events?limit=0', 'malformed-request', 'limit'],
    ['/v1/events?limit=201', 'malformed-request', 'limit'],
    ['/v1/events?limit=1.5', 'malformed-request', 'limit'],
    ['/v1/events?limit=1&limit=2', 'malformed-request', 'limit'],
    ['/v1/events?type=MoneyLost', 'malformed-request', 'type'],
    ['/v1/events?outcome=maybe', 'malformed-request', 'outcome'],
    ['/v1/events?from=yesterday', 'malformed-request', 'from'],
    ['/v1/events?minAmount=-1', 'malformed-request', 'minAmount'],
    ['/v1/events?cursor=%21', 'malformed-request', 'cursor'],
    ['/v1/accounts?sort=balance', 'malformed-request', 'sort'],
    ['/v1/accounts?status=gone', 'malformed-request', 'status'],
    ['/v1/accounts/A-1?atPosition=1&atVersion=1', 'malformed-request', ''],
    ['/v1/accounts/A-1/history?direction=up', 'malformed-request', 'direction'],
    ['/v1/events/zero', 'malformed-request', 'position'],
  ];
  test.each(refused)('%s is 400 %s', async (path, code, parameter) => {
    const answer = await bank.get<Problem>(path);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.errors?.[0]?.pointer).toBe(parameter);
  });

  test('later pages of accounts say which position the whole list shows', async () => {
    const first = await bank.get<AccountPage>('/v1/accounts?limit=2');
    const listed = first.headers.get('x-position');
    const before = (await bank.get<AccountPage>('/v1/accounts')).body.data;
    await bank.deposit('J-1', '1', { currency: 'JPY' });
    await bank.deposit('A-2', '1');
    const query = `limit=2&cursor=${first.body.nextCursor ?? ''}`;
    const second = await bank.get<AccountPage>(`/v1/accounts?${query}`);
    expect([...first.body.data, ...second.body.data]).toEqual(before);
    expect(second.headers.get('x-position')).toBe(listed);
  });

  test('a cursor belongs to its filter, its order and its list', async () => {
    const { body } = await bank.get<Events>('/v1/events?limit=1');
    const cursor = body.nextCursor ?? '';
    for (const query of ['account=A-1', 'direction=asc', 'type=MoneySent']) {
      const answer = await bank.get<Problem>(`/v1/events?${query}&cursor=${cursor}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'cursor-mismatch']);
    }
  });

  test('minPosition is waited for, and the answer then shows it', async () => {
    const size = await bank.logSize();
    const waiting = bank.get<AccountView>(`/v1/accounts/A-1?minPosition=${size + 1}`);
    await bank.deposit('A-1', '1');
    const answer = await waiting;
    expect(answer.body.balance.posted).toBe('71.00');
    expect(Number(answer.headers.get('x-position'))).toBeGreaterThan(size);
  });

  test('minPosition that does not come within two seconds is 503 view-lagging', async () => {
    const started = performance.now();
    const answer = await bank.get<Problem>('/v1/summary?minPosition=1000000');
    expect(performance.now() - started).toBeGreaterThan(1900);
    expect([answer.status, answer.body.code]).toEqual([503, 'view-lagging']);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.body).toMatchObject({ minPosition: 1_000_000 });
  });

  test('an account without a fact is 404, with a history of one page or none', async () => {
    expect((await bank.get('/v1/accounts/nobody')).status).toBe(404);
    expect((await bank.get('/v1/accounts/nobody/history')).status).toBe(404);
    const none = await bank.get<Events>('/v1/accounts/A-1/history?type=HoldPlaced');
    expect([none.status, none.body.data]).toEqual([200, []]);
  });
});
