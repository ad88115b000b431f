// One fact of the log at its permanent address.

import { IconFileUnknown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ProblemError } from '../../api/client.ts';
import { eventQuery } from '../../api/queries.ts';
import { PageHeading } from '../../ui/heading.tsx';
import { formatCount } from '../../ui/money.ts';
import { Bones, Empty, Panel } from '../../ui/panel.tsx';
import { typeWords } from '../facts/fact.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import classes from './fact.module.css';
import { FactView } from './fact-view.tsx';

const route = getRouteApi('/events/$position');

export function EventPage() {
  const { position } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: fact, error, refetch } = useQuery(eventQuery(Number(position)));
  if (fact === undefined) {
    return error === null ? (
      <>
        <PageHeading title={`Position ${position}`} />
        <Bones rows={10} height={36} label="the fact" />
      </>
    ) : (
      <Missing error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <PageHeading
        title={typeWords[fact.type]}
        eyebrow={`Fact at position ${formatCount(fact.position)}`}
      />
      <Panel className={classes['page']}>
        <FactView
          fact={fact}
          tab={tab ?? 'summary'}
          onTab={(next) =>
            void navigate({ search: { tab: next === 'summary' ? undefined : next }, replace: true })
          }
          onPosition={(next) =>
            void navigate({ params: { position: String(next) }, search: { tab } })
          }
        />
      </Panel>
    </>
  );
}

function Missing({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const absent = error instanceof ProblemError && error.problem.status < 500;
  return (
    <>
      <PageHeading title={absent ? 'No such fact' : 'The fact'} />
      <Panel>
        {absent ? (
          <Empty
            icon={IconFileUnknown}
            title={error.message}
            actions={<Link to="/audit">Go to the audit log</Link>}
          >
            Positions count 1, 2, 3 … without a gap; this one is not recorded.
          </Empty>
        ) : (
          <ProblemPanel what="The fact" error={error} onRetry={onRetry} />
        )}
      </Panel>
    </>
  );
}
