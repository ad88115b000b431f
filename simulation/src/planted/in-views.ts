// Bugs of the kind that live at the edges: projections, readers, and the desk that takes commands.

import type { Account, BankingEvent } from '@passbook/banking';
import type { Cell, InlineProjection, LogReader, Outcome } from '@passbook/event-store';
import type { Refusal } from '@passbook/banking';
import { accountsProjection, type AuditLog } from '@passbook/read-models';
import type { Options, Plant } from './plant.ts';

const POSTED = accountsProjection.columns.findIndex(({ name }) => name === 'posted');

const projecting =
  (row: () => InlineProjection<Account, BankingEvent>['row']) =>
  (options: Options): Options => ({
    ...options,
    projections: [{ ...accountsProjection, row: row() }],
  });

/** A balance is added to, so that a batch that is tried again counts twice. */
export const addedInsteadOfAssigned: Plant = {
  options: projecting(() => {
    const sums = new Map<string, bigint>();
    return (touched) => {
      const { stream, before, state } = touched;
      const sum = (sums.get(stream) ?? before.posted) + state.posted - before.posted;
      sums.set(stream, sum);
      return replaced(accountsProjection.row(touched), sum);
    };
  }),
};

/** Money goes through a floating-point number. */
export const moneyAsFloat: Plant = {
  options: projecting(() => (touched) => {
    const { posted: minor } = touched.state;
    return replaced(accountsProjection.row(touched), BigInt.asIntN(64, BigInt(Number(minor))));
  }),
};

function replaced(row: readonly Cell[] | undefined, posted: bigint): readonly Cell[] | undefined {
  return row?.map((cell, index) => (index === POSTED ? posted : cell));
}

/** A method keeps its own object, whose private fields a proxy has not. */
function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
}

/** A follower asks for what comes after the next fact. */
export const tailSkips: Plant = {
  reader: (reader) =>
    new Proxy(reader, {
      get(target, name) {
        if (name !== 'after') return bound(target, name);
        return (position: number, limit: number): ReturnType<LogReader['after']> =>
          target.after(position === 0 ? 0 : position + 1, limit);
      },
    }),
};

/** The cursor stands behind the fact after the last one of the page. */
export const pageSkips: Plant = {
  audit: (audit) =>
    new Proxy(audit, {
      get(target, name) {
        if (name !== 'history') return bound(target, name);
        return async (...[account, query]: Parameters<AuditLog['history']>) => {
          const page = await target.history(account, { ...query, limit: query.limit + 1 });
          return { ...page, data: page.data.slice(0, query.limit) };
        };
      },
    }),
};

/** If-Match is read and forgotten. */
export const conditionIgnored: Plant = {
  desk: (desk) => ({
    execute: ({ command, context: { expectedVersion: _, ...context } }) =>
      desk.execute({ command, context }),
    executeAtomically: (submissions) => desk.executeAtomically(submissions),
    preview: (submission) => desk.preview(submission),
  }),
};

/** A bulk that is all or nothing is carried out one by one. */
export const bulkInPieces: Plant = {
  desk: (desk) => ({
    execute: (submission) => desk.execute(submission),
    preview: (submission) => desk.preview(submission),
    executeAtomically: async (submissions) => {
      const outcomes: Outcome<Refusal>[] = [];
      for (const [failed, submission] of submissions.entries()) {
        const outcome = await desk.execute(submission);
        const refused = 'facts' in outcome && outcome.facts[0]?.type === 'CommandRefused';
        if (outcome.kind !== 'recorded' || refused) return { kind: 'undone', failed, outcome };
        outcomes.push(outcome);
      }
      return { kind: 'applied', outcomes };
    },
  }),
};

/** A rehearsal that is the performance. */
export const dryRunWrites: Plant = {
  desk: (desk) => ({
    execute: (submission) => desk.execute(submission),
    executeAtomically: (submissions) => desk.executeAtomically(submissions),
    preview: async (submission) => {
      const { key: _, ...context } = submission.context;
      const preview = await desk.preview(submission);
      await desk.execute({ command: submission.command, context });
      return preview;
    },
  }),
};
