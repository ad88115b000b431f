// Everyone can use every page: axe finds nothing, phones need no sideways scrolling, keys suffice.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { deposit, freshId, hold, openAccount, refusedWithdrawal } from './support/bank.ts';

interface Place {
  readonly name: string;
  readonly path: string;
}

let places: readonly Place[] = [];
/** A name that only one account has. */
const owner = freshId('Rosa Bianchi');

test.beforeAll(async ({ request }) => {
  const { id } = await openAccount(request, owner, '500');
  const position = await deposit(request, id, '12.34', 'Refund');
  await hold(request, id, '40');
  await refusedWithdrawal(request, id);
  places = [
    { name: 'overview', path: '/' },
    { name: 'accounts', path: '/accounts' },
    { name: 'no account fits', path: '/accounts?q=nobody-by-that-name' },
    { name: 'open an account', path: '/accounts?do=open' },
    { name: 'account', path: `/accounts/${id}` },
    { name: 'an expanded row', path: `/accounts/${id}?row=${position}` },
    { name: 'compact history', path: `/accounts/${id}?view=compact&chart=table` },
    { name: 'holds', path: `/accounts/${id}?tab=holds` },
    { name: 'details', path: `/accounts/${id}?tab=details` },
    { name: 'withdraw', path: `/accounts/${id}?do=withdraw&on=${id}` },
    { name: 'transfer', path: `/accounts/${id}?do=transfer&on=${id}` },
    { name: 'no such account', path: '/accounts/nobody' },
    { name: 'audit log', path: '/audit?form=open' },
    { name: 'empty filter', path: '/audit?q=nothing-says-this' },
    { name: 'fact in the drawer', path: `/audit?event=${position}` },
    { name: 'fact', path: `/events/${position}` },
    { name: 'raw fact', path: `/events/${position}?tab=data` },
    { name: 'no such fact', path: '/events/999999999' },
    { name: 'no such page', path: '/nowhere' },
  ];
});

/** A page is judged when it has stopped loading and moving. */
async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForTimeout(350);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const { name, path } of places) {
      await page.goto(path);
      await settle(page);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
      );
      expect.soft(found, `${name} in ${colorScheme}`).toEqual([]);
    }
    await context.close();
  });
}

for (const width of [320, 390, 768]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ browser }) => {
    test.setTimeout(90_000);
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    for (const { name, path } of places) {
      await page.goto(path);
      await settle(page);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(beyond, `${name} at ${width} px`).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}

test('the keys alone lead everywhere', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search accounts')).toBeFocused();
  await page.keyboard.type(owner);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Search accounts').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: owner })).toBeFocused();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Amount')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keys and preferences');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Account, page or action')).toBeFocused();
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeFocused();
});

test('the theme stays as it was chosen', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
