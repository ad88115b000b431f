// Bugs of the kind that live in rules: a check that is forgotten, a side that gets lost.

import {
  absent,
  bankingRulebook,
  formatMinor,
  type Account,
  type BankingCommand,
  type BankingEvent,
  type Refusal,
} from '@passbook/banking';
import type { Decision, World } from '@passbook/event-sourcing';
import type { Plant } from './plant.ts';

type Verdict = Decision<BankingEvent, Refusal>;
type Type = BankingCommand['type'];

/** Decides commands of some types in another way. */
function deciding(
  types: readonly Type[],
  decide: (command: BankingCommand, world: World<Account>, right: Verdict) => Verdict,
): Plant {
  return {
    options: (options) => ({
      ...options,
      rulebook: {
        ...bankingRulebook,
        decide: (command, world) => {
          const right = bankingRulebook.decide(command, world);
          return types.includes(command.type) ? decide(command, world, right) : right;
        },
      },
    }),
  };
}

/** Shows the rules other accounts than there are. */
const seeing =
  (change: (account: Account) => Account) =>
  (command: BankingCommand, world: World<Account>): Verdict =>
    bankingRulebook.decide(command, { ...world, state: (stream) => change(world.state(stream)) });

/** What an account needs to have is reckoned without what is set aside. */
export const holdsIgnored = deciding(
  ['WithdrawMoney', 'TransferMoney', 'PlaceHold'],
  (command, world, right) => {
    if (right.outcome === 'accepted' || right.refusal.code !== 'insufficient-funds') return right;
    const lenient = seeing((account) => ({
      ...account,
      overdraftLimit: account.overdraftLimit + account.held,
    }))(command, world);
    return lenient.outcome === 'accepted' ? withTrueLimits(lenient, world) : right;
  },
);

function withTrueLimits(
  decision: Extract<Verdict, { outcome: 'accepted' }>,
  world: World<Account>,
): Verdict {
  const events = decision.events.map(({ stream, event }) => {
    const { after } = event.data;
    const overdraftLimit = formatMinor(world.state(stream).overdraftLimit, after.currency);
    const data = { ...event.data, after: { ...after, overdraftLimit } };
    return { stream, event: { ...event, data } as BankingEvent };
  });
  return { ...decision, events };
}

/** The money leaves one account and arrives nowhere. */
export const secondSideLost = deciding(['TransferMoney'], (_, __, right) =>
  right.outcome === 'accepted' ? { ...right, events: right.events.slice(0, 1) } : right,
);

/** Nobody remembers what was reversed. */
export const reversedTwice = deciding(
  ['ReverseTransaction'],
  seeing((account) => ({ ...account, reversed: absent(account.id).reversed })),
);

/** A capture does not look at the clock. */
export const capturedTooLate = deciding(['CaptureHold'], (command, world) =>
  bankingRulebook.decide(command, { ...world, now: 0 }),
);

/** The clock that ends holds is an hour ahead. */
export const expiredTooEarly = deciding(['ExpireHold'], (command, world) =>
  bankingRulebook.decide(command, { ...world, now: world.now + 3_600_000 }),
);

/** An account is closed over its open holds. */
export const closedOverHolds = deciding(['CloseAccount'], (command, world, right) => {
  if (right.outcome === 'accepted' || right.refusal.code !== 'holds-open') return right;
  const blind = seeing((account) => ({ ...account, holds: new Map() }))(command, world);
  return blind.outcome === 'accepted' ? blind : right;
});

/** A freeze stops debits only. */
export const frozenTakesDeposits = deciding(
  ['DepositMoney'],
  seeing((account) => (account.status === 'frozen' ? { ...account, status: 'open' } : account)),
);

/** A hold that was given free stays in the books. */
export const releaseForgotten: Plant = {
  options: (options) => ({
    ...options,
    rulebook: {
      ...bankingRulebook,
      evolve: (account, event) => {
        const next = bankingRulebook.evolve(account, event);
        if (event.type !== 'HoldReleased' && event.type !== 'HoldExpired') return next;
        return { ...next, holds: account.holds };
      },
    },
  }),
};
