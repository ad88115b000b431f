// The log as a file: what is exported is what is listed, and the file says how much that is.

import { createHash } from 'node:crypto';
import type { Page, WireEvent } from '@passbook/contracts';
import { engines, TestServer } from '../../testing/test-server.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe.each(engines)('the export on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '100');
    await bank.open('A-2');
    const transfer = { from: 'A-1', to: 'A-2', amount: '1', currency: 'EUR' };
    const items = Array.from({ length: 900 }, (_, index) => ({
      key: `t${index}`,
      method: 'POST',
      path: '/v1/transfers',
      body: { ...transfer, amount: '0.01', reference: index === 3 ? '=1+1,"x"' : `No. ${index}` },
    }));
    await bank.send('/v1/bulk', { mode: 'independent', items });
    const refused = { amount: '999', currency: 'USD', reference: 'Rent' };
    await bank.fail('/v1/accounts/A-2/withdrawals', refused);
  });
  afterAll(() => bank.stop());

  async function listed(filter: string): Promise<readonly WireEvent[]> {
    const events: WireEvent[] = [];
    for (let cursor = ''; ;) {
      const query = `/v1/events?direction=asc&limit=200${filter}${cursor}`;
      const { body } = await bank.get<Page<WireEvent>>(query);
      events.push(...body.data);
      if (body.nextCursor === null) return events;
      cursor = `&cursor=${body.nextCursor}`;
    }
  }

  test.each(['', '&account=A-2', '&type=MoneySent&minAmount=0.01', '&outcome=refused'])(
    'as NDJSON has the listed facts for %j, then their number and hash',
    async (filter) => {
      const { text, headers } = await bank.get<string>(`/v1/events/export?format=ndjson${filter}`);
      expect(headers.get('content-type')).toMatch(/^application\/x-ndjson/);
      expect(headers.get('content-disposition')).toContain('attachment');
      const lines = text.trimEnd().split('\n');
      const trailer = JSON.parse(lines.pop() ?? '') as { count: number; sha256: string };
      expect(lines.map((line) => JSON.parse(line) as WireEvent)).toEqual(await listed(filter));
      const before = lines.map((line) => `${line}\n`).join('');
      expect(trailer).toEqual({ count: lines.length, sha256: sha256(before) });
    },
  );

  test('as CSV has a row for each fact, no formula, and a trailer', async () => {
    const { text, headers } = await bank.get<string>('/v1/events/export?format=csv&account=A-1');
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    const rows = text.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^position,recordedAt,valueDate,type,account,version,amount,currency/);
    const trailer = /^# count=(\d+) sha256=([0-9a-f]{64})$/.exec(rows.at(-1) ?? '');
    expect(Number(trailer?.[1])).toBe(rows.length - 2);
    const before = rows
      .slice(0, -1)
      .map((row) => `${row}\r\n`)
      .join('');
    expect(trailer?.[2]).toBe(sha256(before));
    expect(text).toContain(`"'=1+1,""x"""`);
  });

  test('as CSV has the amount that was asked for where it was refused', async () => {
    const { text } = await bank.get<string>('/v1/events/export?format=csv&minAmount=999');
    const [header = '', refused = ''] = text.split('\r\n');
    const cells = refused.split(',');
    const cell = (name: string): string => cells[header.split(',').indexOf(name)] ?? '';
    const names = ['type', 'amount', 'currency', 'balanceCurrency', 'posted'];
    expect(names.map(cell)).toEqual(['CommandRefused', '999', 'USD', 'EUR', '9.00']);
  });

  test('refuses what it does not know', async () => {
    expect((await bank.get('/v1/events/export?format=xml')).status).toBe(400);
    expect((await bank.get('/v1/events/export?limit=5')).status).toBe(400);
  });

  test('ends where the log ended when it began', async () => {
    const { headers } = await bank.get('/v1/events/export?account=A-9');
    expect(Number(headers.get('x-position'))).toBe(await bank.logSize());
  });

  test('stops reading when its reader leaves', async () => {
    const leave = new AbortController();
    const url = `${bank.server.url}/v1/events/export`;
    const response = await fetch(url, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    expect((await bank.get('/healthz')).status).toBe(200);
  });
});
