// Importing a bank's history: every balance equal, nothing twice, and nothing of a bad file.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AccountView, Page, WireEvent } from '@passbook/contracts';
import { engines, key, TestServer } from '../../testing/test-server.ts';
import { importCommand } from './import-command.ts';

const HEADER = 'transaction_id,account,value_date,direction,amount,balance_after,operation,purpose';
const ROWS = [
  '11,900,1993-01-01,credit,700.00,700.00,cash-deposit,',
  '12,901,1993-01-02,credit,50.00,50.00,incoming-payment,pension',
  '13,900,1993-01-03,debit,800.00,-100.00,outgoing-payment,household',
];
const REAL_YEAR = join(__dirname, '../../../../../shared/data/bank-1993.csv.gz');
const quiet = { stream: { write: () => true } };

describe.each(engines)('the import on %s', (engine) => {
  let bank: TestServer;
  let folder: string;
  beforeEach(async () => {
    bank = await TestServer.start(engine);
    folder = mkdtempSync(join(tmpdir(), 'passbook-import-'));
  });
  afterEach(async () => {
    await bank.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (file: string, ...more: string[]): Promise<string> =>
    importCommand([file, '--url', bank.server.url, ...more], quiet);

  function fileOf(rows: readonly string[], name = 'bank.csv'): string {
    const file = join(folder, name);
    const text = [HEADER, ...rows].join('\n');
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
    return file;
  }

  test('opens accounts with the overdraft they need, and keeps date and purpose', async () => {
    expect(await run(fileOf(ROWS))).toBe('3 of 3 balances equal, 2 accounts, 5 new facts');
    expect(await bank.account('900')).toMatchObject({
      owner: 'Account 900',
      balance: { currency: 'CZK', posted: '-100.00', overdraftLimit: '100.00' },
    });
    const { body } = await bank.get<Page<WireEvent>>('/v1/accounts/900/history?limit=1');
    expect(body.data[0]).toMatchObject({
      type: 'MoneyWithdrawn',
      valueDate: '1993-01-03',
      commandKey: 'passbook-csv:13',
      data: { reference: 'outgoing-payment, household' },
    });
  });

  test('twice in a row doubles nothing, and a longer file brings only what is new', async () => {
    await run(fileOf(ROWS.slice(0, 2)));
    const longer = [...ROWS.slice(0, 2), '14,901,1993-01-04,debit,20.00,30.00,,'];
    const file = fileOf(longer, 'longer.csv.gz');
    expect(await run(file)).toBe('3 of 3 balances equal, 2 accounts, 1 new facts');
    expect(await run(file)).toBe('3 of 3 balances equal, 2 accounts, 0 new facts');
    expect((await bank.account('901')).balance.posted).toBe('30.00');
  });

  test('the currency can be chosen', async () => {
    await run(fileOf(['1,900,1993-01-01,credit,7,7,,']), '--currency', 'JPY');
    expect((await bank.account('900')).balance).toMatchObject({ currency: 'JPY', posted: '7' });
  });

  test('the first balance that differs stops it with row, expected and actual', async () => {
    await bank.send('/v1/accounts', { id: '901', owner: 'Early', currency: 'CZK' });
    await bank.deposit('901', '1', { currency: 'CZK' });
    await expect(run(fileOf(ROWS))).rejects.toThrow(
      'line 3 (transaction 12, account 901) left another balance: expected 50.00, actual 51.00.',
    );
  });

  test('a row that is refused stops it with the reason', async () => {
    await bank.send('/v1/accounts', { id: '901', owner: 'Early', currency: 'CZK' }, key('early'));
    await bank.send('/v1/accounts/901/freeze', { reason: 'Review' });
    await expect(run(fileOf(ROWS))).rejects.toThrow(
      'line 3 (transaction 12, account 901) was refused: account-frozen.',
    );
  });

  test('of a file with a bad row nothing is recorded', async () => {
    const bad = [...ROWS, '14,901,1993-01-04,debit,20.00,31.00,,', '15,901,1993-01-05,off,1,1,,'];
    await expect(run(fileOf(bad))).rejects.toThrow(/line 5: gap[^]*line 6: direction "off"/);
    expect(await bank.logSize()).toBe(0);
  });

  test('what makes no sense is said: a lost file, an unknown format, nobody there', async () => {
    await expect(run(join(folder, 'none.csv'))).rejects.toThrow('can not be read');
    await expect(run(fileOf(ROWS), '--format', 'ofx')).rejects.toThrow('no format "ofx"');
    await expect(run(fileOf(ROWS), '--currency', 'czk')).rejects.toThrow('not an ISO 4217 code');
    await expect(importCommand([], quiet)).rejects.toThrow('Name one file');
    const nobody = [fileOf(ROWS), '--url', 'http://127.0.0.1:1'];
    await expect(importCommand(nobody, quiet)).rejects.toThrow('no Passbook answers at');
  });

  if (existsSync(REAL_YEAR)) {
    test('a real year comes through with all 27,215 balances equal, twice', async () => {
      const found = '27,215 of 27,215 balances equal, 1,111 accounts';
      expect(await run(REAL_YEAR)).toBe(`${found}, 28,326 new facts`);
      expect(await run(REAL_YEAR)).toBe(`${found}, 0 new facts`);
      const { body } = await bank.get<Page<AccountView>>('/v1/accounts?limit=1&q=2378');
      expect(body.data).toHaveLength(1);
    }, 240_000);
  } else {
    test('a real year is not here: ../shared/data/bank-1993.csv.gz was not imported', () => {
      process.stderr.write('The real year is absent, so its import was not tested.\n');
    });
  }
});
