// The accounts table: each row is the account as its last fact left it, never a running sum.

import { formatMinor, type Account, type BankingEvent } from '@passbook/banking';
import type { OpenHold } from '@passbook/contracts';
import type {
  Cell,
  FoldedFact,
  InlineProjection,
  ProjectedColumn,
  Touched,
} from '@passbook/event-store';

const columns: readonly ProjectedColumn[] = [
  { name: 'id', type: 'text' },
  { name: 'owner', type: 'text' },
  { name: 'owner_key', type: 'text' },
  { name: 'currency', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'posted', type: 'bigint' },
  { name: 'held', type: 'bigint' },
  { name: 'overdraft_limit', type: 'bigint' },
  { name: 'version', type: 'bigint' },
  { name: 'position', type: 'bigint' },
  { name: 'opened_at', type: 'text', sticky: true },
  { name: 'opened_position', type: 'bigint', sticky: true },
  { name: 'last_movement_at', type: 'text', sticky: true },
  { name: 'activity', type: 'bigint', sticky: true },
  { name: 'closed_at', type: 'text', sticky: true },
  { name: 'holds', type: 'text' },
  { name: 'next_expiry', type: 'bigint' },
];

/** Balances beside the facts that made them, in the same transaction. */
export const accountsProjection: InlineProjection<Account, BankingEvent> = {
  table: 'accounts',
  columns,
  row(touched: Touched<Account, BankingEvent>): readonly Cell[] | undefined {
    const { stream, version, before, state, facts } = touched;
    // Its opening was refused: the fact of that stands in the log, and there is no account.
    if (state.status === 'absent') return undefined;
    const opened =
      before.status === 'absent' ? facts.find(({ type }) => type === 'AccountOpened') : undefined;
    const moved = lastMovement(before, facts);
    const closed =
      before.status === 'closed'
        ? undefined
        : facts.find(({ data }) => data.after.status === 'closed');
    return [
      stream,
      state.owner,
      state.owner.toLowerCase(),
      state.currency,
      state.status,
      state.posted,
      state.held,
      state.overdraftLimit,
      version,
      facts.at(-1)?.position ?? null,
      opened?.recordedAt ?? null,
      opened?.position ?? null,
      moved?.recordedAt ?? null,
      moved?.position ?? opened?.position ?? null,
      closed?.recordedAt ?? null,
      state.holds.size === 0 ? '[]' : JSON.stringify(openHolds(state)),
      nextExpiry(state),
    ];
  },
};

/** The last of the facts that changed what is posted, whatever it is called. */
function lastMovement(
  before: Account,
  facts: readonly FoldedFact<BankingEvent>[],
): FoldedFact<BankingEvent> | undefined {
  // What was refused before the opening may have been meant in another currency.
  const own =
    before.status === 'absent' ? facts.filter(({ data }) => data.after.status !== 'absent') : facts;
  const [first] = own;
  if (!first) return undefined;
  let posted = formatMinor(before.posted, first.data.after.currency);
  let last: FoldedFact<BankingEvent> | undefined;
  for (const fact of own) {
    if (fact.data.after.posted !== posted) last = fact;
    posted = fact.data.after.posted;
  }
  return last;
}

/** The open holds as they stand on the wire, oldest first. */
export function openHolds({ holds, currency }: Account): readonly OpenHold[] {
  return [...holds.values()].map(({ id, amount, expiresAt, reference }) => ({
    id,
    amount: formatMinor(amount, currency),
    ...(reference !== undefined && { reference }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  }));
}

function nextExpiry({ holds }: Account): number | null {
  let next: number | null = null;
  for (const { expiresAt } of holds.values()) {
    if (expiresAt !== undefined && (next === null || expiresAt < next)) next = expiresAt;
  }
  return next;
}
