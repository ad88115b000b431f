// How specifications of rules are run, shown on the smallest domain that has two streams: cups.

import { fold, given, type DomainEvent, type Emitted, type Rulebook } from './index.ts';

type Poured = DomainEvent<'Poured', { readonly sips: number; readonly at: number }>;
type Spilled = DomainEvent<'Spilled', { readonly sips: number }>;
type PourRefused = DomainEvent<'PourRefused', { readonly free: number }>;
type CupEvent = Poured | Spilled | PourRefused;

interface Pour {
  readonly sips: number;
  readonly into: string;
  readonly from?: string;
}

interface Cup {
  readonly name: string;
  readonly sips: number;
  readonly refusals: number;
}

const SIZE = 10;

const cups: Rulebook<Pour, Cup, CupEvent, 'too-much'> = {
  eventTypes: ['Poured', 'Spilled', 'PourRefused'],
  refusalType: 'PourRefused',
  streamsOf: ({ into, from }) => (from === undefined ? [into] : [into, from]),
  exists: ({ sips }) => sips > 0,
  initial: (name) => ({ name, sips: 0, refusals: 0 }),
  decide({ sips, into, from }, world) {
    const free = SIZE - world.state(into).sips;
    if (sips > free) {
      const fact: CupEvent = { type: 'PourRefused', data: { free } };
      return {
        outcome: 'refused',
        refusal: 'too-much',
        events: [{ stream: into, event: fact }],
      };
    }
    const poured: CupEvent = { type: 'Poured', data: { sips, at: world.now } };
    const spilled: CupEvent = { type: 'Spilled', data: { sips } };
    return {
      outcome: 'accepted',
      events: [
        { stream: into, event: poured },
        ...(from === undefined ? [] : [{ stream: from, event: spilled }]),
      ],
    };
  },
  evolve(cup, event) {
    switch (event.type) {
      case 'Poured':
        return { ...cup, sips: cup.sips + event.data.sips };
      case 'Spilled':
        return { ...cup, sips: cup.sips - event.data.sips };
      case 'PourRefused':
        return { ...cup, refusals: cup.refusals + 1 };
    }
  },
  freeze: (cup) => JSON.stringify(cup),
  thaw: (text) => JSON.parse(text) as Cup,
};

const poured = (stream: string, sips: number): Emitted<CupEvent> => ({
  stream,
  event: { type: 'Poured', data: { sips, at: 0 } },
});

describe('a scenario', () => {
  it('starts from nothing: every stream is as it was before anything happened', () => {
    const scenario = given(cups);

    expect(scenario.state('blue')).toEqual({ name: 'blue', sips: 0, refusals: 0 });
    expect(scenario.decision).toBeUndefined();
  });

  it('starts from facts, each folded into its own stream', () => {
    const scenario = given(cups, [poured('blue', 3), poured('red', 4), poured('blue', 2)]);

    expect(scenario.state('blue').sips).toBe(5);
    expect(scenario.state('red').sips).toBe(4);
    expect(scenario.decision).toBeUndefined();
  });

  it('shows what was decided, and the state after it', () => {
    const scenario = given(cups, [poured('blue', 3)]).when({ sips: 4, into: 'blue' });

    expect(scenario.decision).toEqual({
      outcome: 'accepted',
      events: [{ stream: 'blue', event: { type: 'Poured', data: { sips: 4, at: 0 } } }],
    });
    expect(scenario.state('blue').sips).toBe(7);
  });

  it('changes every stream that a decision names', () => {
    const scenario = given(cups, [poured('red', 6)]).when({ sips: 4, into: 'blue', from: 'red' });

    expect(scenario.state('blue').sips).toBe(4);
    expect(scenario.state('red').sips).toBe(2);
  });

  it('records the fact of a refusal, and nothing else', () => {
    const scenario = given(cups, [poured('blue', 8)]).when({ sips: 3, into: 'blue' });

    expect(scenario.decision).toMatchObject({ outcome: 'refused', refusal: 'too-much' });
    expect(scenario.state('blue')).toEqual({ name: 'blue', sips: 8, refusals: 1 });
  });

  it('lets each decision see the ones before it', () => {
    const scenario = given(cups).when({ sips: 6, into: 'blue' }).when({ sips: 6, into: 'blue' });

    expect(scenario.decision?.outcome).toBe('refused');
    expect(scenario.state('blue').sips).toBe(6);
  });

  it('decides at the time of the scenario, unless a decision has its own', () => {
    const scenario = given(cups, [], 1_000);
    const timeOf = (at?: number) =>
      scenario.when({ sips: 1, into: 'blue' }, at).decision?.events[0]?.event.data;

    expect(timeOf()).toMatchObject({ at: 1_000 });
    expect(timeOf(2_000)).toMatchObject({ at: 2_000 });
    expect(timeOf()).toMatchObject({ at: 1_000 });
  });
});

describe('a fold', () => {
  const events = [poured('blue', 3), poured('blue', 4)].map(({ event }) => event);
  const empty = cups.initial('blue');

  it('of no events is the state it started from', () => {
    expect(fold(cups, empty, [])).toBe(empty);
  });

  it('takes events in order, from anything that can be iterated', () => {
    expect(fold(cups, empty, events).sips).toBe(7);
    expect(fold(cups, empty, new Set(events)).sips).toBe(7);
  });

  it('over a snapshot continues where the snapshot ends', () => {
    const snapshot = cups.thaw(cups.freeze(fold(cups, empty, events.slice(0, 1))));

    expect(fold(cups, snapshot, events.slice(1))).toEqual(fold(cups, empty, events));
  });
});
