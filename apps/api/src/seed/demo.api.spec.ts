// The demo bank: believable, made of commands only, the same for the same seed.

import type { AccountView, Page, Summary, WireEvent } from '@passbook/contracts';
import { engines, startOn, TestServer, freshDatabase } from '../../testing/test-server.ts';
import { NotEmpty, seedDemo } from './demo.ts';
import { planYear } from './plan.ts';

const TODAY = Date.UTC(2026, 10, 23, 12);

test('the same seed gives the same plan, another seed another', () => {
  const plan = JSON.stringify(planYear(7, TODAY));
  expect(JSON.stringify(planYear(7, TODAY))).toBe(plan);
  expect(JSON.stringify(planYear(8, TODAY))).not.toBe(plan);
});

test('the plan is a year that ends today, in order', () => {
  const days = planYear(1, TODAY).map(({ day }) => day);
  expect(days).toEqual([...days].sort());
  expect([days[0], days.at(-1)]).toEqual(['2025-11-24', '2026-11-23']);
});

describe.each(engines)('the demo on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    const database = await freshDatabase(engine);
    bank = new TestServer(await startOn(database.url, true), database);
  });
  afterAll(() => bank.stop());

  test('has about 25 accounts in three currencies, one frozen, one closed', async () => {
    const { body } = await bank.get<Summary>('/v1/summary');
    expect(body.accounts).toEqual({ open: 23, frozen: 1, closed: 1, total: 25 });
    expect(body.currencies.map(({ currency }) => currency)).toEqual(['CZK', 'EUR', 'USD']);
    expect(body.log.size).toBeGreaterThan(1850);
    expect(body.log.size).toBeLessThan(2200);
  });

  test('has refusals of several kinds, a reversal, and holds of all fates', async () => {
    const count = async (query: string): Promise<number> => {
      const { body } = await bank.get<Page<WireEvent>>(`/v1/events?limit=200&${query}`);
      return body.data.length;
    };
    const { body } = await bank.get<Page<WireEvent>>('/v1/events?outcome=refused&limit=200');
    const codes = new Set(body.data.map(({ data }) => data['code']));
    expect(codes.size).toBeGreaterThanOrEqual(5);
    expect(await count('type=TransactionReversed')).toBe(1);
    expect(await count('type=HoldCaptured')).toBeGreaterThan(100);
    expect(await count('type=HoldReleased')).toBeGreaterThan(5);
    expect(await count('type=MoneySent')).toBe(200);
    const accounts = await bank.get<Page<AccountView>>('/v1/accounts?limit=200');
    const open = accounts.body.data.flatMap(({ holds }) => holds);
    expect(open.length).toBeGreaterThanOrEqual(3);
  });

  test('was made by several people, and by commands with keys', async () => {
    const { body } = await bank.get<Page<WireEvent>>('/v1/events?limit=200&to=2100-01-01');
    expect(new Set(body.data.map(({ actor }) => actor)).size).toBeGreaterThan(3);
    expect(body.data.every(({ channel, commandKey }) => channel === 'seed' && commandKey)).toBe(
      true,
    );
  });

  test('is only for an empty bank', async () => {
    await expect(seedDemo(bank.server.bank)).rejects.toThrow(NotEmpty);
    const size = await bank.logSize();
    await bank.server.stop();
    const again = new TestServer(await startOn(bank.database.url, true), bank.database);
    expect(await again.logSize()).toBe(size);
    bank = again;
  });
});
