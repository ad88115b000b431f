// The headers and parameters that make a command repeatable, conditional or a rehearsal.

import { idempotencyKey } from '@passbook/contracts';
import type { ExpectedVersion } from '@passbook/event-store';
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { malformed, parseQuery } from '../http/parse.ts';

export interface Conditions {
  readonly key: string | undefined;
  readonly expectedVersion: ExpectedVersion | undefined;
}

const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;
const VERSION = /^(?:"v(0|[1-9][0-9]{0,14})"|v(0|[1-9][0-9]{0,14}))$/;

/** Reads `Idempotency-Key` and `If-Match`. @throws ApiProblem malformed-request */
export function conditionsOf(headers: IncomingHttpHeaders): Conditions {
  const key = headers['idempotency-key'];
  return {
    key: key === undefined ? undefined : keyOf(String(key)),
    expectedVersion: versionOf(headers['if-match']),
  };
}

/**
 * Checks the headers of a bulk, whose items bring their own keys and hold without conditions.
 * @throws ApiProblem malformed-request
 */
export function mustSuitBulk(headers: IncomingHttpHeaders): void {
  const key = headers['idempotency-key'];
  if (key !== undefined) keyOf(String(key));
  if (headers['if-match'] === undefined) return;
  const detail = 'is a condition of single commands; a bulk takes none';
  throw malformed([{ pointer: 'If-Match', code: 'malformed', detail }], 'The header');
}

/** A key bare or as a quoted string (RFC 8941): the same key. */
export function keyOf(header: string): string {
  const quoted = QUOTED.exec(header)?.[1];
  const key = quoted === undefined ? header : quoted.replace(/\\(["\\])/g, '$1');
  const { error } = idempotencyKey.safeParse(key);
  if (!error) return key;
  const detail = 'must be 1 to 255 visible ASCII characters, bare or as a quoted string';
  throw malformed([{ pointer: 'Idempotency-Key', code: 'malformed', detail }], 'The header');
}

/** `*` is whatever version, as long as there is one (RFC 9110). */
function versionOf(header: string | undefined): ExpectedVersion | undefined {
  if (header === undefined) return undefined;
  if (header === '*') return 'any';
  const match = VERSION.exec(header);
  if (match) return Number(match[1] ?? match[2]);
  const detail = header.startsWith('W/')
    ? 'compares strongly (RFC 9110), so that a weak ETag never matches: send it without W/'
    : 'must be the ETag of an account, such as "v17", or *';
  throw malformed([{ pointer: 'If-Match', code: 'malformed', detail }], 'The header');
}

export const commandQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Decide and answer, but record nothing.' }),
});

/** Whether a command is only rehearsed. @throws ApiProblem for any other parameter */
export function isDryRun(query: object): boolean {
  for (const _ in query) return parseQuery(commandQuery, query).dryRun === 'true';
  return false;
}
