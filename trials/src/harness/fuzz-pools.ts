// The words that the fuzzer speaks: what clients usually send, and what somebody tries.

/** What a parameter or a field usually is, and what it must never be mistaken for. */
export interface Pool {
  readonly usual: readonly string[];
  readonly odd: readonly string[];
}

const AMOUNT: Pool = {
  usual: ['1', '1.5', '12.50', '100.00', '0.01', '3', '250.00', '7.77', '0'],
  // The edges of 64 bits, and texts that are no amounts at all.
  odd: [
    ...['92233720368547758.07', '92233720368547758.08', '9223372036854775807', '9'.repeat(40)],
    ...['-1', '+1', '1e3', '1E400', 'NaN', 'Infinity', '', ' ', '1 000', '1,5', '01', '.5', '5.'],
    ...['1.250', '0.001', '٣', '１２', '0x10', "1' OR '1'='1", '=1+1', '1\u0000'],
  ],
};
const CURRENCY: Pool = {
  usual: ['EUR'],
  odd: ['JPY', 'KWD', 'CLF', 'eur', 'XXX', 'BTC', '', '€'],
};
const HOSTILE_NAMES = [
  ...['x'.repeat(64), 'x'.repeat(65), 'ä', '%', 'constructor', '__proto__', 'toString', 'a b'],
  ...[
    "'; DROP TABLE events; --",
    '../../etc/passwd',
    '.',
    '..',
    '0',
    '-',
    '\u0000',
    '👩‍🚀',
    '\ud800',
  ],
];
const ACCOUNT: Pool = { usual: ['a', 'b', 'c', 'd', 'e'], odd: HOSTILE_NAMES };
const HOLD: Pool = { usual: ['h-1', 'h-2', 'h-3'], odd: HOSTILE_NAMES };
export const TEXT: Pool = {
  usual: ['rent', 'Ada', 'coffee', '日本語', '=cmd|calc', '@sum', "' OR 1=1 --"],
  odd: [
    ...['<script>alert(1)</script>', '\u202e', 'x'.repeat(500), 'x'.repeat(501), '%', '_', '%00'],
    ...['\\', '"', '\r\nSet-Cookie: a=b', '', ' '],
  ],
};
const NUMBER: Pool = {
  usual: ['1', '2', '3', '4', '5', '50'],
  odd: ['200', '201', '0', '-1', '1.5', '1e9', '9007199254740993', 'x', ''],
};
const DATE: Pool = {
  usual: ['2026-02-28', '2026-11-23'],
  odd: ['2026-02-30', '0000-01-01', '9999-12-31', '2026-1-1', ''],
};
const MOMENT: Pool = {
  usual: ['2026-11-23T09:00:00Z', '2036-11-23T09:00:00.123Z'],
  odd: ['2026-11-23', '9999-12-31T23:59:60Z', '', 'now', '0001-01-01T00:00:00Z'],
};

/** By the name of the parameter or field. */
export const pools: Readonly<Record<string, Pool>> = {
  amount: AMOUNT,
  overdraftLimit: AMOUNT,
  minAmount: AMOUNT,
  maxAmount: AMOUNT,
  currency: CURRENCY,
  id: ACCOUNT,
  holdId: HOLD,
  account: ACCOUNT,
  from: ACCOUNT,
  to: ACCOUNT,
  owner: TEXT,
  reference: TEXT,
  reason: TEXT,
  key: { usual: ['k-1', 'k-2', 'open-a'], odd: HOSTILE_NAMES },
  'Idempotency-Key': {
    usual: Array.from({ length: 200 }, (_, index) => `k-${index}`),
    odd: ['"k-4"', 'x'.repeat(255), 'x'.repeat(256), ' ', '"', 'a b', '{}', '"\\'],
  },
  'If-Match': { usual: ['"v1"', '"v2"', 'v3'], odd: ['*', 'W/"v1"', '"v99999999999999999999"'] },
  dryRun: { usual: ['true', 'false'], odd: ['', '1', 'TRUE'] },
  limit: NUMBER,
  position: NUMBER,
  minPosition: { usual: ['0', '1', '2'], odd: ['x', '-1', '1.5', ''] },
  atPosition: NUMBER,
  atVersion: NUMBER,
  cursor: { usual: ['e30', 'AAAA'], odd: ['eyJmIjoiIn0', '', '!', 'bnVsbA', 'W10', '%'] },
  method: { usual: ['POST', 'PUT'], odd: ['DELETE', 'GET', 'post', ''] },
  path: {
    usual: ['/v1/accounts/a/deposits', '/v1/accounts/b/withdrawals', '/v1/accounts/c/holds'],
    odd: ['/v1/nothing', '//', '/v1/accounts/../a/deposits', '/v1/transfers?dryRun=true', ''],
  },
  valueDate: DATE,
  asOf: MOMENT,
  type: { usual: ['MoneyDeposited', 'CommandRefused,HoldPlaced'], odd: ['x', '', ',', "' OR 1=1"] },
};
