// Says in a sentence why a database can not be opened, and what its operator can do about it.

import type Database from 'better-sqlite3';
import { BootCheckFailed } from './errors.ts';

const SQLITE: readonly (readonly [RegExp, (file: string) => string])[] = [
  [
    /^SQLITE_NOTADB/,
    (file) =>
      `${file} is not a SQLite database; point DATABASE_URL at another file, ` +
      `or restore this one from a backup.`,
  ],
  [
    /^SQLITE_CORRUPT/,
    (file) => `${file} is damaged; restore it from a backup before anything is written to it.`,
  ],
  [
    /^SQLITE_FULL/,
    (file) => `${file} can not grow because its disk is full; free some space and start again.`,
  ],
  [
    /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    (file) =>
      `${file} can not be written; give the user who runs Passbook the right to write ` +
      `the file and its folder.`,
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    (file) => `${file} is locked by another program; end that program and start again.`,
  ],
  [
    /^(SQLITE_CANTOPEN|EISDIR|ENOTDIR|EEXIST|ENOENT)/,
    (file) =>
      `${file} can not be opened; DATABASE_URL must name a file in a folder that may be written.`,
  ],
  [
    /^SQLITE_IOERR/,
    (file) => `${file} can not be read or written; look at the disk that it is on.`,
  ],
];

const POSTGRES: readonly (readonly [RegExp, (place: string) => string])[] = [
  [/^(28P01|28000)/, (place) => `${place} refuses the user or the password; correct DATABASE_URL.`],
  [/^3D000/, (place) => `${place} does not exist; create the database, or correct DATABASE_URL.`],
  [
    /^(ECONN|ETIMEDOUT|ENOTFOUND|EHOST|EAI_|57P|08|53)/,
    (place) => `${place} does not answer; start PostgreSQL, or correct DATABASE_URL.`,
  ],
  [
    /^42501/,
    (place) => `${place} does not let this user create tables; grant it, or use another user.`,
  ],
];

/**
 * Looks before anything is written: another program's tables are none of ours.
 * @throws BootCheckFailed
 */
export function refuseForeign(database: Database.Database, file: string): void {
  const names = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all() as string[];
  if (names.length === 0 || names.includes('log_head')) return;
  throw new BootCheckFailed(
    `${file} is a database of another program (it has a table ${names[0] ?? ''}); ` +
      `point DATABASE_URL at another file.`,
  );
}

/** A SQLite file that can not be opened. @returns the error as it came where it is not known */
export function unopenedFile(file: string, error: unknown): unknown {
  return explained(SQLITE, file, error);
}

/** A PostgreSQL database that can not be opened. @returns as `unopenedFile` */
export function unopenedDatabase(place: string, error: unknown): unknown {
  return explained(POSTGRES, place, error);
}

function explained(
  causes: readonly (readonly [RegExp, (place: string) => string])[],
  place: string,
  error: unknown,
): unknown {
  const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : '';
  const why = causes.find(([pattern]) => pattern.test(code))?.[1];
  return why ? new BootCheckFailed(`${why(place)} (${code})`, { cause: error }) : error;
}
