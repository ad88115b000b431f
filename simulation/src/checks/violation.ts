// What a simulation ends with when the bank breaks a promise.

import { canonicalJson } from '@passbook/event-store';

/** A broken promise as plain data. */
export interface Breach {
  /** The invariant by its name. */
  readonly invariant: string;
  readonly message: string;
}

/** A promise that was broken: the invariant by its name, and what was seen. */
export class Violation extends Error implements Breach {
  override readonly name = 'Violation';

  constructor(
    readonly invariant: string,
    message: string,
  ) {
    super(`${invariant}: ${message}`);
  }
}

/** @throws Violation where a promise is not kept */
export function must(
  kept: boolean,
  invariant: string,
  message: string | (() => string),
): asserts kept {
  if (!kept) throw new Violation(invariant, typeof message === 'string' ? message : message());
}

/** Compares as JSON would be compared. @throws Violation with both sides */
export function mustEqual(found: unknown, wanted: unknown, invariant: string, what: string): void {
  if (isSame(found, wanted)) return;
  const [left, right] = [found, wanted].map((value) => canonicalJson(value));
  throw new Violation(invariant, `${what}\n  found    ${left ?? ''}\n  expected ${right ?? ''}`);
}

/** Whether two values are the same JSON; a field that is undefined is none. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isSame(item, right[index]));
  }
  const [one, other] = [left, right] as Readonly<Record<string, unknown>>[];
  let extra = 0;
  for (const name in one) {
    const value = one[name];
    if (!isSame(value, other?.[name])) return false;
    if (value !== undefined) extra -= 1;
  }
  // Every field of the one is in the other: with as many fields the other has no more than these.
  for (const name in other) if (other[name] !== undefined) extra += 1;
  return extra === 0;
}
