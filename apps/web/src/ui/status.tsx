// Where an account stands in its life: an icon and a word, never a colour alone.

import { IconCircleDot, IconLock, IconSnowflake } from '@tabler/icons-react';
import type { AccountStatus } from '@passbook/banking';
import classes from './layout.module.css';

const marks = {
  open: { icon: IconCircleDot, word: 'Open' },
  frozen: { icon: IconSnowflake, word: 'Frozen' },
  closed: { icon: IconLock, word: 'Closed' },
} as const;

export function StatusMark({ status }: { readonly status: AccountStatus }) {
  const { icon: Icon, word } = marks[status];
  return (
    <span className={classes['status']} data-status={status}>
      <Icon size={15} stroke={1.75} aria-hidden />
      {word}
    </span>
  );
}
