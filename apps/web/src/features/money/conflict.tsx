// The account moved while a form was open: says by how much, keeps what was typed, asks again.

import { Button } from '@mantine/core';
import type { AccountView } from '@passbook/contracts';
import { Amount } from '../../ui/amount.tsx';
import { Note } from '../../ui/panel.tsx';

interface ConflictProps {
  readonly before: AccountView;
  readonly now: AccountView;
  readonly onAccept: () => void;
}

export function Conflict({ before, now, onAccept }: ConflictProps) {
  const facts = now.version - before.version;
  const grown = `+${facts} ${facts === 1 ? 'event' : 'events'}`;
  return (
    <Note
      live
      title={`This account changed while you were typing: ${grown}.`}
      actions={
        <Button size="xs" onClick={onAccept}>
          Review and resubmit
        </Button>
      }
    >
      Available was <Amount value={before.balance.available} />, now it is{' '}
      <Amount value={now.balance.available} currency={now.currency} />
      {before.status === now.status ? '.' : `; the account is now ${now.status}.`}
    </Note>
  );
}
