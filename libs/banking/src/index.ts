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
export { formatMinor, isAmount, MAX_MINOR, parseAmount, parseMinor } from './money.ts';
export {
  isUnrecorded,
  refusalCodes,
  sayRefusal,
  type Refusal,
  type RefusalCode,
  type RefusalNumbers,
} from './refusals.ts';
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

// The concepts are public as a whole, so that a new command or event needs no line here.
export * from './holds.ts';
export * from './lifecycle.ts';
export * from './movements.ts';
export * from './reversals.ts';
