// The words that the specs of the bank are written in: short commands, and a bank with a past.

import {
  given,
  type Decision,
  type Emitted,
  type RecordedEvent,
  type Scenario,
} from '@passbook/event-sourcing';
import {
  bankingRulebook,
  CaptureHold,
  CloseAccount,
  DepositMoney,
  ExpireHold,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  ReleaseHold,
  ReverseTransaction,
  SetOverdraftLimit,
  TransferMoney,
  UnfreezeAccount,
  WithdrawMoney,
  type Account,
  type After,
  type BankingCommand,
  type BankingEvent,
  type OriginalFact,
  type Refusal,
} from '../src/index.ts';

export type BankScenario = Scenario<BankingCommand, Account, BankingEvent, Refusal>;
export type BankDecision = Decision<BankingEvent, Refusal>;
export type BankFacts = readonly Emitted<BankingEvent>[];

/** Noon of the Ides of March: the time of every example that does not give its own. */
export const NOON = Date.UTC(2026, 2, 15, 12);

export const open = (account: string, given: Partial<OpenAccount['data']> = {}): BankingCommand =>
  new OpenAccount({ account, owner: 'Ada', currency: 'EUR', ...given });

export const setLimit = (account: string, amount: string, currency = 'EUR'): BankingCommand =>
  new SetOverdraftLimit({ account, amount, currency });

export const freeze = (account: string): BankingCommand =>
  new FreezeAccount({ account, reason: 'card stolen' });

export const unfreeze = (account: string): BankingCommand =>
  new UnfreezeAccount({ account, reason: 'card found' });

export const close = (account: string): BankingCommand => new CloseAccount({ account });

export const deposit = (account: string, amount: string, currency = 'EUR'): BankingCommand =>
  new DepositMoney({ account, amount, currency });

export const withdraw = (account: string, amount: string, currency = 'EUR'): BankingCommand =>
  new WithdrawMoney({ account, amount, currency });

export const transfer = (
  from: string,
  to: string,
  amount: string,
  currency = 'EUR',
): BankingCommand => new TransferMoney({ transfer: 'T-1', from, to, amount, currency });

export const hold = (
  account: string,
  name: string,
  amount: string,
  given: Partial<PlaceHold['data']> = {},
): BankingCommand => new PlaceHold({ account, hold: name, amount, currency: 'EUR', ...given });

export const capture = (
  account: string,
  name: string,
  amount?: string,
  currency?: string,
): BankingCommand => new CaptureHold({ account, hold: name, amount, currency });

export const release = (account: string, name: string, reason?: string): BankingCommand =>
  new ReleaseHold({ account, hold: name, reason });

export const expire = (account: string, name: string): BankingCommand =>
  new ExpireHold({ account, hold: name });

export const reverse = (...originals: ReverseTransaction['data']['originals']): BankingCommand =>
  new ReverseTransaction({ reason: 'booked twice', originals });

/** The facts that commands led to, all of which were accepted at noon. */
export function history(...commands: readonly BankingCommand[]): BankFacts {
  const bank = given(bankingRulebook, [], NOON);
  return commands.flatMap((command) => {
    bank.when(command);
    if (bank.decision?.outcome !== 'accepted') {
      throw new Error(`${command.type} was refused, so it can not be a past`);
    }
    return bank.decision.events;
  });
}

/** A bank at noon, after commands that were all accepted. */
export function bankAfter(...past: readonly BankingCommand[]): BankScenario {
  return given(bankingRulebook, history(...past), NOON);
}

/**
 * The whole transaction at a position of a log that starts with these facts: the fact asked for
 * first, then the other side where it is a transfer.
 */
export function transactionAt(
  facts: BankFacts,
  position: number,
): readonly [OriginalFact, ...OriginalFact[]] {
  const log = facts.map(({ stream, event }, index) => ({
    account: stream,
    position: index + 1,
    type: event.type,
    data: event.data,
  }));
  const asked = log[position - 1];
  if (!asked) throw new RangeError(`there is no fact at position ${position}`);
  const transferOf = ({ data }: (typeof log)[number]): string | undefined =>
    'transferId' in data ? data.transferId : undefined;
  const others = log.filter(
    (fact) =>
      fact !== asked &&
      fact.type !== 'TransactionReversed' &&
      transferOf(fact) !== undefined &&
      transferOf(fact) === transferOf(asked),
  );
  return [asked, ...(asked.type === 'TransactionReversed' ? [] : others)];
}

/** What an event says of a euro account, as it left it. */
export function eur(
  posted: string,
  { held = '0.00', overdraftLimit = '0.00', status = 'open' }: Partial<After> = {},
): After {
  return { status, currency: 'EUR', posted, held, overdraftLimit };
}

/** A decision that accepts, with these events in this order. */
export function accepted(
  ...events: readonly { readonly stream: string; readonly event: RecordedEvent | object }[]
): object {
  return { outcome: 'accepted', events };
}

/** A decision that refuses, by the name of the rule and with its numbers. */
export function refused(code: Refusal['code'], numbers: Refusal['numbers'] = {}): object {
  return expect.objectContaining({ outcome: 'refused', refusal: { code, numbers } }) as object;
}

/** The same laws on every run; another seed or more runs by the environment. */
export const laws = (runs: number): { readonly seed: number; readonly numRuns: number } => ({
  seed: Number(process.env['FC_SEED'] ?? 19_930_105),
  numRuns: Number(process.env['FC_RUNS'] ?? runs),
});
