// The form around every command: fields, what it would lead to, refusals that teach, its cURL twin.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { CommandReply } from '@passbook/contracts';
import { asCurl, type CommandRequest } from '../../api/commands.ts';
import { accountQuery } from '../../api/queries.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { AvailableAfter } from './available-after.tsx';
import { Conflict } from './conflict.tsx';
import classes from './money.module.css';
import { Outcome } from './outcome.tsx';
import { useCommand } from './use-command.ts';

interface CommandFormProps {
  /** The command as the fields have it now; undefined while they are not complete. */
  readonly request: CommandRequest | undefined;
  /** Makes the command conditional on what the person saw of this account. */
  readonly guard?: string | undefined;
  readonly submit: string;
  /** Shown before sending, where a second look is due. */
  readonly review?: (() => ReactNode) | undefined;
  /** Shows what would be available after it. */
  readonly preview?: boolean;
  readonly danger?: boolean;
  readonly children: ReactNode;
  readonly onDone: (reply: CommandReply) => void;
  readonly onCancel: () => void;
}

export function CommandForm(props: CommandFormProps) {
  const { request, guard, submit, review, preview = true, danger, children } = props;
  const now = useQuery({ ...accountQuery(guard ?? ''), enabled: guard !== undefined }).data;
  const [seen, setSeen] = useState(now);
  const mine = seen?.id === now?.id ? seen : undefined;
  const command = useCommand({
    ifVersion: (mine ?? now)?.version,
    onDone: props.onDone,
    // The refusal is a fact of the account too: the person's own, and no surprise.
    onRefused: () => setSeen(undefined),
  });
  const [reviewing, setReviewing] = useState(false);
  const step = review !== undefined && reviewing ? 'review' : 'fields';
  const moved = now !== undefined && mine !== undefined && now.version > mine.version;

  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (request === undefined || command.busy) return;
    if (review !== undefined && !reviewing) setReviewing(true);
    else void command.send(request);
  };
  const onChange = () => {
    command.edit();
    // What is on screen at the first key stroke is what the person decides on.
    if (mine === undefined) setSeen(now);
  };
  return (
    <form className={classes['form']} onSubmit={onSubmit} onChange={onChange} noValidate>
      <fieldset
        className={classes['fields']}
        disabled={command.busy || command.phase.name === 'unknown'}
        hidden={step === 'review'}
      >
        {children}
      </fieldset>
      {step === 'review' ? <div className={classes['review']}>{review?.()}</div> : null}
      {preview && command.phase.name !== 'refused' ? <AvailableAfter request={request} /> : null}
      {moved ? <Conflict before={mine} now={now} onAccept={() => setSeen(now)} /> : null}
      <Outcome command={command} />
      <div className={classes['buttons']}>
        {request === undefined ? null : (
          <CopyButton
            variant="subtle"
            size="sm"
            text={() => asCurl(request, command.key, window.location.origin)}
          >
            Copy as cURL
          </CopyButton>
        )}
        <span className={classes['spring']} />
        <Button
          variant="default"
          onClick={() => (step === 'review' ? setReviewing(false) : props.onCancel())}
        >
          {step === 'review' ? 'Back' : 'Cancel'}
        </Button>
        <Button
          type="submit"
          loading={command.busy}
          disabled={request === undefined || moved}
          {...(danger ? { color: 'var(--warn)' } : {})}
        >
          {review !== undefined && step === 'fields' ? 'Review' : submit}
        </Button>
      </div>
    </form>
  );
}
