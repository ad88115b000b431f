// Every "no" of the rulebook, by name, with the sentence that teaches the rule behind it.

/** The numbers that explain a refusal, as they stand in the fact and in the problem document. */
export type RefusalNumbers = Readonly<Record<string, string | number>>;

const sentences = {
  'account-not-found': ({ account }) => `There is no account ${account}.`,
  'hold-not-found': ({ hold, account }) => `Account ${account} has no hold ${hold}.`,
  'account-exists': ({ account }) => `Account ${account} is already open.`,
  'account-frozen': ({ account }) => `Account ${account} is frozen: unfreeze it first.`,
  'account-not-frozen': ({ account }) => `Account ${account} is not frozen.`,
  'account-closed': ({ account }) => `Account ${account} is closed and refuses everything.`,
  'balance-not-zero': ({ posted }) => `Closing needs a balance of zero, not ${posted}.`,
  'holds-open': ({ count }) => `Closing needs every hold to be settled; open holds: ${count}.`,
  'hold-exists': ({ hold }) => `There is a hold ${hold} on this account already.`,
  'hold-not-open': ({ hold }) => `Hold ${hold} was captured, released or has expired.`,
  'already-reversed': ({ originalPosition }) =>
    `The transaction at position ${originalPosition} was reversed before.`,
  'not-reversible': ({ originalType }) =>
    `Deposits, withdrawals and transfers can be reversed, ${originalType} can not.`,
  'overdraft-in-use': ({ limit, needed }) =>
    `The overdraft is in use: the limit may not go below ${needed}, requested ${limit}.`,
  'insufficient-funds': ({ available, requested }) =>
    `Available ${available}, requested ${requested}.`,
  'currency-mismatch': ({ expected, given }) =>
    `The account is kept in ${expected}, the amount is in ${given}.`,
  'same-account': () => 'A transfer needs two different accounts.',
  'amount-precision': ({ currency, digits }) =>
    `${currency} has at most ${digits} digits after the point.`,
  'amount-not-positive': () => 'An amount must be more than zero.',
  'amount-too-large': ({ limit }) => `Amounts and balances end at ${limit}.`,
  'amount-beyond-hold': ({ held, requested }) => `The hold is for ${held}, requested ${requested}.`,
} satisfies Record<string, (numbers: RefusalNumbers) => string>;

/** The name of a rule that said no. */
export type RefusalCode = keyof typeof sentences;

/** A rule's "no": its name and the numbers that led to it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly numbers: RefusalNumbers;
}

/** Every refusal code. */
export const refusalCodes = Object.keys(sentences) as readonly RefusalCode[];

/** Says the rule and its numbers in one sentence. */
export function sayRefusal({ code, numbers }: Refusal): string {
  const say: (numbers: RefusalNumbers) => string = sentences[code];
  return say(numbers);
}

/** Whether nothing exists to record a refusal on, so that a retry is decided anew. */
export function isUnrecorded(code: RefusalCode): boolean {
  return code === 'account-not-found' || code === 'hold-not-found';
}

/** Makes a refusal; reads as a sentence in the rules: `return refuse('same-account')`. */
export function refuse(code: RefusalCode, numbers: RefusalNumbers = {}): Refusal {
  return { code, numbers };
}

/** Tells a refusal from what a check returns otherwise. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value && 'numbers' in value;
}
