// Tells a database that is away for now from an error that will not pass by waiting.

import { StoreUnavailable } from './errors.ts';

/** SQLSTATEs of a PostgreSQL that is away, restarting, overloaded or asks to try again. */
const POSTGRES = /^(08|53|57P|3D000|40001|40P01|55P03|25P03)/;
const SQLITE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOTADB|CORRUPT)/;
const NETWORK = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;
/** What the PostgreSQL driver says of a broken connection, for which it has no code. */
const LOST = /terminat|timeout|not queryable|closed/i;

/**
 * Whether an error of a read or a write says that the database is busy, full or gone; what is
 * asked again later may be answered.
 * @param error whatever the driver or the ORM threw
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  // Drivers make their errors in realms of their own, where there are several: no instanceof.
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string' || code === '') return LOST.test(String(message));
  return POSTGRES.test(code) || SQLITE.test(code) || NETWORK.test(code);
}
