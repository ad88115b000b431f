// The account before a fact, and the facts before and after it in the same stream.

import type { AccountView, WireEvent } from '@passbook/contracts';
import { useQuery } from '@tanstack/react-query';
import { accountAtQuery, accountQuery } from '../../api/queries.ts';

interface Neighbours {
  /** The account as the fact before left it; undefined for the first, and while it loads. */
  readonly before: AccountView | undefined;
  readonly previous: number | undefined;
  readonly next: number | undefined;
}

export function useNeighbours({ stream, version }: WireEvent): Neighbours {
  const { data: now } = useQuery(accountQuery(stream));
  const { data: before } = useQuery({
    ...accountAtQuery(stream, version - 1),
    enabled: version > 1,
  });
  const { data: after } = useQuery({
    ...accountAtQuery(stream, version + 1),
    enabled: now !== undefined && now.version > version,
  });
  return {
    before: version > 1 ? before : undefined,
    previous: version > 1 ? before?.position : undefined,
    next: now !== undefined && now.version > version ? after?.position : undefined,
  };
}
