// Tells the errors of a PostgreSQL that is away from those that somebody has to look at.

import { DatabaseError } from 'pg';
import { CommitUnknown, StoreUnavailable } from './errors.ts';

/**
 * An append that PostgreSQL itself answered with an error was not committed. One that nobody
 * answered may have been, for the commit was on its way.
 */
export function refused(error: unknown): never {
  const answered = error instanceof DatabaseError;
  return rethrow(answered ? StoreUnavailable : CommitUnknown)(error);
}

/** SQLSTATEs of a server that is away, restarting, overloaded or asks to try again. */
const away = /^(08|53|57P|40001|40P01|55P03|25P03)/;
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Turns an error into what the caller may do about it; any other stays what it is. */
export function rethrow(
  Kind: typeof StoreUnavailable | typeof CommitUnknown,
): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || error instanceof StoreUnavailable) throw error;
    const code = 'code' in error ? String(error.code) : '';
    const lost = code === '' && /terminat|timeout|not queryable|closed/i.test(error.message);
    if (lost || away.test(code) || network.has(code)) {
      throw new Kind(`PostgreSQL: ${error.message}`, { cause: error });
    }
    throw error;
  };
}
