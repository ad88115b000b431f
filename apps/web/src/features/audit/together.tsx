// What one request caused: all its facts, and that its money came from somewhere.

import type { WireEvent } from '@passbook/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { feedQuery } from '../../api/queries.ts';
import { formatCount } from '../../ui/money.ts';
import { FactAmount } from '../facts/fact-amount.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import classes from './fact.module.css';

const SHOWN = 6;

export function Together({ fact }: { readonly fact: WireEvent }) {
  const { data = [] } = useQuery(feedQuery({ correlation: fact.correlationId }, SHOWN + 1));
  if (data.length < 2) return null;
  return (
    <section className={classes['together']}>
      <h3>Recorded by the same request</h3>
      <ul>
        {data.slice(0, SHOWN).map((one) => (
          <li key={one.position} data-here={one.position === fact.position || undefined}>
            <Link to="/events/$position" params={{ position: String(one.position) }}>
              {formatCount(one.position)}
            </Link>
            <span>
              {one.stream}: {sentenceOf(one).what}
            </span>
            <FactAmount fact={one} withCurrency />
          </li>
        ))}
      </ul>
      {data.length > SHOWN ? (
        <Link to="/audit" search={{ correlation: fact.correlationId }}>
          All of them in the audit log
        </Link>
      ) : null}
    </section>
  );
}
