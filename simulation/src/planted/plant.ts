// Where a planted bug may take the place of what the product does; without one, nothing changes.

import type { Account, BankingCommand, BankingEvent, Refusal } from '@passbook/banking';
import type {
  AtomicOutcome,
  LogReader,
  Outcome,
  Preview,
  ProcessorOptions,
  Submission,
} from '@passbook/event-store';
import type { AuditLog } from '@passbook/read-models';

export type Options = ProcessorOptions<BankingCommand, Account, BankingEvent, Refusal>;

/** What clients of a server talk to: the part of the processor that they use. */
export interface Desk {
  execute(submission: Submission<BankingCommand>): Promise<Outcome<Refusal>>;
  executeAtomically(
    submissions: readonly Submission<BankingCommand>[],
  ): Promise<AtomicOutcome<Refusal>>;
  preview(submission: Submission<BankingCommand>): Promise<Preview<BankingEvent, Refusal>>;
}

export interface Plant {
  readonly options?: (options: Options) => Options;
  readonly desk?: (desk: Desk) => Desk;
  readonly reader?: (reader: LogReader) => LogReader;
  readonly audit?: (audit: AuditLog) => AuditLog;
}
