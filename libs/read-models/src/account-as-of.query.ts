// One account as it stood at a moment, by the fold of its facts up to then.

import { bankingRulebook, type Account, type BankingEvent } from '@passbook/banking';
import type { AccountQuery, AccountView } from '@passbook/contracts';
import type { LogReader, Position, StoredEvent } from '@passbook/event-store';
import { balanceOf } from './account-row.ts';
import { openHolds } from './accounts.projection.ts';
import { endOf } from './moments.ts';

type Moment = Pick<AccountQuery, 'asOf' | 'atPosition' | 'atVersion'>;

/** How many facts of one account are folded at once. */
const PAGE = 5_000;

/** One account as it stood; undefined before it was opened, and beyond its last version. */
export async function accountAsOf(
  log: LogReader,
  id: string,
  moment: Moment,
): Promise<AccountView | undefined> {
  const { atVersion } = moment;
  const upTo = atVersion === undefined ? await positionOf(log, moment) : undefined;
  let state: Account = bankingRulebook.initial(id);
  let first: StoredEvent | undefined;
  let last: StoredEvent | undefined;
  let moved: StoredEvent | undefined;
  let closed: StoredEvent | undefined;
  for (let version = 0; ;) {
    const query = log
      .query()
      .where('event.stream = :id AND event.version > :version', { id, version })
      .orderBy('event.version', 'ASC')
      .limit(PAGE);
    if (atVersion !== undefined) query.andWhere('event.version <= :atVersion', { atVersion });
    if (upTo !== undefined) query.andWhere('event.position <= :upTo', { upTo });
    const facts = await log.facts(query);
    for (const fact of facts) {
      const before = state;
      state = bankingRulebook.evolve(state, fact as unknown as BankingEvent);
      if (state.status !== 'absent') first ??= fact;
      last = fact;
      if (state.posted !== before.posted) moved = fact;
      if (state.status === 'closed' && before.status !== 'closed') closed = fact;
    }
    if (facts.length < PAGE) break;
    version = last?.version ?? version;
  }
  if (!first || !last || state.status === 'absent') return undefined;
  if (atVersion !== undefined && last.version < atVersion) return undefined;
  return {
    id,
    owner: state.owner,
    status: state.status,
    currency: state.currency,
    balance: balanceOf(state.currency, state),
    version: last.version,
    position: last.position,
    openedAt: first.recordedAt,
    lastMovementAt: moved?.recordedAt ?? null,
    ...(closed && { closedAt: closed.recordedAt }),
    holds: [...openHolds(state)],
  };
}

/** The last place that a moment counts; of now there is none. */
export async function positionOf(
  log: LogReader,
  { asOf, atPosition }: Moment,
): Promise<Position | undefined> {
  return asOf === undefined ? atPosition : log.lastAt(endOf(asOf));
}

/** A moment under the name and in the words in which it was asked for. */
export function asked({ asOf, atPosition, atVersion }: Moment): Moment {
  return {
    ...(atPosition !== undefined && { atPosition }),
    ...(asOf !== undefined && { asOf }),
    ...(atVersion !== undefined && { atVersion }),
  };
}
