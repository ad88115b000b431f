// Every error of the API: its status and title. One table, so that a new refusal asks for both.

import type { RefusalCode } from '@passbook/banking';
import * as z from 'zod';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

const refusals = {
  'account-not-found': { status: 404, title: 'Account not found' },
  'hold-not-found': { status: 404, title: 'Hold not found' },
  'account-exists': { status: 409, title: 'Account exists' },
  'account-frozen': { status: 409, title: 'Account frozen' },
  'account-not-frozen': { status: 409, title: 'Account not frozen' },
  'account-closed': { status: 409, title: 'Account closed' },
  'balance-not-zero': { status: 409, title: 'Balance not zero' },
  'holds-open': { status: 409, title: 'Holds open' },
  'hold-exists': { status: 409, title: 'Hold exists' },
  'hold-not-open': { status: 409, title: 'Hold not open' },
  'already-reversed': { status: 409, title: 'Already reversed' },
  'not-reversible': { status: 409, title: 'Not reversible' },
  'overdraft-in-use': { status: 409, title: 'Overdraft in use' },
  'insufficient-funds': { status: 422, title: 'Insufficient funds' },
  'currency-mismatch': { status: 422, title: 'Currency mismatch' },
  'same-account': { status: 422, title: 'Same account' },
  'amount-precision': { status: 422, title: 'Too many digits' },
  'amount-not-positive': { status: 422, title: 'Amount not positive' },
  'amount-too-large': { status: 422, title: 'Amount too large' },
  'amount-beyond-hold': { status: 422, title: 'Amount beyond hold' },
} satisfies Record<RefusalCode, ProblemKind>;

const edge = {
  'malformed-request': { status: 400, title: 'Malformed request' },
  'unknown-parameter': { status: 400, title: 'Unknown parameter' },
  'cursor-mismatch': { status: 400, title: 'Cursor of another filter' },
  'event-not-found': { status: 404, title: 'Event not found' },
  'command-not-found': { status: 404, title: 'Command not found' },
  'route-not-found': { status: 404, title: 'Route not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'request-timeout': { status: 408, title: 'Request took too long' },
  'idempotency-in-progress': { status: 409, title: 'Command in progress' },
  'version-mismatch': { status: 412, title: 'Version mismatch' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'unsupported-media-type': { status: 415, title: 'Not JSON' },
  'idempotency-key-reused': { status: 422, title: 'Idempotency key reused' },
  'headers-too-large': { status: 431, title: 'Headers too large' },
  'internal-error': { status: 500, title: 'Internal error' },
  'view-lagging': { status: 503, title: 'View lagging' },
  overloaded: { status: 503, title: 'Overloaded' },
  unavailable: { status: 503, title: 'Unavailable' },
} satisfies Record<string, ProblemKind>;

/** Status and title of every problem, by its code. */
export const problems = { ...refusals, ...edge } as const;

export type ProblemCode = keyof typeof problems;

/** RFC 9457. Refusals carry their numbers as further members. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
