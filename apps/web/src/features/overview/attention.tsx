// What deserves a look: attempts that rules refused, and accounts that are frozen.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountsQuery, feedQuery } from '../../api/queries.ts';
import { Panel } from '../../ui/panel.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import classes from './overview.module.css';

const refused = { outcome: 'refused' } as const;
const SHOWN = 4;

export function Attention() {
  const { data: attempts = [] } = useQuery(feedQuery(refused, SHOWN));
  const { data: frozen } = useInfiniteQuery(accountsQuery({ status: 'frozen' }, SHOWN));
  const accounts = frozen?.pages[0]?.data ?? [];
  const nothing = attempts.length === 0 && accounts.length === 0;
  return (
    <Panel
      title="Worth a look"
      aside={
        <Link to="/audit" search={refused}>
          Refused attempts
        </Link>
      }
    >
      {nothing ? <p className={classes['none']}>Nothing refused, nothing frozen.</p> : null}
      <ul className={classes['attention']}>
        {accounts.map(({ id, owner }) => (
          <li key={id}>
            <Link to="/accounts/$accountId" params={{ accountId: id }}>
              {owner}
            </Link>
            <small>{id} is frozen</small>
          </li>
        ))}
        {attempts.map((fact) => {
          const { what, detail } = sentenceOf(fact);
          return (
            <li key={fact.position}>
              <Link to="/events/$position" params={{ position: String(fact.position) }}>
                {what}
              </Link>
              <small>
                {fact.stream}: {detail}
              </small>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
