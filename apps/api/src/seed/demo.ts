// Fills an empty bank with the demo year: only by commands, as everything comes into the log.

import {
  CloseAccount,
  DepositMoney,
  FreezeAccount,
  ReverseTransaction,
  WithdrawMoney,
  type BankingCommand,
} from '@passbook/banking';
import type { StoredEvent } from '@passbook/event-store';
import type { Bank } from '../bank.ts';
import { closed, frozen } from './people.ts';
import { planYear } from './plan.ts';

/** The seed of the demo that `npm start` shows. */
export const DEMO_SEED = 1993;

export interface SeedOptions {
  readonly seed?: number;
  /** Milliseconds since 1970: the last day of the year. */
  readonly today?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The database holds facts already; nothing was added to them. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

const AT_ONCE = 500;

/**
 * Seeds the demo bank.
 * @returns how many facts there are
 * @throws NotEmpty
 */
export async function seedDemo(bank: Bank, options: SeedOptions = {}): Promise<number> {
  const { seed = DEMO_SEED, today = Date.now(), onProgress } = options;
  const { position } = await bank.truth.head();
  if (position > 0) throw new NotEmpty(`the database holds ${position} facts already`);
  const teller = new SeedTeller(bank, seed);
  const plan = planYear(seed, today);
  for (let start = 0; start < plan.length; start += AT_ONCE) {
    await teller.all(plan.slice(start, start + AT_ONCE));
    onProgress?.(Math.min(start + AT_ONCE, plan.length), plan.length);
  }
  await endings(teller, new Date(today).toISOString().slice(0, 10));
  return (await bank.truth.head()).position;
}

/** A mistake undone, an account frozen, another closed: each needs to know what came before. */
async function endings(teller: SeedTeller, valueDate: string): Promise<void> {
  const twice = { account: 'A-1002', amount: '250', currency: 'EUR', valueDate };
  const cash = { ...twice, reference: 'Cash deposit' };
  await teller.one('teller-2', new DepositMoney(cash));
  const [again] = await teller.one('teller-2', new DepositMoney(cash));
  if (again) {
    const { stream: account, position, type, data } = again;
    const originals = [{ account, position, type, data }] as const;
    const reason = 'The same cash was entered twice';
    await teller.one('ada', new ReverseTransaction({ reason, originals }));
  }
  const { account } = frozen;
  await teller.one('ada', new FreezeAccount({ account, reason: 'Unusual payments under review' }));
  const reference = 'Refused while under review';
  await teller.one('teller-1', new DepositMoney({ ...twice, account, reference }));
  await close(teller, valueDate);
}

async function close(teller: SeedTeller, valueDate: string): Promise<void> {
  const { account, currency } = closed;
  const [refused] = await teller.one('grace', new CloseAccount({ account, reason: 'Moved away' }));
  const { numbers } = (refused?.data ?? {}) as { numbers?: { posted?: string } };
  const amount = numbers?.posted;
  if (amount !== undefined) {
    const reference = 'Paid out in full';
    const rest = { account, amount, currency, valueDate, reference };
    await teller.one('grace', new WithdrawMoney(rest));
  }
  await teller.one('grace', new CloseAccount({ account, reason: 'Moved away' }));
}

/** Sends commands in order, each under a key of its own. */
class SeedTeller {
  readonly #bank: Bank;
  readonly #seed: number;
  #sent = 0;

  constructor(bank: Bank, seed: number) {
    this.#bank = bank;
    this.#seed = seed;
  }

  async one(actor: string, command: BankingCommand): Promise<readonly StoredEvent[]> {
    const [facts] = await this.all([{ actor, command }]);
    return facts ?? [];
  }

  async all(
    asked: readonly { readonly actor: string; readonly command: BankingCommand }[],
  ): Promise<readonly (readonly StoredEvent[])[]> {
    const submissions = asked.map(({ actor, command }) => {
      this.#sent += 1;
      const key = `seed-${this.#seed}-${this.#sent}`;
      const provenance = { actor, correlationId: key, causationId: key, channel: 'seed' };
      return { command, context: { ...provenance, client: 'seed', key, fingerprint: key } };
    });
    const settled = await this.#bank.processor.executeEach(submissions);
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value.kind === 'recorded' ? result.value.facts : [];
    });
  }
}
