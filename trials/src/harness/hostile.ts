// Inputs that somebody sends who means harm, or whose program is broken, and what they must meet.

import { json, money, sent, values, type Hostile } from './hostile-bodies.ts';
import type { Call } from './http.ts';

function get(path: string, headers: Readonly<Record<string, string>> = {}): Call {
  return { path, headers };
}

const addresses: readonly Hostile[] = [
  {
    what: 'SQL in a search',
    call: get(`/v1/accounts?q=${encodeURIComponent("' OR '1'='1")}`),
    answers: [200],
  },
  {
    what: 'SQL in a filter',
    call: get(`/v1/events?actor=${encodeURIComponent("x' UNION SELECT 1 --")}`),
    answers: [200],
  },
  { what: 'wildcards of LIKE in a search', call: get('/v1/accounts?q=%25%5F'), answers: [200] },
  { what: 'a NUL in a parameter', call: get('/v1/events?q=%00'), answers: [200, 400] },
  { what: 'a parameter given twice', call: get('/v1/events?limit=1&limit=2'), answers: [400] },
  { what: 'a parameter that nobody knows', call: get('/v1/events?limits=1'), answers: [400] },
  {
    what: 'prototype pollution in a parameter',
    call: get('/v1/events?__proto__[x]=1'),
    answers: [400],
  },
  {
    what: 'a parameter of ten thousand characters',
    call: get(`/v1/events?q=${'x'.repeat(10_000)}`),
    answers: [400],
  },
  { what: 'a cursor that was made up', call: get('/v1/events?cursor=eyJwIjoxfQ'), answers: [400] },
  {
    what: 'a path up to the password file',
    call: get('/../../../../etc/passwd'),
    answers: [400, 404],
  },
  {
    what: 'the same, encoded',
    call: get('/assets/..%2f..%2f..%2fetc%2fpasswd'),
    answers: [400, 404],
  },
  {
    what: 'the same, encoded twice',
    call: get('/%252e%252e/%252e%252e/etc/passwd'),
    answers: [404],
  },
  { what: 'a broken percent sign', call: get('/v1/accounts/%zz'), answers: [400, 404] },
  {
    what: 'an id that is a property of every object',
    call: get('/v1/accounts/constructor'),
    answers: [404],
  },
  { what: 'an error of that name', call: get('/errors/__proto__'), answers: [404] },
  {
    what: 'a position beyond all integers',
    call: get('/v1/events/9999999999999999'),
    answers: [400, 404],
  },
  {
    what: 'a wait for a position that never comes',
    call: get('/v1/summary?minPosition=9007199254740991'),
    answers: [503],
  },
  {
    what: 'the method TRACE',
    call: { method: 'TRACE', path: '/v1/accounts' },
    answers: [400, 404, 405],
  },
  {
    what: 'DELETE of an account',
    call: { method: 'DELETE', path: '/v1/accounts/a' },
    answers: [405],
  },
  {
    what: 'another method by a header',
    call: get('/v1/accounts/a', { 'x-http-method-override': 'DELETE' }),
    answers: [200],
  },
];

const headers: readonly Hostile[] = [
  {
    what: 'headers of 20 KiB',
    call: get('/v1/summary', { 'x-junk': 'x'.repeat(20_480), connection: 'close' }),
    answers: [431],
  },
  {
    what: 'a key of 256 characters',
    call: sent(money, { 'idempotency-key': 'x'.repeat(256) }),
    answers: [400],
  },
  {
    what: 'a key with a blank in it',
    call: sent(money, { 'idempotency-key': 'a b' }),
    answers: [400],
  },
  {
    what: 'a version beyond all integers',
    call: sent(money, { 'if-match': '"v99999999999999999999"' }),
    answers: [400],
  },
  {
    what: 'a correlation id that would forge a log line',
    call: sent(money, { 'x-correlation-id': '{"level":60}' }),
    answers: [201],
  },
  {
    what: 'headers that claim another actor',
    call: sent(money, { 'x-user': 'admin', 'x-forwarded-for': '::1' }),
    answers: [201],
  },
  {
    what: 'an Accept that nobody can serve',
    call: get('/v1/summary', { accept: 'image/png' }),
    answers: [200, 406],
  },
  {
    what: 'a Last-Event-ID that is no position',
    call: get('/v1/events/stream', { 'last-event-id': '-1' }),
    answers: [400],
  },
];

/** By kind, in the order of the page. */
export const hostile: Readonly<Record<string, readonly Hostile[]>> = {
  json,
  values,
  addresses,
  headers,
};
