// Everyone can use every page: phones need no sideways scrolling, no amount is cut, keys suffice.

import { expect, test, type Page } from '@playwright/test';
import { freshId, openAccount } from './support/bank.ts';
import { makePlaces, settle, type Place } from './support/places.ts';

let places: readonly Place[] = [];
/** A name that only one account has. */
const owner = freshId('Rosa Bianchi');

test.beforeAll(async ({ request }) => {
  places = await makePlaces(request, owner);
});

/** How far the page reaches beyond the window. */
const beyond = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Amounts that lie on each other, or reach out of the window, so that no one could read them. */
const unreadable = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const amounts = [...document.querySelectorAll('[data-amount]')].map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: element.textContent, left, right, top, bottom };
    });
    const seen = amounts.filter(({ left, right }) => right > left);
    return seen.flatMap((one, index) => [
      ...(one.left < 0 || one.right > window.innerWidth ? [`${one.text} is cut off`] : []),
      ...seen
        .slice(index + 1)
        .filter((other) => one.left < other.right - 1 && other.left < one.right - 1)
        .filter((other) => one.top < other.bottom - 2 && other.top < one.bottom - 2)
        .map((other) => `${one.text} lies on ${other.text}`),
    ]);
  });

/** Texts of a few letters a line: something beside them has taken their room. */
const squeezed = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = new Set([...range.getClientRects()].map(({ top }) => top)).size;
      const text = node.textContent ?? '';
      if (lines > 2 && text.length / lines < 4) found.push(`${text} stands on ${lines} lines`);
    }
    return found;
  });

test('nothing scrolls sideways, and no amount is cut off, at any width', async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const { name, path, wide } of places) {
    await page.goto(path);
    for (const width of wide ? [320, 390, 768, 1024, 1440] : [320, 390, 768]) {
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      expect.soft(await beyond(page), `${name} at ${width} px`).toBeLessThanOrEqual(0);
      expect.soft(await squeezed(page), `${name} at ${width} px`).toEqual([]);
      if (wide) expect.soft(await unreadable(page), `${name} at ${width} px`).toEqual([]);
    }
  }
  await context.close();
});

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

test('what closes gives the focus back to where it was', async ({ page, request }) => {
  const { id } = await openAccount(request, 'Umut Kaya', '10');
  await page.goto(`/accounts/${id}`);
  const opener = page.getByRole('button', { name: 'Withdraw', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Amount')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Amount').fill('2');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Withdrawal recorded')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Withdrawal recorded')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await page.goto('/audit');
  const row = page.locator('[data-audit-rows] a').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
});
