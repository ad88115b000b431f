// What was recorded: position, balance after, links to the fact; can be printed.

import { Button } from '@mantine/core';
import type { CommandReply, Receipt } from '@passbook/contracts';
import { IconCircleCheck, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type MouseEvent } from 'react';
import { receiptsOf } from '../../api/commands.ts';
import { Amount } from '../../ui/amount.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/money.ts';
import { useTimes } from '../../ui/time.ts';
import type { Move } from './actions.ts';
import classes from './money.module.css';

const recorded: Readonly<Record<Move, string>> = {
  deposit: 'Deposit recorded',
  withdraw: 'Withdrawal recorded',
  transfer: 'Transfer recorded',
  hold: 'Hold recorded',
};

interface ReceiptViewProps {
  readonly move: Move;
  readonly reply: CommandReply;
  readonly onAnother: () => void;
  readonly onClose: () => void;
}

export function ReceiptView({ move, reply, onAnother, onClose }: ReceiptViewProps) {
  const receipts = receiptsOf(reply);
  const head = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone. No other takes it: a second Enter must not close this.
  useEffect(() => head.current?.focus(), []);
  return (
    <div className={classes['receipt']} role="status" onClickCapture={ignoreSecondClick}>
      <div ref={head} tabIndex={-1} className={classes['receiptHead']}>
        <IconCircleCheck size={26} stroke={1.5} aria-hidden />
        <span>{recorded[move]}</span>
      </div>
      {receipts.map((receipt) => (
        <ReceiptSlip key={receipt.eventId} receipt={receipt} />
      ))}
      <div className={classes['buttons']}>
        <CopyButton text={() => receipts.map(({ eventId }) => eventId).join('\n')} size="sm">
          Copy id
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          Print
        </Button>
        <span className={classes['spring']} />
        <Button variant="default" onClick={onAnother}>
          Another one
        </Button>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}

/** Whoever clicked twice on the form's button must not close what has come in its place. */
function ignoreSecondClick(event: MouseEvent): void {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}

function ReceiptSlip({ receipt }: { readonly receipt: Receipt }) {
  const times = useTimes();
  const { balance, accountId, position, version, recordedAt } = receipt;
  return (
    <dl className={classes['slip']}>
      <dt>Account</dt>
      <dd>
        <Link to="/accounts/$accountId" params={{ accountId }}>
          {accountId}
        </Link>
      </dd>
      <dt>Balance</dt>
      <dd>
        <Amount value={balance.posted} currency={balance.currency} />
      </dd>
      <dt>Available</dt>
      <dd>
        <Amount value={balance.available} currency={balance.currency} />
      </dd>
      <dt>Recorded</dt>
      <dd>
        {times.moment(recordedAt)} {times.zoneName}
      </dd>
      <dt>Position</dt>
      <dd>
        {formatCount(position)}, version {version} ·{' '}
        <Link to="/events/$position" params={{ position: String(position) }}>
          View event
        </Link>
      </dd>
    </dl>
  );
}
