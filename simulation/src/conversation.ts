// What is sent to a server in one round, and what comes back: an answer, an error, or nothing.

import type { Order } from './model/reference-bank.ts';
import type { Desk } from './planted/plant.ts';
import type { Fault } from './script/step.ts';

/** One message of a client: an order, a bulk of them, or the question what one would do. */
export interface Message {
  readonly kind: 'execute' | 'atomic' | 'preview';
  readonly orders: readonly [Order, ...Order[]];
  readonly server: 0 | 1;
  readonly late: boolean;
  readonly fault?: Fault | undefined;
}

/** What the client heard. */
export type Heard =
  | { readonly how: 'answered'; readonly answer: object }
  | { readonly how: 'failed'; readonly error: unknown }
  /** The server died, and with it the connection. */
  | { readonly how: 'lost' };

/** A message and its fate. */
export interface Exchange {
  readonly message: Message;
  heard: Heard;
}

/** The part of a server that a conversation is held with. */
export interface Counterpart {
  readonly desk: Desk;
  onUnderWay: () => void;
  onCrash: () => void;
}

/**
 * Sends messages at once, and the late ones when the first batch is under way; resolves when each
 * is answered, or when the server has died.
 * @returns the exchanges in the order of sending, and whether the server died
 */
export async function converse(
  server: Counterpart,
  messages: readonly Message[],
): Promise<{ readonly exchanges: readonly Exchange[]; readonly died: boolean }> {
  const exchanges: Exchange[] = [];
  const pending: Promise<void>[] = [];
  const send = (message: Message): void => {
    const exchange: Exchange = { message, heard: { how: 'lost' } };
    exchanges.push(exchange);
    pending.push(hear(server.desk, exchange));
  };
  const late = messages.filter((message) => message.late);
  const dead = new Promise<'dead'>((resolve) => {
    server.onCrash = () => {
      resolve('dead');
    };
  });
  server.onUnderWay = () => {
    for (const message of late.splice(0)) send(message);
  };
  for (const message of messages) if (!message.late) send(message);
  if (exchanges.length === 0) server.onUnderWay();
  for (let heard = -1; heard < pending.length;) {
    heard = pending.length;
    if ((await Promise.race([Promise.all(pending), dead])) === 'dead') {
      return { exchanges, died: true };
    }
    // Nobody got as far as to a transaction: then the late ones come now.
    server.onUnderWay();
  }
  return { exchanges, died: false };
}

async function hear(desk: Desk, exchange: Exchange): Promise<void> {
  const { kind, orders } = exchange.message;
  try {
    const answer = await ask(desk, kind, orders);
    exchange.heard = { how: 'answered', answer };
  } catch (error) {
    exchange.heard = { how: 'failed', error };
  }
}

function ask(desk: Desk, kind: Message['kind'], orders: Message['orders']): Promise<object> {
  switch (kind) {
    case 'execute':
      return desk.execute(orders[0]);
    case 'atomic':
      return desk.executeAtomically(orders);
    case 'preview':
      return desk.preview(orders[0]);
    default:
      return kind satisfies never;
  }
}
