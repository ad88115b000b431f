// Hostile bodies and values, and what they must meet.

import type { Call } from './http.ts';

/** In the place of a status: the connection was closed before an answer could be read. */
export const CUT_OFF = 0;

export interface Hostile {
  /** As it stands in docs/hostile-inputs.md. */
  readonly what: string;
  readonly call: Call;
  /** The statuses that are right. */
  readonly answers: readonly number[];
}

const deposits = '/v1/accounts/a/deposits';
export const money = { amount: '1.00', currency: 'EUR' };

/** A deposit with this body. */
export function sent(body: unknown, headers: Readonly<Record<string, string>> = {}): Call {
  return { method: 'POST', path: deposits, body, headers };
}

function deposit(fields: object): Call {
  return sent({ ...money, ...fields });
}

export const json: readonly Hostile[] = [
  {
    what: 'a body of 2 MiB',
    call: deposit({ reference: 'x'.repeat(2 * 1024 * 1024) }),
    answers: [413, CUT_OFF],
  },
  {
    what: 'a bulk of 9 MiB',
    call: { method: 'POST', path: '/v1/bulk', body: 'x'.repeat(9 * 1024 * 1024) },
    answers: [413, CUT_OFF],
  },
  {
    what: 'arrays nested 100,000 deep',
    call: sent('['.repeat(100_000) + ']'.repeat(100_000)),
    answers: [400],
  },
  {
    what: 'objects nested 100,000 deep',
    call: sent('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
    answers: [400],
  },
  {
    what: 'a bulk whose item is nested 100,000 deep',
    call: {
      method: 'POST',
      path: '/v1/bulk',
      body:
        `{"mode":"atomic","items":[{"key":"deep","method":"POST","path":"${deposits}","body":` +
        `{"amount":${'['.repeat(100_000)}${']'.repeat(100_000)}}}]}`,
    },
    answers: [400],
  },
  { what: 'a field given twice', call: sent('{"amount":"1","amount":"2"}'), answers: [400] },
  {
    what: 'a field given twice, once escaped',
    call: sent('{"amount":"1","\\u0061mount":"2","currency":"EUR"}'),
    answers: [400],
  },
  { what: 'a text that is no JSON', call: sent('{"amount":'), answers: [400] },
  { what: 'JSON with a comment', call: sent('{"amount":"1" /* x */}'), answers: [400] },
  {
    what: 'a number with a million digits',
    call: sent(`{"amount":${'9'.repeat(1e6)}}`),
    answers: [400],
  },
  { what: 'an amount as a JSON number', call: deposit({ amount: 1 }), answers: [400] },
  { what: 'null in place of the body', call: sent('null'), answers: [400] },
  {
    what: 'bytes that are no UTF-8',
    call: sent(Buffer.from('{"amount":"1.00","currency":"EUR","reference":"\xff\xfe"}', 'latin1')),
    answers: [400],
  },
  {
    what: 'UTF-16 with a byte order mark',
    call: sent(Buffer.from(`\ufeff${JSON.stringify(money)}`, 'utf16le')),
    answers: [400],
  },
  {
    what: 'another charset in the content type',
    call: sent(money, { 'content-type': 'application/json; charset=utf-7' }),
    answers: [201, 415],
  },
  {
    what: 'a form in place of JSON',
    call: sent('amount=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    answers: [415],
  },
  {
    what: 'a compressed body',
    call: sent(Buffer.from([31, 139, 8, 0]), { 'content-encoding': 'gzip' }),
    answers: [400, 415],
  },
];

export const values: readonly Hostile[] = [
  ...['9223372036854775808', '92233720368547758.08', '9'.repeat(40)].map((amount) => ({
    what: `the amount ${amount.slice(0, 20)}, beyond 64 bits`,
    call: deposit({ amount }),
    answers: [422],
  })),
  ...['-1', '1e3', 'NaN', '1 000', '１２', '0x10', '٣', '1.', '.5', '01', ''].map((amount) => ({
    what: `the amount "${amount}"`,
    call: deposit({ amount }),
    answers: [400],
  })),
  { what: 'a NUL in a text', call: deposit({ reference: 'a\u0000b' }), answers: [400] },
  {
    what: 'half of a surrogate pair',
    call: sent('{"amount":"1.00","currency":"EUR","reference":"\\ud800"}'),
    answers: [400],
  },
  {
    what: 'a line break that would forge a header',
    call: deposit({ reference: 'a\r\nSet-Cookie: b' }),
    answers: [201],
  },
  {
    what: 'SQL in a text',
    call: deposit({ reference: "'); DROP TABLE events; --" }),
    answers: [201],
  },
  {
    what: 'a formula for a spreadsheet',
    call: deposit({ reference: '=HYPERLINK("http://x","y")' }),
    answers: [201],
  },
  {
    what: 'prototype pollution by __proto__',
    call: sent('{"amount":"1.00","currency":"EUR","__proto__":{"admin":true}}'),
    answers: [400],
  },
  {
    what: 'prototype pollution by constructor',
    call: sent('{"amount":"1.00","currency":"EUR","constructor":{"prototype":{"a":1}}}'),
    answers: [400],
  },
  { what: 'a field that claims another actor', call: deposit({ actor: 'admin' }), answers: [400] },
];
