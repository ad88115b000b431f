// Live updates: every fact once and in order, resumed without a gap and without a double.

import type { Problem, WireEvent } from '@passbook/contracts';
import { engines, startOn, TestServer } from '../../testing/test-server.ts';

interface Heard {
  readonly id: number;
  readonly type: string;
  readonly event: WireEvent;
}

/** Reads a stream until `enough` says so, then leaves. */
async function listen(
  bank: TestServer,
  query: string,
  enough: (heard: readonly Heard[]) => boolean,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Heard[]> {
  const leave = new AbortController();
  const url = `${bank.server.url}/v1/events/stream${query}`;
  const response = await fetch(url, { headers, signal: leave.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const heard: Heard[] = [];
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = `${rest}${chunk}`.split('\n\n');
    rest = frames.pop() ?? '';
    heard.push(...frames.flatMap(frameOf));
    if (enough(heard)) break;
  }
  leave.abort();
  return heard;
}

function frameOf(text: string): readonly Heard[] {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  const [id, type, data] = [field('id'), field('event'), field('data')];
  if (type === undefined || data === undefined) return [];
  return [{ id: Number(id), type, event: JSON.parse(data) as WireEvent }];
}

const has = (count: number) => (heard: readonly Heard[]) => heard.length >= count;
const ids = (heard: readonly Heard[]): number[] => heard.map(({ id }) => id);

describe.each(engines)('the event stream on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '10');
    await bank.open('A-2', '10');
  });
  afterAll(() => bank.stop());

  test('brings what is recorded from now on, as the log has it', async () => {
    const listening = listen(bank, '', has(2));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const size = await bank.logSize();
    await bank.deposit('A-1', '1');
    await bank.fail('/v1/accounts/A-1/withdrawals', { amount: '999', currency: 'EUR' });
    const heard = await listening;
    expect(ids(heard)).toEqual([size + 1, size + 2]);
    expect(heard.map(({ type }) => type)).toEqual(['MoneyDeposited', 'CommandRefused']);
    const { body } = await bank.get<WireEvent>(`/v1/events/${size + 1}`);
    expect(heard[0]?.event).toEqual(body);
  });

  test('resumes after a position, and Last-Event-ID goes before ?after', async () => {
    expect(ids(await listen(bank, '?after=2', has(2))).slice(0, 2)).toEqual([3, 4]);
    const resumed = await listen(bank, '?after=0', has(1), { 'last-event-id': '3' });
    expect(resumed[0]?.id).toBe(4);
  });

  test('narrows to an account and to types', async () => {
    const account = await listen(bank, '?after=0&account=A-2', has(2));
    expect(account.map(({ event }) => event.stream)).toEqual(['A-2', 'A-2']);
    const type = await listen(bank, '?after=0&type=MoneyDeposited', has(3));
    expect(type.every((one) => one.type === 'MoneyDeposited')).toBe(true);
  });

  test('loses nothing and doubles nothing while readers come, go and resume', async () => {
    const start = await bank.logSize();
    const writing = Promise.all(Array.from({ length: 120 }, () => bank.deposit('A-1', '1')));
    const heard: number[] = [];
    while (heard.length < 120) {
      const headers = { 'last-event-id': String(heard.at(-1) ?? start) };
      const some = has(Math.min(17, 120 - heard.length));
      heard.push(...ids(await listen(bank, '', some, headers)));
    }
    await writing;
    expect(heard).toEqual(heard.map((_, index) => start + index + 1));
  });

  test('brings what another server on the same database recorded', async () => {
    if (engine === 'sqlite') return;
    const other = new TestServer(await startOn(bank.database.url), bank.database);
    const listening = listen(bank, '', has(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { position } = await other.deposit('A-2', '3');
    expect(ids(await listening)).toEqual([position]);
    await other.server.stop();
  });

  test.each([
    ['?after=x', {}, 'after'],
    ['?type=Nothing', {}, 'type'],
    ['', { 'last-event-id': 'x' }, 'Last-Event-ID'],
  ])('%s %j is 400', async (query, headers, pointer) => {
    const answer = await bank.ask<Problem>(`/v1/events/stream${query}`, { headers });
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  test('ends when the server stops', async () => {
    const own = await TestServer.start('sqlite');
    const response = await fetch(`${own.server.url}/v1/events/stream`);
    const text = response.text();
    await own.stop();
    expect(await text).toContain('retry: ');
  });

  test('a HEAD is answered at once, with the position that a GET begins at', async () => {
    const position = async (query: string): Promise<string | null> => {
      const answer = await bank.ask(`/v1/events/stream${query}`, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      return answer.headers.get('x-position');
    };
    expect(await position('')).toBe(String(await bank.logSize()));
    expect(await position('?after=2')).toBe('2');
  });

  test('minPosition is waited for before the stream begins', async () => {
    const size = await bank.logSize();
    const listening = listen(bank, `?minPosition=${size + 1}`, has(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await bank.deposit('A-1', '1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { position } = await bank.deposit('A-1', '1');
    expect(ids(await listening)).toEqual([position]);
    const late = await bank.get<Problem>('/v1/events/stream?minPosition=1000000');
    expect([late.status, late.body.code]).toEqual([503, 'view-lagging']);
  });
});
