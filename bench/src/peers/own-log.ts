// Passbook's own log under the peers' work: a rulebook that accepts everything, and nothing beside.

import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import { CommandProcessor, connect } from '@passbook/event-store';
import type { AppendOne } from './appending.ts';

interface Append {
  readonly stream: string;
  readonly data: object;
}

type Happened = DomainEvent<'MoneyDeposited', object>;

const acceptAll: Rulebook<Append, number, Happened, never> = {
  eventTypes: ['MoneyDeposited'],
  refusalType: 'MoneyDeposited',
  initial: () => 0,
  exists: (count) => count > 0,
  streamsOf: ({ stream }) => [stream],
  decide: ({ stream, data }) => ({
    outcome: 'accepted',
    events: [{ stream, event: { type: 'MoneyDeposited', data } }],
  }),
  evolve: (count) => count + 1,
  freeze: String,
  thaw: Number,
};

/** Opens a log; appends wait until their fact is on disk. */
export async function openOwnLog(
  url: string,
): Promise<{ readonly append: AppendOne; readonly close: () => Promise<void> }> {
  const connections = await connect({ url, entities: [], migrations: [] });
  const processor = new CommandProcessor({
    store: connections.store,
    rulebook: acceptAll,
    projections: [],
    revision: 'bench',
  });
  const context = {
    actor: 'anonymous',
    client: 'anonymous',
    channel: 'bench',
    correlationId: 'bench',
    causationId: 'bench',
  };
  return {
    append: async (stream, expectedVersion, data) => {
      const submission = { command: { stream, data }, context: { ...context, expectedVersion } };
      const { kind } = await processor.execute(submission);
      if (kind !== 'recorded') throw new Error(kind);
    },
    close: async () => {
      await processor.stop();
      await connections.close();
    },
  };
}
