// Holds end by the server's clock, as facts.

import type { Page, WireEvent } from '@passbook/contracts';
import { engines, TestServer } from '../../testing/test-server.ts';

describe.each(engines)('the expiry of holds on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test('is a fact of the system, once, and frees the money', async () => {
    await bank.open('A-1', '100');
    const hold = { id: 'h', amount: '40', currency: 'EUR', expiresIn: 1 };
    await bank.send('/v1/accounts/A-1/holds', hold);
    await bank.send('/v1/accounts/A-1/holds', { ...hold, id: 'later', expiresIn: 3600 });
    expect((await bank.account('A-1')).balance.held).toBe('80.00');
    const deadline = Date.now() + 8000;
    while ((await bank.account('A-1')).balance.held !== '40.00' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 700));
    const { body } = await bank.get<Page<WireEvent>>('/v1/events?type=HoldExpired');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      actor: 'system',
      channel: 'clock',
      data: { holdId: 'h', amount: '40.00' },
      balance: { held: '40.00' },
    });
    const capture = await bank.fail('/v1/accounts/A-1/holds/h/capture', {});
    expect([capture.status, capture.body.code]).toEqual([409, 'hold-not-open']);
  });
});
