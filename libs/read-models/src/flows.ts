// What came into the bank and what went out of it, from the facts alone, beside what is there.

import { formatMinor, parseMinor, type BankingEvent } from '@passbook/banking';
import type { StoredEvent } from '@passbook/event-store';
import type { QueryRunner } from 'typeorm';

/** Money in less money out for each currency, and the transfers that lack a side. */
export class Flows {
  readonly #net = new Map<string, bigint>();
  readonly #halves = new Map<string, bigint>();

  add(fact: StoredEvent): void {
    const event = fact as unknown as BankingEvent;
    const sign = signOf(event);
    if (sign === 0n || !('amount' in event.data)) return;
    const { amount, currency } = event.data;
    const minor = sign * parseMinor(amount, currency);
    this.#net.set(currency, (this.#net.get(currency) ?? 0n) + minor);
    if (!('transferId' in event.data) || event.data.transferId === undefined) return;
    const transfer = `${event.type === 'TransactionReversed' ? 'reversal of ' : ''}transfer ${
      event.data.transferId
    }`;
    const rest = (this.#halves.get(transfer) ?? 0n) + minor;
    if (rest === 0n) this.#halves.delete(transfer);
    else this.#halves.set(transfer, rest);
  }

  /** Compares with the balances that are stored, and names every difference. */
  async compare(runner: QueryRunner): Promise<readonly string[]> {
    const rows = (await runner.query(
      'SELECT currency, CAST(posted AS TEXT) AS posted FROM accounts',
    )) as unknown as readonly { readonly currency: string; readonly posted: string }[];
    const stored = new Map<string, bigint>();
    for (const { currency, posted } of rows) {
      stored.set(currency, (stored.get(currency) ?? 0n) + BigInt(posted));
    }
    const offences = [...this.#halves.keys()].map((transfer) => `${transfer} has one side only`);
    for (const currency of new Set([...stored.keys(), ...this.#net.keys()])) {
      const [has, came] = [stored.get(currency) ?? 0n, this.#net.get(currency) ?? 0n];
      if (has !== came) {
        const [left, right] = [has, came].map((minor) => formatMinor(minor, currency));
        offences.push(`${currency}: the accounts hold ${left}, but ${right} came in`);
      }
    }
    return offences;
  }

  toString(): string {
    const sums = [...this.#net].sort().map(([code, net]) => `${code} ${formatMinor(net, code)}`);
    return sums.join(', ') || 'no money yet';
  }
}

/** A new event that moves money and is forgotten here makes every comparison fail, not pass. */
function signOf({ type, data }: BankingEvent): bigint {
  switch (type) {
    case 'MoneyDeposited':
    case 'MoneyReceived':
      return 1n;
    case 'MoneyWithdrawn':
    case 'MoneySent':
    case 'HoldCaptured':
      return -1n;
    case 'TransactionReversed':
      return data.effect === 'credit' ? 1n : -1n;
    default:
      return 0n;
  }
}
