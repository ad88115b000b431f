// The rulebook of the bank: all commands, all events, one way to decide and one to evolve.

import type { Decision, Emitted, Rulebook, World } from '@passbook/event-sourcing';
import { absent, after, type Account, type After, type Hold } from './account.ts';
import { GrowingSet } from './growing-set.ts';
import { holdEffects, holdRules, type HoldCommand, type HoldEvent } from './holds.ts';
import {
  lifecycleEffects,
  lifecycleRules,
  type LifecycleCommand,
  type LifecycleEvent,
} from './lifecycle.ts';
import {
  movementEffects,
  movementRules,
  type MovementCommand,
  type MovementEvent,
} from './movements.ts';
import { isRefusal, isUnrecorded, type Refusal, type RefusalCode } from './refusals.ts';
import {
  reversalEffects,
  reversalRules,
  type ReversalCommand,
  type ReversalEvent,
} from './reversals.ts';
import { emit, withoutUndefined, type Effects, type Fact, type Rules } from './rules.ts';

/** Everything that can be asked of the bank. */
export type BankingCommand = LifecycleCommand | MovementCommand | HoldCommand | ReversalCommand;

/** A "no" as a fact: what was asked, which rule refused it, and its numbers. */
export type CommandRefused = Fact<
  'CommandRefused',
  {
    command: BankingCommand['type'];
    code: RefusalCode;
    numbers: Refusal['numbers'];
    request: Readonly<Record<string, unknown>>;
  }
>;

/** Everything that can have happened in the bank. */
export type BankingEvent =
  LifecycleEvent | MovementEvent | HoldEvent | ReversalEvent | CommandRefused;

export type BankingEventType = BankingEvent['type'];

const rules: Rules<BankingCommand, BankingEvent> = {
  ...lifecycleRules,
  ...movementRules,
  ...holdRules,
  ...reversalRules,
};

const effects: Effects<BankingEvent> = {
  ...lifecycleEffects,
  ...movementEffects,
  ...holdEffects,
  ...reversalEffects,
  CommandRefused: (account) => account,
};

/** Every event type of the bank. */
export const bankingEventTypes = Object.keys(effects) as readonly BankingEventType[];

/** Every command type of the bank. */
export const bankingCommandTypes = Object.keys(rules) as readonly BankingCommand['type'][];

/** The rules of the bank, in the form that the engine runs. */
export const bankingRulebook: Rulebook<BankingCommand, Account, BankingEvent, Refusal> = {
  eventTypes: bankingEventTypes,
  refusalType: 'CommandRefused',
  initial: absent,
  exists: ({ status }) => status !== 'absent',
  streamsOf,
  decide,
  evolve,
  freeze,
  thaw,
};

function streamsOf(command: BankingCommand): readonly string[] {
  switch (command.type) {
    case 'TransferMoney':
      return [command.data.from, command.data.to];
    case 'ReverseTransaction':
      return command.data.originals.map(({ account }) => account);
    default:
      return [command.data.account];
  }
}

function decide(command: BankingCommand, world: World<Account>): Decision<BankingEvent, Refusal> {
  const rule = rules[command.type] as (
    data: BankingCommand['data'],
    bank: { account(id: string): Account; now: number },
  ) => readonly Emitted<BankingEvent>[] | Refusal;
  const answer = rule(command.data, { account: (id) => world.state(id), now: world.now });
  if (!isRefusal(answer)) return { outcome: 'accepted', events: answer };
  const [main = ''] = streamsOf(command);
  if (isUnrecorded(answer.code)) return { outcome: 'refused', refusal: answer, events: [] };
  const fact = emit<CommandRefused>(asAsked(world.state(main), command), 'CommandRefused', {
    command: command.type,
    code: answer.code,
    numbers: answer.numbers,
    request: requestOf(command),
  });
  return { outcome: 'refused', refusal: answer, events: [fact] };
}

/** An account that never came to be has no currency but the one that it was to be kept in. */
function asAsked(account: Account, { type, data }: BankingCommand): Account {
  return type === 'OpenAccount' ? inCurrency(account, data.currency) : account;
}

function inCurrency(account: Account, currency: string): Account {
  return account.status === 'absent' ? { ...account, currency } : account;
}

/** What was asked, as plain JSON; of a reversal only what names its original. */
function requestOf(command: BankingCommand): Readonly<Record<string, unknown>> {
  if (command.type !== 'ReverseTransaction') return withoutUndefined(command.data);
  const [{ position }] = command.data.originals;
  return { position, reason: command.data.reason };
}

/**
 * The account after an event.
 * @throws Error when the event's `after` is not what its movement leads to: the log is damaged
 */
export function evolve(account: Account, event: BankingEvent): Account {
  const effect = effects[event.type] as (account: Account, data: unknown) => Account;
  const next = effect(account, event.data);
  const recorded = event.data.after;
  const refusal = event.type === 'CommandRefused';
  const computed = after(refusal ? inCurrency(next, recorded.currency) : next);
  for (const name of Object.keys(computed) as (keyof After)[]) {
    if (computed[name] !== recorded[name]) {
      throw new Error(
        `${event.type} leaves account ${account.id} with ${name} ${computed[name]}, ` +
          `but says ${recorded[name]}`,
      );
    }
  }
  return next;
}

type FrozenHold = Omit<Hold, 'amount'> & { readonly amount: string };

function freeze(account: Account): string {
  return JSON.stringify(account, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (value instanceof Map) return [...(value.values() as Iterable<unknown>)];
    return value instanceof GrowingSet ? [...(value as Iterable<unknown>)] : value;
  });
}

function thaw(text: string): Account {
  const frozen = JSON.parse(text) as Record<'posted' | 'held' | 'overdraftLimit', string> &
    Pick<Account, 'id' | 'status' | 'owner' | 'currency'> & {
      readonly holds: readonly FrozenHold[];
      readonly settledHolds: readonly string[];
      readonly reversed: readonly number[];
    };
  return {
    ...frozen,
    posted: BigInt(frozen.posted),
    held: BigInt(frozen.held),
    overdraftLimit: BigInt(frozen.overdraftLimit),
    holds: new Map(
      frozen.holds.map(({ id, amount, expiresAt, reference }) => [
        id,
        { id, amount: BigInt(amount), expiresAt, reference },
      ]),
    ),
    settledHolds: GrowingSet.of(frozen.settledHolds),
    reversed: GrowingSet.of(frozen.reversed),
  };
}
