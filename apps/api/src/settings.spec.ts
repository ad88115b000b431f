// The settings: their defaults, and the sentence that says which of them is wrong.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from './settings.ts';

test('the defaults are those of the contract', () => {
  expect(readSettings({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: 'sqlite:./data/passbook.sqlite',
    readsUrl: undefined,
    demo: true,
    logLevel: 'info',
  });
});

test('an empty variable counts as not set', () => {
  expect(readSettings({ PORT: '', READS_DATABASE_URL: '' })).toEqual(readSettings({}));
});

test('.env.example shows every default', () => {
  const file = join(__dirname, '..', '..', '..', '.env.example');
  const lines = readFileSync(file, 'utf8').split('\n');
  const pairs = lines.flatMap((line) => /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
  const names = pairs.filter((_, index) => index % 2 === 0);
  expect(names.sort()).toEqual([
    'DATABASE_URL',
    'HOST',
    'LOG_LEVEL',
    'PASSBOOK_DEMO',
    'PORT',
    'READS_DATABASE_URL',
  ]);
  const env: Record<string, string> = {};
  for (let at = 0; at < pairs.length; at += 2) env[pairs[at] ?? ''] = pairs[at + 1] ?? '';
  expect(readSettings(env)).toEqual(readSettings({}));
});

test.each([
  [{ PORT: '80a' }, 'PORT must be a whole number from 0 to 65535; it is "80a".'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535; it is "65536".'],
  [{ PASSBOOK_DEMO: 'yes' }, 'PASSBOOK_DEMO must be 0 or 1; it is "yes".'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be sqlite:<file>, sqlite::memory: or'],
  [{ READS_DATABASE_URL: 'x' }, 'READS_DATABASE_URL must be'],
])('%j is refused with the name of the variable and its rule', (env, message) => {
  expect(() => readSettings(env)).toThrow(message);
});

test('all that is wrong is said at once, and no password with it', () => {
  const env = { PORT: '-1', DATABASE_URL: 'mysql://bank:secret@host/x' };
  expect(() => readSettings(env)).toThrow(/PORT[^]*DATABASE_URL/);
  expect(() => readSettings(env)).not.toThrow(/secret/);
});
