// The smallest domain that exercises the whole engine: tallies that are counted up and down.

import type { Decision, Rulebook, World } from '@passbook/event-sourcing';
import type { InlineProjection } from '../projection.ts';

export type TallyCommand =
  | { readonly do: 'open'; readonly tally: string; readonly note?: string }
  | { readonly do: 'add' | 'take'; readonly tally: string; readonly amount: bigint }
  | { readonly do: 'move'; readonly from: string; readonly to: string; readonly amount: bigint }
  /** A rule that breaks, a projection that breaks, and a rule that writes where it never said. */
  | { readonly do: 'break' | 'curse'; readonly tally: string }
  | { readonly do: 'stray'; readonly tally: string; readonly into: string };

/** `after` is the value that the fact left: facts are assigned, not added. */
export type TallyEvent =
  | { readonly type: 'Opened'; readonly data: { readonly after: string; readonly note?: string } }
  | {
      readonly type: 'Added' | 'Taken';
      readonly data: { readonly amount: string; readonly after: string };
    }
  | { readonly type: 'Cursed'; readonly data: { readonly after: string } }
  | {
      readonly type: 'Refused';
      readonly data: { readonly reason: string; readonly asked: string; readonly after: string };
    };

export type TallyRefusal = 'no-such-tally' | 'already-open' | 'not-enough' | 'too-much';

export interface Tally {
  readonly open: boolean;
  readonly value: bigint;
  readonly facts: number;
  readonly cursed: boolean;
  readonly note: string | null;
}

/** The largest value of a signed 64-bit column; the smallest is its negation. */
export const MOST = 2n ** 63n - 1n;

type TallyDecision = Decision<TallyEvent, TallyRefusal>;

export const tallyRulebook: Rulebook<TallyCommand, Tally, TallyEvent, TallyRefusal> = {
  eventTypes: ['Opened', 'Added', 'Taken', 'Cursed', 'Refused'],
  refusalType: 'Refused',
  streamsOf: (command) => (command.do === 'move' ? [command.from, command.to] : [command.tally]),
  exists: (state) => state.open,
  initial: () => ({ open: false, value: 0n, facts: 0, cursed: false, note: null }),
  decide,
  evolve: (state, event) => ({
    open: true,
    value: BigInt(event.data.after),
    facts: state.facts + 1,
    cursed: state.cursed || event.type === 'Cursed',
    note: event.type === 'Opened' ? (event.data.note ?? null) : state.note,
  }),
  freeze: (state) => JSON.stringify({ ...state, value: String(state.value) }),
  thaw: (text) => {
    const state = JSON.parse(text) as Omit<Tally, 'value'> & { readonly value: string };
    return { ...state, value: BigInt(state.value) };
  },
};

function decide(command: TallyCommand, world: World<Tally>): TallyDecision {
  switch (command.do) {
    case 'open':
      return open(command, world);
    case 'add':
      return step(world, command.tally, command.amount);
    case 'take':
      return step(world, command.tally, -command.amount);
    case 'move':
      return move(command, world);
    case 'break':
      throw new Error(`the rule broke at ${command.tally}`);
    case 'curse':
      return accepted(command.tally, {
        type: 'Cursed',
        data: { after: String(world.state(command.tally).value) },
      });
    case 'stray':
      return accepted(command.into, { type: 'Added', data: { amount: '1', after: '1' } });
  }
}

function open(
  { tally, note }: Extract<TallyCommand, { do: 'open' }>,
  world: World<Tally>,
): TallyDecision {
  if (world.state(tally).open) return refused(world, tally, 'already-open', 0n);
  return accepted(tally, {
    type: 'Opened',
    data: { after: '0', ...(note !== undefined && { note }) },
  });
}

function step(world: World<Tally>, tally: string, amount: bigint): TallyDecision {
  const { open: exists, value } = world.state(tally);
  if (!exists) return { outcome: 'refused', refusal: 'no-such-tally', events: [] };
  const after = value + amount;
  if (after > MOST) return refused(world, tally, 'too-much', amount);
  if (after < -MOST) return refused(world, tally, 'not-enough', amount);
  // Only a movement of the whole range may go below zero: it is how the edges are reached.
  if (amount < 0n && amount > -MOST && after < 0n) {
    return refused(world, tally, 'not-enough', amount);
  }
  const type = amount < 0n ? 'Taken' : 'Added';
  return accepted(tally, { type, data: { amount: String(amount), after: String(after) } });
}

function move(
  { from, to, amount }: Extract<TallyCommand, { do: 'move' }>,
  world: World<Tally>,
): TallyDecision {
  const taken = step(world, from, -amount);
  if (taken.outcome === 'refused') return taken;
  const added = step(world, to, amount);
  if (added.outcome === 'refused') return added;
  return { outcome: 'accepted', events: [...taken.events, ...added.events] };
}

function accepted(stream: string, event: TallyEvent): TallyDecision {
  return { outcome: 'accepted', events: [{ stream, event }] };
}

function refused(
  world: World<Tally>,
  stream: string,
  refusal: TallyRefusal,
  asked: bigint,
): TallyDecision {
  const after = String(world.state(stream).value);
  const data = { reason: refusal, asked: String(asked), after };
  return { outcome: 'refused', refusal, events: [{ stream, event: { type: 'Refused', data } }] };
}

/** One row for each tally; it breaks at a cursed one. */
export const talliesProjection: InlineProjection<Tally, TallyEvent> = {
  table: 'tallies',
  columns: [
    { name: 'id', type: 'text' },
    { name: 'value', type: 'bigint' },
    { name: 'version', type: 'bigint' },
    { name: 'facts', type: 'bigint' },
    { name: 'note', type: 'text', sticky: true },
  ],
  row: ({ stream, version, state, facts }) => {
    if (state.cursed) throw new Error(`the projection broke at ${stream}`);
    const opened = facts.some(({ type }) => type === 'Opened');
    return [stream, state.value, version, state.facts, opened ? state.note : null];
  },
};
