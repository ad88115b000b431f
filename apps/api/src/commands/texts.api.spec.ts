// Texts of clients: recorded as they were sent, or refused; never made nicer on the way.

import type { AccountView, WireEvent } from '@passbook/contracts';
import { engines, TestServer } from '../../testing/test-server.ts';
import { csvRecords } from '../import/csv-records.ts';

const TEN = { amount: '10', currency: 'EUR' };

const kept = [
  ' Salary ',
  'two\nlines',
  'two\r\nlines',
  '\tindented, with "quotes"',
  '\r=1+1',
  '\u00a0x\u00a0',
  'Žluťoučký kůň \u{1f40e}',
] as const;

describe.each(engines)('texts on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
    await bank.open('A-1', '100');
  });
  afterAll(() => bank.stop());

  const refused = async (path: string, body: object): Promise<void> => {
    const answer = await bank.fail(path, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    expect(answer.body.errors).toHaveLength(1);
  };

  test.each(kept)(
    'the reference and the reason %j are recorded as they were sent',
    async (text) => {
      const { position } = await bank.deposit('A-1', '1', { reference: text });
      const { body: deposit } = await bank.get<WireEvent>(`/v1/events/${position}`);
      expect(deposit.data['reference']).toBe(text);
      const undone = await bank.send('/v1/reversals', { position, reason: text });
      const { body: reversal } = await bank.get<WireEvent>(`/v1/events/${undone.body.position}`);
      expect(reversal.data['reason']).toBe(text);
    },
  );

  test.each(kept)('the reference %j is one cell of a CSV file, and no formula', async (text) => {
    const { position } = await bank.deposit('A-1', '1', { reference: text });
    const file = await bank.ask<string>('/v1/events/export?format=csv&account=A-1');
    const [header, ...rows] = [...csvRecords(file.text)].map(({ cells }) => cells);
    const row = rows.find(([first]) => first === String(position));
    expect(row).toHaveLength(header?.length ?? 0);
    const cell = row?.[header?.indexOf('reference') ?? 0];
    expect(cell).toBe(/^[\t\r]/.test(text) ? `'${text}` : text);
  });

  test('an owner keeps the blanks at its ends', async () => {
    await bank.open('B-1', '0', { owner: '  Ada  Lovelace ' });
    const { body } = await bank.get<AccountView>('/v1/accounts/B-1');
    expect(body.owner).toBe('  Ada  Lovelace ');
  });

  test.each(['', ' ', '\t', '\r\n', ' \u00a0\u3000', 'a\u0000b', 'a\u001bb', 'a\u007f', '\ud800'])(
    'the reference %j is 400, and so are a reason and an owner',
    async (text) => {
      await refused('/v1/accounts/A-1/deposits', { ...TEN, reference: text });
      await refused('/v1/accounts/A-1/freeze', { reason: text });
      await refused('/v1/accounts', { owner: text, currency: 'EUR' });
    },
  );

  test.each(['two\nlines', 'a\tb', 'a\r'])(
    'the owner %j is 400: a name is one line',
    async (owner) => {
      await refused('/v1/accounts', { owner, currency: 'EUR' });
    },
  );
});
