// What others record appears by itself, and never moves a row that somebody is reading.

import { expect, test } from '@playwright/test';
import { deposit, openAccount } from './support/bank.ts';

test('balance and history follow what others record', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Marta Zielińska', '10');
  await page.goto(`/accounts/${id}`);
  await expect(page.getByText(/^Live/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Deposited' })).toHaveCount(1);
  await deposit(request, id, '32', 'From elsewhere');
  await expect(page.getByText('From elsewhere')).toBeVisible();
  await expect(page.getByLabel('Balance', { exact: true })).toContainText('42.00');
});

test('the overview and the list of accounts follow too', async ({ page, request }) => {
  const { id, owner } = await openAccount(request, 'Noor Bakker', '10');
  await page.goto('/');
  await expect(page.getByText(/^Live/)).toBeVisible();
  await deposit(request, id, '1', 'Seen on the overview');
  await expect(page.getByText('Seen on the overview')).toBeVisible();
  await page.goto(`/accounts?q=${id}`);
  const row = page.getByRole('row').filter({ hasText: owner });
  await expect(row).toContainText('11.00');
  await deposit(request, id, '4', 'Seen in the list');
  await expect(row).toContainText('15.00');
});

test('rows of the audit log wait while the pointer is on them', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Olive Grove', '10');
  await page.goto('/audit');
  await expect(page.getByText(/^Live/)).toBeVisible();
  const first = page.locator('[data-audit-rows] a').first();
  await first.hover();
  const before = await first.textContent();
  await deposit(request, id, '1', 'While reading');
  await deposit(request, id, '2', 'While reading');
  await expect(page.getByText('Paused while you read: 2 new')).toBeVisible();
  expect(await first.textContent()).toBe(before);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(first).toContainText('While reading');
});

test('paused by hand, the chip counts what is behind and catches up', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Petra Šimková', '10');
  await page.goto(`/accounts/${id}`);
  await page.getByText(/^Live/).click();
  await expect(page.getByRole('button', { name: /Paused/ })).toBeVisible();
  await deposit(request, id, '1', 'Behind');
  await expect(page.getByRole('button', { name: /1 behind/ })).toBeVisible();
  await expect(page.getByText('Behind', { exact: true })).toBeHidden();
  await page.getByRole('button', { name: /1 behind/ }).click();
  await expect(page.getByText('Behind', { exact: true })).toBeVisible();
});

test('two tabs share one stream and both follow', async ({ context, request }) => {
  const { id } = await openAccount(request, 'Quentin Roy', '10');
  const tabs = [await context.newPage(), await context.newPage()];
  let streams = 0;
  for (const tab of tabs) {
    tab.on('request', (asked) => (streams += asked.url().includes('/events/stream') ? 1 : 0));
    await tab.goto(`/accounts/${id}`);
    await expect(tab.getByText(/^Live/)).toBeVisible();
  }
  await deposit(request, id, '5', 'To both');
  for (const tab of tabs) await expect(tab.getByText('To both')).toBeVisible();
  expect(streams).toBe(1);
});

test('rows that cannot be loaded are owed, not forgotten', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Ragnhild Lie', '10');
  await page.goto(`/accounts/${id}?chart=table`);
  await expect(page.getByText(/^Live/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Deposited' })).toHaveCount(1);
  const away = { status: 503, json: { code: 'unavailable', detail: 'Not now.' } };
  await page.route('**/history?*', (route) => route.fulfill(away));
  await deposit(request, id, '5', 'Owed');
  await expect(page.getByText(/^Not refreshed/)).toBeVisible();
  await expect(page.getByLabel('Balance', { exact: true })).toContainText('15.00');
  await page.unroute('**/history?*');
  await expect(page.getByText('Owed')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'Balance by day' })).toContainText('15.00', {
    timeout: 15_000,
  });
  await expect(page.getByText(/^Live/)).toBeVisible();
});

test('the curve follows the balance, whatever tab is open', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Sabine Roth', '10');
  await page.goto(`/accounts/${id}?chart=table&tab=details`);
  const curve = page.getByRole('region', { name: 'Balance by day' });
  await expect(curve).toContainText('10.00');
  await deposit(request, id, '7', 'Not in the list');
  await expect(curve).toContainText('17.00');
});
