// Every command over HTTP: what it answers, and what stands in the log afterwards.

import type { ReversalReceipt, TransferReceipt } from '@passbook/contracts';
import { engines, TestServer } from '../../testing/test-server.ts';

const EUR = { currency: 'EUR' };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe.each(engines)('commands on %s', (engine) => {
  let bank: TestServer;
  beforeAll(async () => {
    bank = await TestServer.start(engine);
  });
  afterAll(() => bank.stop());

  test('opening answers 201 with a receipt and where the account is', async () => {
    const account = { id: 'A-1', owner: 'Ada', currency: 'EUR', overdraftLimit: '50' };
    const { status, headers, body } = await bank.send('/v1/accounts', account);
    expect(status).toBe(201);
    expect(body).toEqual({
      accountId: 'A-1',
      position: 1,
      version: 1,
      eventId: expect.stringMatching(uuid),
      type: 'AccountOpened',
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      balance: {
        currency: 'EUR',
        posted: '0.00',
        held: '0.00',
        overdraftLimit: '50.00',
        available: '50.00',
      },
    });
    expect(headers.get('location')).toBe('/v1/accounts/A-1');
    expect(headers.get('etag')).toBe('"v1"');
    expect(headers.get('x-position')).toBe('1');
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('an account without a name of its own gets a UUIDv7', async () => {
    const { body, headers } = await bank.send('/v1/accounts', { owner: 'Bo', currency: 'JPY' });
    expect(body.accountId).toMatch(uuid);
    expect(body.balance.posted).toBe('0');
    const found = await bank.get(headers.get('location') ?? '');
    expect(found.body).toMatchObject({ id: body.accountId, owner: 'Bo' });
  });

  test('a deposit and a withdrawal answer with the fact and the balance after it', async () => {
    await bank.open('B-1');
    const path = '/v1/accounts/B-1';
    const deposit = { amount: '112.5', ...EUR, reference: ' Salary ', valueDate: '2026-01-31' };
    const deposited = await bank.send(`${path}/deposits`, deposit);
    expect(deposited.status).toBe(201);
    expect(deposited.body).toMatchObject({ type: 'MoneyDeposited', version: 2 });
    expect(deposited.body.balance.posted).toBe('112.50');
    const { position } = deposited.body;
    expect(deposited.headers.get('location')).toBe(`/v1/events/${position}`);
    const { body: event } = await bank.get(`/v1/events/${position}`);
    expect(event).toMatchObject({
      type: 'MoneyDeposited',
      valueDate: '2026-01-31',
      data: { amount: '112.50', currency: 'EUR', reference: ' Salary ', valueDate: '2026-01-31' },
      actor: 'anonymous',
      channel: 'http',
    });
    const withdrawn = await bank.send(`${path}/withdrawals`, { amount: '100', ...EUR });
    expect(withdrawn.status).toBe(201);
    expect(withdrawn.body.balance.available).toBe('12.50');
  });

  test('the value date is today where none is given', async () => {
    await bank.open('B-2');
    const { position, recordedAt } = await bank.deposit('B-2', '1');
    const { body } = await bank.get(`/v1/events/${position}`);
    expect(body['valueDate']).toBe(recordedAt.slice(0, 10));
  });

  test('a transfer answers with both sides, recorded next to each other', async () => {
    await bank.open('C-1', '100');
    await bank.open('C-2');
    const body = { from: 'C-1', to: 'C-2', amount: '30', ...EUR };
    const answer = await bank.send<TransferReceipt>('/v1/transfers', body);
    expect(answer.status).toBe(201);
    const { transferId, from, to } = answer.body;
    expect(transferId).toMatch(uuid);
    expect(from).toMatchObject({ accountId: 'C-1', type: 'MoneySent' });
    expect(to).toMatchObject({ accountId: 'C-2', type: 'MoneyReceived' });
    expect(to.position).toBe(from.position + 1);
    expect([from.balance.posted, to.balance.posted]).toEqual(['70.00', '30.00']);
    expect(answer.headers.get('x-position')).toBe(String(to.position));
  });

  test('a hold is placed, captured in part, and the rest is free again', async () => {
    await bank.open('D-1', '100');
    const hold = { id: 'h-1', amount: '40', ...EUR, reference: 'Hotel', expiresIn: 3600 };
    const placed = await bank.send('/v1/accounts/D-1/holds', hold);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ type: 'HoldPlaced', holdId: 'h-1' });
    expect(placed.body.balance).toMatchObject({ held: '40.00', available: '60.00' });
    const path = '/v1/accounts/D-1/holds/h-1/capture';
    const captured = await bank.send(path, { amount: '25', ...EUR });
    expect(captured.status).toBe(200);
    expect(captured.headers.get('location')).toBeNull();
    expect(captured.body.balance).toMatchObject({ posted: '75.00', held: '0.00' });
  });

  test('a hold is captured whole, or released, with an empty body', async () => {
    await bank.open('D-2', '100');
    const path = '/v1/accounts/D-2/holds';
    await bank.send(path, { id: 'all', amount: '40', ...EUR });
    await bank.send(path, { id: 'none', amount: '10', ...EUR });
    const captured = await bank.ask<{ type: string }>(`${path}/all/capture`, { method: 'POST' });
    expect(captured.body.type).toBe('HoldCaptured');
    const released = await bank.send(`${path}/none/release`, { reason: 'Cancelled' });
    expect(released.status).toBe(200);
    expect(released.body.balance).toMatchObject({ posted: '60.00', held: '0.00' });
  });

  test('the overdraft limit is put, an account is frozen, unfrozen and closed: 200', async () => {
    await bank.open('E-1');
    const path = '/v1/accounts/E-1';
    const limit = await bank.send(`${path}/overdraft-limit`, { amount: '75', ...EUR }, {}, 'PUT');
    expect([limit.status, limit.body.balance.available]).toEqual([200, '75.00']);
    const frozen = await bank.send(`${path}/freeze`, { reason: 'Review' });
    expect([frozen.status, frozen.body.type]).toEqual([200, 'AccountFrozen']);
    const unfrozen = await bank.send(`${path}/unfreeze`, { reason: 'All well' });
    expect([unfrozen.status, unfrozen.body.type]).toEqual([200, 'AccountUnfrozen']);
    const closed = await bank.send(`${path}/close`, {});
    expect([closed.status, closed.body.type]).toEqual([200, 'AccountClosed']);
    expect(await bank.account('E-1')).toMatchObject({
      status: 'closed',
      closedAt: closed.body.recordedAt,
    });
  });

  test('a reversal undoes a deposit by its position', async () => {
    await bank.open('F-1');
    const { position } = await bank.deposit('F-1', '20');
    const answer = await bank.send('/v1/reversals', { position, reason: 'Entered twice' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ accountId: 'F-1', type: 'TransactionReversed' });
    expect(answer.body.balance.posted).toBe('0.00');
    const again = await bank.fail('/v1/reversals', { position, reason: 'Once more' });
    expect([again.status, again.body.code]).toEqual([409, 'already-reversed']);
    const ofReversal = { position: answer.body.position, reason: 'Undo the undoing' };
    const third = await bank.fail('/v1/reversals', ofReversal);
    expect([third.status, third.body.code]).toEqual([409, 'not-reversible']);
  });

  test.each(['from', 'to'] as const)(
    'a reversal of a transfer by its %s side undoes both',
    async (side) => {
      const [one, other] = [`G-${side}-1`, `G-${side}-2`];
      await bank.open(one, '50');
      await bank.open(other);
      const transfer = { from: one, to: other, amount: '50', ...EUR };
      const { body } = await bank.send<TransferReceipt>('/v1/transfers', transfer);
      const { position } = body[side];
      const reason = 'Wrong recipient';
      const answer = await bank.send<ReversalReceipt>('/v1/reversals', { position, reason });
      expect(answer.body.accountId).toBe(side === 'from' ? one : other);
      expect(answer.body.counterpart?.accountId).toBe(side === 'from' ? other : one);
      expect((await bank.account(one)).balance.posted).toBe('50.00');
      expect((await bank.account(other)).balance.posted).toBe('0.00');
    },
  );

  test('a reversal of what is not there is 404', async () => {
    const answer = await bank.fail('/v1/reversals', { position: 999_999, reason: 'Nothing' });
    expect([answer.status, answer.body.code]).toEqual([404, 'event-not-found']);
  });

  test('who acts is never what a header says', async () => {
    await bank.open('H-1');
    const forged = { 'x-actor': 'ada', authorization: 'Bearer ada', 'x-forwarded-user': 'ada' };
    const body = { amount: '1', ...EUR };
    const { body: receipt } = await bank.send('/v1/accounts/H-1/deposits', body, forged);
    const { body: event } = await bank.get(`/v1/events/${receipt.position}`);
    expect(event['actor']).toBe('anonymous');
  });

  test('request and correlation ids tie the fact to the request', async () => {
    await bank.open('H-2');
    const body = { amount: '1', ...EUR };
    const headers = { 'x-correlation-id': 'order-7', 'x-request-id': 'forged' };
    const answer = await bank.send('/v1/accounts/H-2/deposits', body, headers);
    expect(answer.headers.get('x-correlation-id')).toBe('order-7');
    const requestId = answer.headers.get('x-request-id');
    expect(requestId).toMatch(uuid);
    const { body: event } = await bank.get(`/v1/events/${answer.body.position}`);
    expect(event).toMatchObject({ correlationId: 'order-7', causationId: requestId });
    const insane = { 'x-correlation-id': 'a b<script>' };
    const other = await bank.send('/v1/accounts/H-2/deposits', body, insane);
    expect(other.headers.get('x-correlation-id')).toBe(other.headers.get('x-request-id'));
  });
});
