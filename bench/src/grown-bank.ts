// Banks of a given size, grown through the processor once and then shared by the scenarios.

import { WithdrawMoney, type BankingCommand } from '@passbook/banking';
import type { Submission } from '@passbook/event-store';
import { deposit, mustAccept, openAccounts, openBank, submissionOf } from './bank.ts';
import type { Setting } from './scenario.ts';
import { sendWaves } from './waves.ts';
import type { Database, Workplace } from './workplace.ts';

/** A SQLite bank that nobody has open. */
export interface GrownBank {
  readonly database: Database;
  readonly facts: number;
  readonly accounts: readonly string[];
  /** What all accounts hold together. */
  readonly cents: number;
}

const grown = new WeakMap<Workplace, Map<number, Promise<GrownBank>>>();

/** A bank of 10,000 and one of 1,000,000 facts, or of fewer where a run is to be quick. */
export function smallBank(setting: Setting): Promise<GrownBank> {
  return bankOf(setting, 10_000, 1_000);
}

export function largeBank(setting: Setting): Promise<GrownBank> {
  return bankOf(setting, setting.quick ? 60_000 : 1_000_000, setting.quick ? 2_000 : 10_000);
}

function bankOf(setting: Setting, facts: number, accounts: number): Promise<GrownBank> {
  const banks = grown.get(setting.workplace) ?? new Map<number, Promise<GrownBank>>();
  grown.set(setting.workplace, banks);
  const known = banks.get(facts) ?? grow(setting, facts, accounts);
  banks.set(facts, known);
  return known;
}

async function grow(setting: Setting, facts: number, count: number): Promise<GrownBank> {
  setting.tell(`recording ${facts} facts on ${count} accounts`);
  const database = await setting.workplace.database('sqlite');
  const bank = await openBank(database.url);
  const accounts = await openAccounts(bank, count);
  const first = accounts.map((account) => bank.processor.execute(deposit(account)));
  await mustAccept(first);
  let cents = 100 * count;
  const make = (account: string, chance: () => number): Submission<BankingCommand> => {
    const dice = chance();
    if (dice < 0.01) return withdrawal(account, '1000000.00');
    cents += dice < 0.11 ? -1 : 100;
    return dice < 0.11 ? withdrawal(account, '0.01') : deposit(account);
  };
  const commands = facts - 2 * count;
  await sendWaves(bank, { accounts, commands, batch: 1000, seed: setting.seed, make });
  await bank.connections.writes.query('PRAGMA wal_checkpoint(TRUNCATE)');
  await bank.close();
  return { database, facts, accounts, cents };
}

function withdrawal(account: string, amount: string): Submission<BankingCommand> {
  const data = { account, amount, currency: 'EUR', reference: 'Rent' };
  return submissionOf(new WithdrawMoney(data));
}
