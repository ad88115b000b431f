// A bank on a database of its own, for the specifications of the read models.

import { bankingRulebook, type BankingCommand, type Refusal } from '@passbook/banking';
import {
  CommandProcessor,
  connect,
  LogReader,
  type CommandContext,
  type Connections,
  type Edge,
  type Outcome,
  systemEdge,
} from '@passbook/event-store';
import { freshPostgres } from '@passbook/tools/testing';
import { AccountViews } from '../account-views.query.ts';
import { accountsProjection } from '../accounts.projection.ts';
import { AuditLog } from '../audit-log.query.ts';
import { readModelSchema } from '../schema.ts';

export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** Everything that a specification talks to. */
export interface TestBank {
  readonly connections: Connections;
  readonly log: LogReader;
  readonly accounts: AccountViews;
  readonly audit: AuditLog;
  readonly execute: (
    command: BankingCommand,
    context?: Partial<CommandContext>,
  ) => Promise<Outcome<Refusal>>;
  readonly close: () => Promise<void>;
}

/** Opens an empty bank. */
export async function openTestBank(engine: Engine, edge: Edge = systemEdge): Promise<TestBank> {
  const database =
    engine === 'postgres'
      ? await freshPostgres()
      : { url: 'sqlite::memory:', drop: () => Promise.resolve() };
  const connections = await connect({ url: database.url, ...readModelSchema });
  const log = new LogReader(connections.reads);
  const processor = new CommandProcessor({
    store: connections.store,
    rulebook: bankingRulebook,
    projections: [accountsProjection],
    revision: 'test',
    edge,
  });
  return {
    connections,
    log,
    accounts: new AccountViews(connections.reads, log),
    audit: new AuditLog(log),
    execute: (command, context = {}) =>
      processor.execute({
        command,
        context: {
          actor: 'ada',
          client: 'test',
          channel: 'test',
          correlationId: 'c-1',
          causationId: 'r-1',
          ...context,
        },
      }),
    close: async () => {
      await processor.stop();
      await connections.close();
      await database.drop();
    },
  };
}
