// A clerk's first day: open, deposit, be refused, transfer, and find every step in the log.

import { expect, test, type Page } from '@playwright/test';
import { freshId, openAccount } from './support/bank.ts';

const rowOf = (page: Page, text: string | RegExp) =>
  page.getByRole('listitem').filter({ hasText: text });

test('open an account, deposit, be refused, transfer, and find it all in the log', async ({
  page,
  request,
}) => {
  const other = await openAccount(request, 'Bakery Kowalski');
  const id = freshId('A');

  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Open an account' }).first().click();
  await page.getByLabel('Owner').fill('Ada Lindqvist');
  await page.getByLabel('Number').fill(id);
  await page.getByRole('button', { name: 'Open the account' }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${id}$`));
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Lindqvist' })).toBeVisible();

  await page.getByRole('button', { name: 'Deposit', exact: true }).click();
  await page.getByLabel('Amount').fill('1,250.5');
  await page.getByLabel('Reference', { exact: true }).fill('Salary May');
  await expect(page.getByText('Available after')).toBeVisible();
  await expect(page.getByRole('dialog').getByText('1,250.50 EUR').first()).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  await expect(page.getByText('Deposit recorded')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(rowOf(page, 'Salary May')).toContainText('1,250.50');

  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByLabel('Amount').fill('2000');
  await expect(page.getByText('Would be refused: Available 1,250.50')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'Available 1,250.50, requested 2,000.00',
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(rowOf(page, 'Withdrawal refused')).toBeVisible();

  await page.getByRole('button', { name: 'Transfer' }).click();
  await page.getByLabel('To', { exact: true }).fill(other.id);
  await page.getByRole('option', { name: new RegExp(other.id) }).click();
  await page.getByLabel('Amount').fill('250.50');
  await page.getByLabel('Reference', { exact: true }).fill('Order 88');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('dialog').getByText(other.id).first()).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Transfer', exact: true }).click();
  await expect(page.getByText('Transfer recorded')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();

  const sent = rowOf(page, `Sent to ${other.id}`);
  await expect(sent).toContainText('−250.50');
  await expect(sent).toContainText('1,000.00');

  await page.goto(`/accounts/${other.id}`);
  const received = rowOf(page, `Received from ${id}`);
  await expect(received).toContainText('+250.50');

  await page.goto('/audit');
  await page.getByLabel('Filter the audit log').fill(`account:${id} type:MoneySent`);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('link', { name: /Sent to/ }).click();
  await expect(page.getByRole('dialog')).toContainText('Order 88');
  await page.getByRole('dialog').getByText('Data', { exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('transferId');

  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.getByRole('dialog')).toContainText('transferId');
  await expect(page.getByLabel('Filter the audit log')).toHaveValue(`type:MoneySent account:${id}`);
});

test('the view of a history stands in the address and survives a reload', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Carlos Mendes', '10');
  await page.goto(`/accounts/${id}`);
  await page.getByText('Compact', { exact: true }).click();
  await page.getByRole('switch', { name: 'Refused attempts' }).click({ force: true });
  await expect(page).toHaveURL(/view=compact/);
  await expect(page).toHaveURL(/refused=hide/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Refused attempts' })).not.toBeChecked();
});

test('a deposit is reversed from its row, and both rows name each other', async ({
  page,
  request,
}) => {
  const { id } = await openAccount(request, 'Eleni Papadaki', '75');
  await page.goto(`/accounts/${id}`);
  await page.getByRole('button', { name: 'Deposited' }).click();
  await page.getByRole('button', { name: 'Reverse' }).click();
  await page.getByLabel('Reason').fill('Wrong account');
  await page.getByRole('dialog').getByRole('button', { name: 'Reverse' }).click();
  await expect(page.getByText('Reverse: recorded')).toBeVisible();
  await expect(page.getByRole('link', { name: /reversed at/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'see the original' })).toBeVisible();
});

test('an unknown filter is an error and not ignored', async ({ page }) => {
  await page.goto('/audit');
  await page.getByLabel('Filter the audit log').fill('colour:red');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(page.getByText('There is no filter "colour"')).toBeVisible();
});
