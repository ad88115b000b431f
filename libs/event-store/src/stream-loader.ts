// Brings states into memory: from the cache, else from a snapshot and the facts after it.

import type { DomainEvent, Rulebook } from '@passbook/event-sourcing';
import type { LogTransaction, TailStart } from './log-store.ts';
import type { StateCache, StreamState } from './state-cache.ts';

interface Wanted<State, Event extends DomainEvent> {
  readonly rulebook: Pick<Rulebook<never, State, Event, unknown>, 'initial' | 'evolve' | 'thaw'>;
  readonly revision: string;
  readonly cache: StateCache<State>;
  readonly streams: ReadonlySet<string>;
}

/** How many facts are read at once: a long stream must not fill the memory. */
const PAGE = 10_000;

/** Takes the cached states to the head, by the facts that others recorded since. */
export async function catchUp<State, Event extends DomainEvent>(
  transaction: LogTransaction,
  { rulebook, cache }: Pick<Wanted<State, Event>, 'rulebook' | 'cache'>,
): Promise<void> {
  const { position } = transaction.head;
  if (position === cache.position) return;
  const near = position > cache.position && cache.position > 0;
  const steps = near ? await transaction.factsAfter(cache.position) : undefined;
  if (!steps) cache.clear();
  for (const { stream, version, type, data } of steps ?? []) {
    const before = cache.get(stream);
    // A state that was loaded since may count this fact already.
    if (!before || version <= before.version) continue;
    if (version === before.version + 1) {
      const state = rulebook.evolve(before.state, { type, data } as Event);
      cache.set(stream, { ...before, state, version });
    } else cache.delete(stream);
  }
  cache.position = position;
}

/** The named streams as they stand at the head that the transaction holds or counts on. */
export async function loadStreams<State, Event extends DomainEvent>(
  transaction: LogTransaction,
  { rulebook, revision, cache, streams }: Wanted<State, Event>,
): Promise<ReadonlyMap<string, StreamState<State>>> {
  const states = new Map<string, StreamState<State>>();
  const missing: string[] = [];
  for (const stream of streams) {
    const cached = cache.get(stream);
    if (cached) states.set(stream, cached);
    else missing.push(stream);
  }
  if (missing.length === 0) return states;
  for (const stream of missing) {
    states.set(stream, { state: rulebook.initial(stream), version: 0, snapshotAt: 0 });
  }
  for (const { stream, version, state } of await transaction.snapshots(missing, revision)) {
    states.set(stream, { state: rulebook.thaw(state), version, snapshotAt: version });
  }
  const starts = (): TailStart[] =>
    missing.map((stream) => ({ stream, after: states.get(stream)?.version ?? 0 }));
  for (let more = true; more;) {
    const facts = await transaction.tails(starts(), PAGE);
    for (const { stream, version, type, data } of facts) {
      const before = states.get(stream);
      if (!before) continue;
      const state = rulebook.evolve(before.state, { type, data } as Event);
      states.set(stream, { state, version, snapshotAt: before.snapshotAt });
    }
    more = facts.length === PAGE;
  }
  for (const stream of missing) {
    const state = states.get(stream);
    if (state) cache.set(stream, state);
  }
  return states;
}
