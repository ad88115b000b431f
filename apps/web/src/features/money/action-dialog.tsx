// The dialog in which every action happens: its form, then its receipt.

import { Modal, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { CommandReply } from '@passbook/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { receiptsOf } from '../../api/commands.ts';
import { formatCount } from '../../ui/money.ts';
import { useReturnFocus } from '../../ui/return-focus.ts';
import { ProblemPanel } from '../facts/problem-panel.tsx';
import { useAccount } from './account-picker.tsx';
import { actionWords, isMove, moves, useActions, type ActionName } from './actions.ts';
import type { FormProps } from './form.ts';
import classes from './money.module.css';
import { MoveForm } from './move-form.tsx';
import { OpenForm } from './open-form.tsx';
import { ReceiptView } from './receipt.tsx';
import { CaptureForm, ReleaseForm, ReverseForm } from './settle-forms.tsx';
import { LimitForm, StateForm } from './state-forms.tsx';
import { TransferForm } from './transfer-form.tsx';

export default function ActionDialog({ action }: { readonly action: ActionName }) {
  useReturnFocus();
  const actions = useActions();
  const { on } = actions.current;
  const { data: account, error, refetch } = useAccount(on);
  const phone = useMediaQuery('(max-width: 36rem)');
  const [reply, setReply] = useState<CommandReply>();
  const [round, setRound] = useState(0);
  const finish = useFinish();
  const onDone = (done: CommandReply) => {
    if (isMove(action)) {
      setReply(done);
      return;
    }
    actions.close();
    finish(action, done);
  };
  const again = () => {
    setReply(undefined);
    setRound(round + 1);
  };
  const who = account === undefined ? on : `${account.owner} · ${account.id}`;
  return (
    <Modal
      opened
      onClose={actions.close}
      closeOnClickOutside={reply === undefined}
      fullScreen={phone}
      size="30rem"
      title={
        <span className={classes['dialogTitle']}>
          {actionWords[action]}
          {who === undefined ? null : <small>{who}</small>}
        </span>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {reply === undefined && isMove(action) ? (
        <SegmentedControl
          fullWidth
          className={classes['switch'] ?? ''}
          aria-label="Kind of movement"
          value={action}
          data={moves.map((move) => ({
            value: move,
            label: move === 'hold' ? 'Hold' : actionWords[move],
          }))}
          onChange={(move) => actions.open(moves.find((one) => one === move) ?? 'deposit', on)}
        />
      ) : null}
      {error !== null && account === undefined ? (
        <ProblemPanel what="The account" error={error} onRetry={() => void refetch()} />
      ) : reply !== undefined && isMove(action) ? (
        <ReceiptView move={action} reply={reply} onAnother={again} onClose={actions.close} />
      ) : (
        <ActionForm
          key={`${action}-${round}`}
          action={action}
          target={actions.current.ref}
          on={on}
          onDone={onDone}
          onCancel={actions.close}
        />
      )}
    </Modal>
  );
}

interface ActionFormProps extends FormProps {
  readonly action: ActionName;
  readonly target: string | undefined;
}

function ActionForm({ action, target, ...form }: ActionFormProps) {
  switch (action) {
    case 'open':
      return <OpenForm {...form} />;
    case 'deposit':
    case 'withdraw':
    case 'hold':
      return <MoveForm kind={action} {...form} />;
    case 'transfer':
      return <TransferForm {...form} />;
    case 'capture':
      return <CaptureForm target={target} {...form} />;
    case 'release':
      return <ReleaseForm target={target} {...form} />;
    case 'limit':
      return <LimitForm {...form} />;
    case 'freeze':
    case 'unfreeze':
    case 'close':
      return <StateForm kind={action} {...form} />;
    case 'reverse':
      return <ReverseForm target={target} {...form} />;
  }
}

/** After an action without a receipt of its own: a toast, and the new account's page. */
function useFinish() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (action: ActionName, reply: CommandReply) => {
    const [receipt] = receiptsOf(reply);
    if (receipt === undefined) return;
    const { position, accountId } = receipt;
    void client.invalidateQueries({ queryKey: ['account', accountId] });
    notifications.show({
      title: `${actionWords[action]}: recorded`,
      message: (
        <>
          Position {formatCount(position)}.{' '}
          <Link to="/events/$position" params={{ position: String(position) }}>
            View event
          </Link>
        </>
      ),
      closeButtonProps: { 'aria-label': 'Dismiss' },
    });
    if (action === 'open') void navigate({ to: '/accounts/$accountId', params: { accountId } });
  };
}
