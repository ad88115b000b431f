// The injection token of the open bank.

export const BANK = Symbol('bank');
