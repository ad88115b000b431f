// Opens the bank on a database: the log with its checks, the processor that writes, the views.

import {
  bankingRulebook,
  type Account,
  type BankingCommand,
  type BankingEvent,
  type Refusal,
} from '@passbook/banking';
import {
  checkAtBoot,
  CommandProcessor,
  connect,
  LogReader,
  LogTail,
  type BatchReport,
  type BootFinding,
  type Connections,
  type StoredEvent,
} from '@passbook/event-store';
import { accountsProjection, AccountViews, AuditLog, readModelSchema } from '@passbook/read-models';
import { Subject } from 'rxjs';
import { codeRevision } from './code-revision.ts';
import type { Settings } from './settings.ts';

export type BankProcessor = CommandProcessor<BankingCommand, Account, BankingEvent, Refusal>;

/** An open bank: everything that commands and queries need, without any HTTP. */
export interface Bank {
  readonly connections: Connections;
  readonly findings: readonly BootFinding[];
  readonly processor: BankProcessor;
  /** Facts where queries see them; a replica may be behind. */
  readonly log: LogReader;
  /** Facts as they are committed: what commands depend on is read here. */
  readonly truth: LogReader;
  readonly tail: LogTail;
  readonly accounts: AccountViews;
  readonly audit: AuditLog;
  /** The facts of each commit. */
  readonly recorded: Subject<readonly StoredEvent[]>;
  readonly batches: Subject<BatchReport>;
  readonly trouble: Subject<unknown>;
  /** Finishes what was accepted and lets the database go. */
  close(): Promise<void>;
}

/**
 * Opens, migrates and checks a database, and starts a processor on it.
 * @throws BootCheckFailed when the database is not to be trusted with money
 */
export async function openBank(
  settings: Pick<Settings, 'databaseUrl' | 'readsUrl'>,
): Promise<Bank> {
  const connections = await connect({
    ...readModelSchema,
    url: settings.databaseUrl,
    readsUrl: settings.readsUrl,
  });
  try {
    const findings = await checkAtBoot(connections, bankingRulebook.eventTypes);
    return assemble(connections, findings);
  } catch (error) {
    await connections.close();
    throw error;
  }
}

function assemble(connections: Connections, findings: readonly BootFinding[]): Bank {
  const recorded = new Subject<readonly StoredEvent[]>();
  const batches = new Subject<BatchReport>();
  const trouble = new Subject<unknown>();
  const processor = new CommandProcessor({
    store: connections.store,
    rulebook: bankingRulebook,
    projections: [accountsProjection],
    revision: codeRevision('@passbook/banking'),
    onRecorded: (facts) => {
      recorded.next(facts);
    },
    onBatch: (report) => {
      batches.next(report);
    },
    onTrouble: (error) => {
      trouble.next(error);
    },
  });
  const log = new LogReader(connections.reads);
  // On SQLite the writing connection may stand amid a transaction; the file is its own primary.
  const truth = connections.engine === 'sqlite' ? log : new LogReader(connections.writes);
  return {
    connections,
    findings,
    processor,
    log,
    truth,
    tail: new LogTail(log),
    accounts: new AccountViews(connections.reads, log),
    audit: new AuditLog(log),
    recorded,
    batches,
    trouble,
    close: async () => {
      await processor.stop();
      await connections.close();
    },
  };
}
