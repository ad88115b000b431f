// What goes wrong between a browser and a bank must neither double money nor hide it.

import { expect, test } from '@playwright/test';
import { deposit, openAccount, readAccount } from './support/bank.ts';

test('a lost answer is never called failed, and asking by the key finds the fact', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Farah Haddad', '10');
  await page.goto(`/accounts/${id}`);
  await page.route('**/deposits', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Deposit', exact: true }).click();
  await page.getByLabel('Amount').fill('5');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'cannot tell yet whether it was recorded',
  );
  await page.route('**/v1/commands/*', (route) => route.abort('connectionreset'), { times: 1 });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'The server did not answer this question either.',
  );
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Deposit recorded')).toBeVisible();
  expect((await readAccount(request, id)).version).toBe(3);
});

test('a request that never arrived is told as not recorded, and can be sent again', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Hana Suzuki', '10');
  await page.goto(`/accounts/${id}`);
  await page.route('**/deposits', (route) => route.abort('connectionrefused'), { times: 1 });
  await page.getByRole('button', { name: 'Deposit', exact: true }).click();
  await page.getByLabel('Amount').fill('5');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('It was not recorded');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  await expect(page.getByText('Deposit recorded')).toBeVisible();
});

test('clicking twice makes one fact', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Isabel Ortega', '10');
  await page.goto(`/accounts/${id}?do=deposit&on=${id}`);
  await page.getByLabel('Amount').fill('5');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).dblclick();
  await expect(page.getByText('Deposit recorded')).toBeVisible();
  expect((await readAccount(request, id)).balance.posted).toBe('15.00');
});

test('the second click of two does not take the receipt away', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Ida Second', '10');
  await page.goto(`/accounts/${id}?do=deposit&on=${id}`);
  await page.getByLabel('Amount').fill('5');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  const receipt = page.getByText('Deposit recorded');
  await expect(receipt).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.mouse.click(8, 450);
  await expect(receipt).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(receipt).toBeHidden();
});

test('an account that changed while typing is shown with the difference', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Jiří Novotný', '100');
  await page.goto(`/accounts/${id}?do=withdraw&on=${id}`);
  await page.getByLabel('Amount').fill('30');
  await deposit(request, id, '1', 'In between');
  const alert = page.getByRole('dialog').getByRole('alert');
  await expect(alert).toContainText('This account changed while you were typing: +1 event');
  await expect(alert).toContainText('100.00');
  await expect(alert).toContainText('101.00');
  await expect(page.getByLabel('Amount')).toHaveValue('30');
  await page.getByRole('button', { name: 'Review and resubmit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByText('Withdrawal recorded')).toBeVisible();
});

test('after a refusal the same form takes another amount', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Kite & Kin', '100');
  await page.goto(`/accounts/${id}?do=withdraw&on=${id}`);
  const withdraw = page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true });
  await page.getByLabel('Amount').fill('300');
  await withdraw.click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Insufficient funds');
  await page.getByLabel('Amount').fill('30');
  await withdraw.click();
  await expect(page.getByText('Withdrawal recorded')).toBeVisible();
});

test('offline, nothing is sent and the page says so', async ({ page, request, context }) => {
  const { id } = await openAccount(request, 'Lucía Fernández', '100');
  await page.goto(`/accounts/${id}?do=withdraw&on=${id}`);
  await page.getByLabel('Amount').fill('30');
  await expect(page.getByText('Available after')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('You are offline. What you see may be old')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was sent');
  await context.setOffline(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByText('Withdrawal recorded')).toBeVisible();
});

test('a page that breaks says that no money moved, and the rest stays', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Sven Aalto', '10');
  await page.route(`**/v1/accounts/${id}`, (route) => route.fulfill({ json: { id } }));
  await page.goto(`/accounts/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'This page broke; your money did not move.',
  );
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
});

test('a part that fails says so with its request, and comes back on retry', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Tomoko Arai', '10');
  let broken = true;
  await page.route('**/history?*', (route) =>
    broken
      ? route.fulfill({
          status: 400,
          headers: { 'x-request-id': 'r-1' },
          json: { type: 'about:blank', title: 'No', status: 400, code: 'no', detail: 'Not now.' },
        })
      : route.continue(),
  );
  await page.goto(`/accounts/${id}`);
  await expect(page.getByText('The history could not be loaded.')).toBeVisible();
  await expect(page.getByText('r-1')).toBeVisible();
  await expect(page.getByText('Posted balance')).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('Opening balance')).toBeVisible();
});

test('a page whose code does not come says so, and comes when asked again', async ({ page }) => {
  await page.route('**/assets/audit-page*', (route) => route.abort('connectionrefused'));
  await page.goto('/accounts');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page could not be loaded');
  await page.unroute('**/assets/audit-page*');
  await page.getByRole('button', { name: 'Load it again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
});
