// What can be read, for the OpenAPI document: path, parameters and answer of each resource.

import {
  accountPage,
  accountQuery,
  accountView,
  commandOutcome,
  eventPage,
  exportEventsQuery,
  historyQuery,
  listAccountsQuery,
  listEventsQuery,
  recordedEvent,
  streamQuery,
  summary,
  type ProblemCode,
} from '@passbook/contracts';
import type * as z from 'zod';
import { noQuery, plainQuery } from '../http/parse.ts';

export interface Resource {
  readonly path: string;
  readonly name: string;
  readonly tag: 'Accounts' | 'Audit log' | 'Commands' | 'Operations';
  readonly summary: string;
  readonly description?: string;
  readonly query: z.ZodType;
  /** A schema, or the media types of what is no JSON. */
  readonly answer: z.ZodType | readonly string[];
  readonly problems: readonly ProblemCode[];
}

const asked = ['malformed-request', 'unknown-parameter'] as const;
const plain = [...asked, 'view-lagging', 'unavailable'] as const;
const page = [...plain, 'cursor-mismatch'] as const;

/** Every resource that is read; a test compares them with the routes of the server. */
export const resources: readonly Resource[] = [
  {
    path: '/v1/accounts',
    name: 'listAccounts',
    tag: 'Accounts',
    summary: 'List accounts, now or as of a moment',
    description:
      'All pages of one list show the same moment: `nextCursor` carries the position of the log ' +
      'that the first page shows, and `X-Position` states it on the later ones.',
    query: listAccountsQuery,
    answer: accountPage,
    problems: page,
  },
  {
    path: '/v1/accounts/{id}',
    name: 'getAccount',
    tag: 'Accounts',
    summary: 'One account, now or as of a position, a time or a version',
    query: accountQuery,
    answer: accountView,
    problems: ['account-not-found', ...plain],
  },
  {
    path: '/v1/accounts/{id}/history',
    name: 'readHistory',
    tag: 'Accounts',
    summary: 'The facts of one account, each with the balance after it',
    query: historyQuery,
    answer: eventPage,
    problems: ['account-not-found', ...page],
  },
  {
    path: '/v1/commands/{key}',
    name: 'getCommandOutcome',
    tag: 'Commands',
    summary: 'Did it happen? What became of a command, by its idempotency key',
    query: plainQuery,
    answer: commandOutcome,
    problems: ['command-not-found', ...plain],
  },
  {
    path: '/v1/events',
    name: 'listEvents',
    tag: 'Audit log',
    summary: 'The facts of the whole bank',
    query: listEventsQuery,
    answer: eventPage,
    problems: page,
  },
  {
    path: '/v1/events/{position}',
    name: 'getEvent',
    tag: 'Audit log',
    summary: 'One fact',
    query: plainQuery,
    answer: recordedEvent,
    problems: ['event-not-found', ...plain],
  },
  {
    path: '/v1/events/stream',
    name: 'streamEvents',
    tag: 'Audit log',
    summary: 'Facts as they are recorded, as Server-Sent Events',
    description:
      'The id of an event is its position, its name the type, its data the recorded event. ' +
      'Resumes after `Last-Event-ID`, else after `after`; without both it begins with new facts.',
    query: streamQuery,
    answer: ['text/event-stream'],
    problems: [...plain, 'overloaded'],
  },
  {
    path: '/v1/events/export',
    name: 'exportEvents',
    tag: 'Audit log',
    summary: 'Facts as a file, ascending by position',
    description:
      'The last line states how many facts there are and the SHA-256 of every byte before it: ' +
      '`{"count","sha256"}` in NDJSON, `# count=... sha256=...` in CSV.',
    query: exportEventsQuery,
    answer: ['application/x-ndjson', 'text/csv'],
    problems: plain,
  },
  {
    path: '/v1/summary',
    name: 'getSummary',
    tag: 'Accounts',
    summary: 'Accounts by status, totals by currency, size of the log',
    query: plainQuery,
    answer: summary,
    problems: plain,
  },
  {
    path: '/healthz',
    name: 'isAlive',
    tag: 'Operations',
    summary: 'Whether the process is alive',
    query: noQuery,
    answer: ['application/json'],
    problems: ['unknown-parameter'],
  },
  {
    path: '/readyz',
    name: 'isReady',
    tag: 'Operations',
    summary: 'Whether the server can serve: database, schema, lag of the view',
    query: noQuery,
    answer: ['application/json'],
    problems: ['unknown-parameter', 'unavailable'],
  },
  {
    path: '/metrics',
    name: 'getMetrics',
    tag: 'Operations',
    summary: 'Measurements as Prometheus text',
    query: noQuery,
    answer: ['text/plain'],
    problems: ['unknown-parameter'],
  },
  {
    path: '/errors/{code}',
    name: 'explainError',
    tag: 'Operations',
    summary: 'The entry of the error catalogue that a problem’s `type` leads to',
    query: noQuery,
    answer: ['text/markdown', 'text/html'],
    problems: ['route-not-found', 'unknown-parameter'],
  },
];
