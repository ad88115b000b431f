// Deposits as bytes: each with a key of its own, made as cheaply as possible.

import { requestText } from './connection.ts';
import { seeded } from '../seeded.ts';

let keys = 0;

function newKey(): string {
  keys += 1;
  return `bench-${process.pid.toString(36)}-${keys.toString(36).padStart(8, '0')}`;
}

const BODY = '{"amount":"1.00","currency":"EUR","reference":"Salary of the month"}';
export const HTTP_PAYLOAD = 'deposit of 1.00 EUR with reference and Idempotency-Key';

/** Makes deposits into accounts by chance, one after the other. */
export function deposits(accounts: readonly string[], seed: number): () => string {
  const chance = seeded(seed);
  return () => {
    const account = accounts[Math.floor(chance() * accounts.length)] ?? '';
    const path = `/v1/accounts/${account}/deposits`;
    return requestText({ method: 'POST', path, key: newKey() }, BODY);
  };
}

/** Bulk requests of so many deposits, made before anything is measured. */
export function bulks(
  accounts: readonly string[],
  { count, items, seed }: { count: number; items: number; seed: number },
): readonly Buffer[] {
  const chance = seeded(seed);
  return Array.from({ length: count }, () => {
    const parts = Array.from({ length: items }, () => {
      const account = accounts[Math.floor(chance() * accounts.length)] ?? '';
      const path = `/v1/accounts/${account}/deposits`;
      return `{"key":"${newKey()}","method":"POST","path":"${path}","body":${BODY}}`;
    });
    const body = `{"mode":"independent","items":[${parts.join(',')}]}`;
    return Buffer.from(requestText({ method: 'POST', path: '/v1/bulk' }, body));
  });
}

const CREATED = Buffer.from('"status":201');

/** How many items of a bulk were recorded anew. */
export function createdIn(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(CREATED); at >= 0; at = body.indexOf(CREATED, at + 1)) count += 1;
  return count;
}
