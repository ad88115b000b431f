// Everyone can use every page: axe finds nothing, phones need no sideways scrolling, keys suffice.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import {
  deposit,
  freshId,
  hold,
  openAccount,
  openLargest,
  refusedWithdrawal,
} from './support/bank.ts';

interface Place {
  readonly name: string;
  readonly path: string;
  /** Holds the largest amounts there are. */
  readonly wide?: boolean;
}

let places: readonly Place[] = [];
/** A name that only one account has. */
const owner = freshId('Rosa Bianchi');

test.beforeAll(async ({ request }) => {
  const { id } = await openAccount(request, owner, '500');
  const position = await deposit(request, id, '12.34', 'Refund');
  await hold(request, id, '40');
  await refusedWithdrawal(request, id);
  const large = await openLargest(request);
  places = [
    { name: 'overview', path: '/', wide: true },
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
    { name: 'the largest account', path: `/accounts/${large.id}`, wide: true },
    { name: 'the largest accounts', path: `/accounts?q=${large.id}`, wide: true },
    { name: 'the largest facts', path: `/audit?account=${large.id}`, wide: true },
    { name: 'the largest fact', path: `/events/${large.position}`, wide: true },
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
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => {
      return playState !== 'running';
    }),
  );
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds. No page has a frame, so its one-page mode sees everything, and is quick. */
async function violationsOn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
  );
}

for (const half of [0, 1]) {
  test(`axe finds nothing on any page, light or dark: half ${half + 1}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const { name, path } of places.filter((_, index) => index % 2 === half)) {
      await page.goto(path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expect(page.locator(`html[data-mantine-color-scheme=${colorScheme}]`)).toBeVisible();
        await settle(page);
        expect(await page.locator('iframe').count()).toBe(0);
        expect.soft(await violationsOn(page), `${name} in ${colorScheme}`).toEqual([]);
      }
    }
    await context.close();
  });
}

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
  const opener = page.getByRole('button', { name: 'Withdraw' });
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
