// "Available after": the same decision as the real one, on the same state, without recording it.

import { useDebouncedValue } from '@mantine/hooks';
import type { DryRunReply } from '@passbook/contracts';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { ProblemError } from '../../api/client.ts';
import { dryRun, type CommandRequest } from '../../api/commands.ts';
import { Amount } from '../../ui/amount.tsx';
import { sayProblem } from '../facts/sentences.ts';
import classes from './money.module.css';

export function AvailableAfter({ request }: { readonly request: CommandRequest | undefined }) {
  const [asked] = useDebouncedValue(request, 250);
  const settled = asked !== undefined && JSON.stringify(asked) === JSON.stringify(request);
  const { data, error } = useQuery<DryRunReply>({
    queryKey: ['dry-run', asked],
    queryFn: asked === undefined ? skipToken : ({ signal }) => dryRun(asked, signal),
    staleTime: 0,
    gcTime: 10_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const refusal = settled && error instanceof ProblemError ? error.problem : undefined;
  return (
    <div className={classes['after']} aria-live="polite">
      {request === undefined ? (
        <span className={classes['quiet']}>Available after: fill in the amount</span>
      ) : refusal !== undefined ? (
        <span className={classes['warning']}>Would be refused: {sayProblem(refusal)}</span>
      ) : data === undefined || data.balances.length === 0 ? (
        <span className={classes['quiet']}>Available after: …</span>
      ) : (
        data.balances.map(({ accountId, balance }) => (
          <div key={accountId} className={classes['afterRow']}>
            <span>
              Available after
              {data.balances.length > 1 ? (
                <>
                  {' '}
                  on <code>{accountId}</code>
                </>
              ) : null}
            </span>
            <Amount value={balance.available} currency={balance.currency} />
          </div>
        ))
      )}
    </div>
  );
}
