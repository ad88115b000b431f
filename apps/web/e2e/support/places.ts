// Every page in every state that has a face of its own, for the tests that look at all of them.

import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { deposit, hold, openAccount, openLargest, refusedWithdrawal } from './bank.ts';

export interface Place {
  readonly name: string;
  readonly path: string;
  /** Holds the largest amounts there are. */
  readonly wide?: boolean;
}

/** Records what the places show. */
export async function makePlaces(
  request: APIRequestContext,
  owner: string,
): Promise<readonly Place[]> {
  const { id } = await openAccount(request, owner, '500');
  const position = await deposit(request, id, '12.34', 'Refund');
  await hold(request, id, '40');
  await refusedWithdrawal(request, id);
  const large = await openLargest(request);
  return [
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
}

/** A page is judged when it has stopped loading and moving, and stands in its own letters. */
export async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => {
      return playState !== 'running';
    }),
  );
}
