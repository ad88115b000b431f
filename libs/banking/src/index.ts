// The rules of the bank: pure functions from commands and history to facts.

export {
  absent,
  available,
  type Account,
  type AccountStatus,
  type After,
  type Hold,
} from './account.ts';
export { currencyCodes, digitsOf, isCurrency } from './currencies.ts';
export { CaptureHold, ExpireHold, PlaceHold, ReleaseHold } from './holds.ts';
export {
  CloseAccount,
  FreezeAccount,
  OpenAccount,
  SetOverdraftLimit,
  UnfreezeAccount,
} from './lifecycle.ts';
export { formatMinor, isAmount, MAX_MINOR, parseAmount, parseMinor } from './money.ts';
export { DepositMoney, TransferMoney, WithdrawMoney } from './movements.ts';
export {
  isUnrecorded,
  refusalCodes,
  sayRefusal,
  type Refusal,
  type RefusalCode,
  type RefusalNumbers,
} from './refusals.ts';
export { isReversible, ReverseTransaction, type OriginalFact } from './reversals.ts';
export {
  bankingCommandTypes,
  bankingEventTypes,
  bankingRulebook,
  evolve,
  type BankingCommand,
  type BankingEvent,
  type BankingEventType,
  type CommandRefused,
} from './rulebook.ts';
