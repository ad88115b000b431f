// Turns a step of the script into the messages that its client sends.

import type { Clients } from './clients.ts';
import type { Message } from './conversation.ts';
import type { Order } from './model/reference-bank.ts';
import type { Step } from './script/step.ts';

/**
 * The messages of a step; none where there is nothing to repeat, reverse or end.
 * @param due holds whose time is over, for the clock
 */
export function messagesOf(
  step: Step,
  clients: Clients,
  due: readonly { readonly account: string; readonly hold: string }[],
): readonly Message[] {
  const message = (kind: Message['kind'], orders: readonly (Order | undefined)[]): Message[] => {
    const [first, ...rest] = orders.filter((order) => order !== undefined);
    const { server, late, fault } = step;
    return first ? [{ kind, orders: [first, ...rest], server, late, fault }] : [];
  };
  const { action, client } = step;
  switch (action.do) {
    case 'send':
      return message('execute', [clients.order(client, action.request, action)]);
    case 'repeat':
      return message('execute', [clients.again(client, action.back, action.changed)]);
    case 'rehearse': {
      const order = clients.order(client, action.request, { ...action, keyed: true });
      return [...message('preview', [order && asQuestion(order)]), ...message('execute', [order])];
    }
    case 'bulk': {
      const { requests, repeat } = action;
      const orders = requests.map((request) => clients.order(client, request, { keyed: true }));
      const again = repeat === undefined ? undefined : clients.again(client, repeat, false);
      return message('atomic', [again, ...orders]);
    }
    case 'expire':
      return due.flatMap(({ account, hold }) =>
        message('execute', [clients.expiry(account, hold)]),
      );
    case 'clock':
    case 'restart':
    case 'read':
      return [];
    default:
      return action satisfies never;
  }
}

/** The same order under a name of its own, for a question must leave nothing behind. */
function asQuestion({ command, context }: Order): Order {
  return { command, context: { ...context, correlationId: `${context.correlationId}?` } };
}
