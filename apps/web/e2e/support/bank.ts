// Brings the bank into the state that a test starts from, through the public API.

import { randomUUID } from 'node:crypto';
import type { AccountView } from '@passbook/contracts';
import { expect, type APIRequestContext } from '@playwright/test';

/** A number that no other test uses. */
export function freshId(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

async function post(request: APIRequestContext, path: string, data: object): Promise<unknown> {
  const reply = await request.post(path, { data, headers: { 'idempotency-key': randomUUID() } });
  expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true);
  return reply.json();
}

export interface Opened {
  readonly id: string;
  readonly owner: string;
}

/** Opens an account and, where an amount is given, brings money in. */
export async function openAccount(
  request: APIRequestContext,
  owner: string,
  amount?: string,
): Promise<Opened> {
  const id = freshId('A');
  await post(request, '/v1/accounts', { id, owner, currency: 'EUR' });
  if (amount !== undefined) await deposit(request, id, amount, 'Opening balance');
  return { id, owner };
}

export async function deposit(
  request: APIRequestContext,
  id: string,
  amount: string,
  reference: string,
): Promise<number> {
  const body = { amount, currency: 'EUR', reference };
  const reply = await post(request, `/v1/accounts/${id}/deposits`, body);
  return (reply as { position: number }).position;
}

export async function hold(request: APIRequestContext, id: string, amount: string): Promise<void> {
  const body = { id: 'H-1', amount, currency: 'EUR', expiresIn: 86_400 };
  await post(request, `/v1/accounts/${id}/holds`, body);
}

/** Opens an account that holds as much as an account can hold, in words as long as they may be. */
export async function openLargest(
  request: APIRequestContext,
): Promise<{ readonly id: string; readonly position: number }> {
  const id = `${freshId('A')}-OF-A-LENGTH-THAT-IS-RARE`;
  const owner = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerk ${id} mit Haftung`;
  await post(request, '/v1/accounts', { id, owner, currency: 'TND' });
  const money = { amount: '9223372036854775.807', currency: 'TND' };
  const reference = `${'unbroken'.repeat(20)} and words`;
  const reply = await post(request, `/v1/accounts/${id}/deposits`, { ...money, reference });
  await post(request, `/v1/accounts/${id}/holds`, { ...money, id: 'H-1', expiresIn: 86_400 });
  return { id, position: (reply as { position: number }).position };
}

/** Asks for more than there is; the refusal becomes a fact. */
export async function refusedWithdrawal(request: APIRequestContext, id: string): Promise<void> {
  const reply = await request.post(`/v1/accounts/${id}/withdrawals`, {
    data: { amount: '99999', currency: 'EUR' },
    headers: { 'idempotency-key': randomUUID() },
  });
  expect(reply.status()).toBe(422);
}

export async function readAccount(request: APIRequestContext, id: string): Promise<AccountView> {
  return (await (await request.get(`/v1/accounts/${id}`)).json()) as AccountView;
}
