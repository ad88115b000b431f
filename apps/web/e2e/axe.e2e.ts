// Pages follow the accessibility guidelines: axe finds nothing on any of them, light or dark.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { freshId } from './support/bank.ts';
import { makePlaces, settle } from './support/places.ts';

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

test('axe finds nothing on any page, light or dark', async ({ browser, request }) => {
  test.setTimeout(300_000);
  const places = await makePlaces(request, freshId('Rosa Bianchi'));
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const { name, path } of places) {
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
