// Bugs of the kind that live between the engine and its database.

import {
  CommitUnknown,
  type Append,
  type KeyReference,
  type LogStore,
  type LogTransaction,
} from '@passbook/event-store';
import type { Options, Plant } from './plant.ts';

/** Replaces calls of every transaction. */
function altered(
  store: LogStore,
  change: (transaction: LogTransaction) => Partial<LogTransaction>,
): LogStore {
  return {
    engine: store.engine,
    transaction: (work, keys) =>
      store.transaction(
        (transaction) =>
          work({
            head: transaction.head,
            held: transaction.held,
            factsAfter: (position) => transaction.factsAfter(position),
            snapshots: (streams, revision) => transaction.snapshots(streams, revision),
            tails: (starts, limit) => transaction.tails(starts, limit),
            factsByKey: (keys) => transaction.factsByKey(keys),
            eventIdAt: (position) => transaction.eventIdAt(position),
            append: (append) => transaction.append(append),
            ...change(transaction),
          }),
        keys,
      ),
  };
}

const inStore =
  (change: (transaction: LogTransaction) => Partial<LogTransaction>) =>
  (options: Options): Options => ({ ...options, store: altered(options.store, change) });

/** Nobody looks whether a key has an answer already. */
export const keyLookUpSkipped: Plant = {
  options: inStore(() => ({ factsByKey: () => Promise.resolve([]) })),
};

/** Only accepted commands are looked up: a refused key is decided anew. */
export const refusalNotSticky: Plant = {
  options: inStore((transaction) => ({
    factsByKey: async (keys) => {
      const facts = await transaction.factsByKey(keys);
      return facts.filter(({ type }) => type !== 'CommandRefused');
    },
  })),
};

/** After a lost answer to a commit nobody looks whether it happened. */
export const doubtForgotten: Plant = {
  options: inStore(() => ({ eventIdAt: () => Promise.resolve(undefined) })),
};

/** What another server wrote is not noticed. */
export const cacheOutOfDate: Plant = {
  options: inStore(() => ({ factsAfter: () => Promise.resolve([]) })),
};

/** A snapshot is taken for one fact older than it is: that fact counts twice. */
export const snapshotOfAnotherVersion: Plant = {
  options: inStore((transaction) => ({
    snapshots: async (streams, revision) => {
      const snapshots = await transaction.snapshots(streams, revision);
      return snapshots.map((snapshot) => ({ ...snapshot, version: snapshot.version - 1 }));
    },
  })),
};

/** Nobody asks for the last time in the log: a clock that is set back sets it back too. */
export const rawClock: Plant = {
  options: inStore((transaction) => ({ head: { ...transaction.head, recordedAt: '' } })),
};

/** A commit that failed is taken for one that went well. */
export const failedCommitSwallowed: Plant = {
  options: (options) => ({
    ...options,
    store: {
      engine: options.store.engine,
      transaction: async <T>(
        work: (transaction: LogTransaction) => Promise<T>,
        keys?: readonly KeyReference[],
      ): Promise<T> => {
        const done: { value?: T } = {};
        try {
          return await options.store.transaction(async (transaction) => {
            done.value = await work(transaction);
            return done.value;
          }, keys);
        } catch (error) {
          if (error instanceof CommitUnknown && 'value' in done) return done.value;
          throw error;
        }
      },
    },
  }),
};

/** Facts are announced when they are written, not when they are committed. */
export const publishedBeforeCommit: Plant = {
  options: ({ onRecorded, ...options }) => ({
    ...options,
    store: altered(options.store, (transaction) => ({
      append: async (append) => {
        await transaction.append(append);
        onRecorded?.(append.events.map(({ event }) => event));
      },
    })),
  }),
};

/** The second half of a batch is committed after the first: a saga that a crash cuts in two. */
export const appendInTwo: Plant = {
  options: (options) =>
    writingLater(options, ({ events, ...rest }) => {
      const middle = Math.ceil(events.length / 2);
      const first = { ...rest, events: events.slice(0, middle) };
      if (middle === events.length) return [first, undefined];
      return [first, { snapshots: [], projected: [], events: events.slice(middle) }];
    }),
};

/** Decided while holding the head, written after letting it go and taking it again. */
export const headLockDropped: Plant = {
  options: (options) => writingLater(options, (append) => [undefined, append]),
};

/** Writes a part of each batch in a transaction of its own, after the one that decided. */
function writingLater(
  options: Options,
  parts: (append: Append) => readonly [Append | undefined, Append | undefined],
): Options {
  const { store } = options;
  const transaction = async <T>(work: (transaction: LogTransaction) => Promise<T>): Promise<T> => {
    const later: Append[] = [];
    const halving = altered(store, (inner) => ({
      append: async (append) => {
        const [now, rest] = parts(append);
        if (rest) later.push(rest);
        if (now) await inner.append(now);
      },
    }));
    const result = await halving.transaction(work);
    for (const append of later) {
      await store.transaction((inner) => inner.append(atTheEnd(append, inner.head.position)));
    }
    return result;
  };
  return { ...options, store: { engine: store.engine, transaction } };
}

/** Positions as a sequence of the database would give them: whatever is next. */
function atTheEnd(append: Append, position: number): Append {
  const events = append.events.map((row, index) => ({
    ...row,
    event: { ...row.event, position: position + index + 1 },
  }));
  return { ...append, events };
}
