// A bank without HTTP: what the scenarios drive, and how they check that its books are right.

import { bankingRulebook, DepositMoney, OpenAccount, type Refusal } from '@passbook/banking';
import type { Account, BankingCommand, BankingEvent } from '@passbook/banking';
import {
  CommandProcessor,
  connect,
  LogReader,
  type Connections,
  type Outcome,
  type Submission,
} from '@passbook/event-store';
import { accountsProjection, readModelSchema, verify } from '@passbook/read-models';
import type { Correctness } from './scenario.ts';

export type Processor = CommandProcessor<BankingCommand, Account, BankingEvent, Refusal>;

export interface Bank {
  readonly connections: Connections;
  readonly processor: Processor;
  readonly log: LogReader;
  /** How often the database refused a batch for the moment and was asked again. */
  readonly trouble: { count: number };
  readonly close: () => Promise<void>;
}

/** Opens a bank on a database, with everything that a server has: keys, projection, snapshots. */
export async function openBank(url: string): Promise<Bank> {
  const connections = await connect({ url, ...readModelSchema });
  const trouble = { count: 0 };
  const processor = new CommandProcessor({
    store: connections.store,
    rulebook: bankingRulebook,
    projections: [accountsProjection],
    revision: 'bench',
    onTrouble: () => {
      trouble.count += 1;
    },
  });
  return {
    connections,
    processor,
    log: new LogReader(connections.reads),
    trouble,
    close: async () => {
      await processor.stop();
      await connections.close();
    },
  };
}

export const accountName = (index: number): string => `A-${String(index).padStart(6, '0')}`;

let keys = 0;

/** A command with a key of its own and the fingerprint that the edge would give it. */
export function submissionOf(command: BankingCommand): Submission<BankingCommand> {
  keys += 1;
  const id = `${process.pid.toString(36)}-${keys.toString(36).padStart(8, '0')}`;
  return {
    command,
    context: {
      actor: 'anonymous',
      client: 'anonymous',
      channel: 'bench',
      correlationId: `correlation-${id}`,
      causationId: `request-${id}`,
      key: `key-${id}`,
      fingerprint: FINGERPRINT,
    },
  };
}

/** As long as the hash of a request is. */
const FINGERPRINT = 'Zm9yIHRoZSBiZW5jaCBhbnkgZmluZ2VycHJpbnQgZG8';

/** One euro into an account. */
export function deposit(account: string): Submission<BankingCommand> {
  const data = { account, amount: '1.00', currency: 'EUR', reference: 'Salary of the month' };
  return submissionOf(new DepositMoney(data));
}

export const PAYLOAD = 'deposit of 1.00 EUR with reference, key and fingerprint';

/** Opens accounts A-000000, A-000001 ... in batches. */
export async function openAccounts({ processor }: Bank, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => accountName(index));
  for (let at = 0; at < count; at += 1000) {
    await mustAccept(
      names.slice(at, at + 1000).map((account) => {
        const data = { account, owner: `Owner of ${account}`, currency: 'EUR' };
        return processor.execute(submissionOf(new OpenAccount(data)));
      }),
    );
  }
  return names;
}

/** Waits for commands, each of which has to be recorded anew. */
export async function mustAccept(outcomes: Promise<Outcome<Refusal>>[]): Promise<void> {
  for (const outcome of await Promise.all(outcomes)) {
    if (outcome.kind !== 'recorded' || outcome.replayed) {
      throw new Error(`a command was not recorded: ${JSON.stringify(outcome)}`);
    }
  }
}

export interface Expected {
  /** How many facts the log has to hold. */
  readonly facts: number;
  /** What all accounts have to hold together, in cents. */
  readonly cents: number;
}

/** Counts rows, sums balances and checks the invariants of the whole database. */
export async function checkBooks(
  { connections, log }: Pick<Bank, 'connections' | 'log'>,
  expected: Expected,
): Promise<Correctness> {
  const { position } = await log.head();
  const [row] = await connections.reads.query<[{ facts: string; cents: string }]>(
    `SELECT CAST((SELECT COUNT(*) FROM events) AS TEXT) AS facts,
            CAST((SELECT SUM(posted) FROM accounts) AS TEXT) AS cents`,
  );
  const verdicts = await verify(connections);
  const failed = verdicts.filter(({ ok }) => !ok);
  const counted = [position, Number(row.facts), Number(row.cents)];
  const wanted = [expected.facts, expected.facts, expected.cents];
  const equal = counted.every((value, index) => value === wanted[index]);
  return {
    ok: failed.length === 0 && equal,
    found:
      `${row.facts} of ${expected.facts} facts, ${counted[2]} of ${expected.cents} cents, ` +
      (failed.length === 0
        ? `${verdicts.length} invariants hold`
        : failed.map(({ id, found }) => `${id}: ${found}`).join('; ')),
  };
}
