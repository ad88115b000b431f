// What counts as a database that is away: asking again may help, and nothing is to be mended.

import { isUnavailable } from './availability.ts';
import { CommitUnknown, StoreUnavailable } from './errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('of a driver'), { code });

describe('a database that is away', () => {
  test.each([
    new StoreUnavailable('of our own'),
    new CommitUnknown('of our own'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    ...['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300'].map(withCode),
    ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_IOERR_WRITE', 'SQLITE_FULL'].map(withCode),
  ])('is told by %s', (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  test.each([
    new Error('amount is undefined'),
    ...['23505', '42P01', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'EISDIR'].map(withCode),
    'Connection terminated',
    null,
  ])('is not told by %s', (error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});
