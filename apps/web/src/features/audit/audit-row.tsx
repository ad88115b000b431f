// One fact of the log in one line; it opens the fact beside the list.

import type { WireEvent } from '@passbook/contracts';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../ui/money.ts';
import { useTimes } from '../../ui/time.ts';
import { isRefused } from '../facts/fact.ts';
import { FactAmount } from '../facts/fact-amount.tsx';
import { FactIcon } from '../facts/fact-icon.tsx';
import { sentenceOf } from '../facts/sentences.ts';
import classes from './audit.module.css';

/** `y` copies the permalink of the row. */
function onKeyDown(event: React.KeyboardEvent, position: number): void {
  if (event.key !== 'y' || event.ctrlKey || event.metaKey) return;
  void navigator.clipboard.writeText(`${window.location.origin}/events/${position}`);
}

export function AuditRow({ fact }: { readonly fact: WireEvent }) {
  const times = useTimes();
  const { what, detail } = sentenceOf(fact);
  return (
    <Link
      from="/audit"
      to="/audit"
      search={(before) => ({ ...before, event: String(fact.position) })}
      resetScroll={false}
      preload={false}
      className={classes['row']}
      data-row
      data-refused={isRefused(fact) || undefined}
      onKeyDown={(event) => onKeyDown(event, fact.position)}
    >
      <span className={classes['position']}>{formatCount(fact.position)}</span>
      <time dateTime={fact.recordedAt}>{times.moment(fact.recordedAt)}</time>
      <span className={classes['stream']}>
        <span>{fact.stream}</span>
        <small>@{fact.version}</small>
      </span>
      <span className={classes['sentence']}>
        <FactIcon type={fact.type} />
        <span>
          {what}
          <small>
            {' '}
            by {fact.actor}
            {detail === undefined ? '' : ` · ${detail}`}
          </small>
        </span>
      </span>
      <span className={classes['amount']}>
        <FactAmount fact={fact} withCurrency />
      </span>
    </Link>
  );
}
