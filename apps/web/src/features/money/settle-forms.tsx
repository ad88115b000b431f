// Capture, release, reverse: what settles or undoes a fact that is already in the log.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommandRequest } from '../../api/commands.ts';
import { eventQuery } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import { Note } from '../../ui/panel.tsx';
import { movementOf } from '../facts/fact.ts';
import { sayFact } from '../facts/sentences.ts';
import { usePicked } from './account-picker.tsx';
import { CommandForm } from './command-form.tsx';
import { amountIn, AmountField, TextField } from './fields.tsx';
import type { FormProps } from './form.ts';

interface SettleProps extends FormProps {
  /** The hold, or the position of the fact. */
  readonly target: string | undefined;
}

export function CaptureForm({ on, target, ...props }: SettleProps) {
  const account = usePicked(on);
  const hold = account?.holds.find(({ id }) => id === target);
  const [text, setText] = useState('');
  const currency = account?.currency ?? '';
  const amount = amountIn(text, currency);
  const request = (): CommandRequest | undefined => {
    if (on === undefined || target === undefined) return undefined;
    if (text.trim() !== '' && amount === undefined) return undefined;
    const body = amount === undefined ? {} : { amount, currency };
    return { name: 'CaptureHold', id: on, holdId: target, body };
  };
  return (
    <CommandForm {...props} request={request()} guard={on} submit="Capture">
      {hold === undefined ? null : (
        <Note>
          <Amount value={hold.amount} currency={currency} /> is set aside
          {hold.reference === undefined ? '' : ` for ${hold.reference}`}. What is not captured is
          released.
        </Note>
      )}
      <AmountField
        currency={currency}
        text={text}
        onText={setText}
        description="Left empty: all of it"
        optional
        autoFocus
      />
    </CommandForm>
  );
}

export function ReleaseForm({ on, target, ...props }: SettleProps) {
  const [text, setText] = useState('');
  const reason = text.trim();
  const request: CommandRequest | undefined =
    on === undefined || target === undefined
      ? undefined
      : { name: 'ReleaseHold', id: on, holdId: target, body: reason === '' ? {} : { reason } };
  return (
    <CommandForm {...props} request={request} guard={on} submit="Release">
      <TextField
        label="Reason"
        description="May be left empty"
        text={text}
        onText={setText}
        autoFocus
      />
    </CommandForm>
  );
}

export function ReverseForm({ target, ...props }: SettleProps) {
  const position = Number(target);
  const { data: fact } = useQuery({ ...eventQuery(position), enabled: position > 0 });
  const [text, setText] = useState('');
  const reason = text.trim();
  const request: CommandRequest | undefined =
    fact === undefined || reason === ''
      ? undefined
      : { name: 'ReverseTransaction', body: { position, reason } };
  const movement = fact === undefined ? undefined : movementOf(fact);
  return (
    <CommandForm {...props} request={request} submit="Reverse">
      {fact === undefined ? null : (
        <Note title={sayFact(fact)}>
          {movement === undefined ? null : (
            <Amount value={movement.amount} currency={movement.currency} />
          )}{' '}
          at position {fact.position}. The fact stays in the log; a new one undoes its effect, on
          both accounts where it was a transfer.
        </Note>
      )}
      <TextField label="Reason" text={text} onText={setText} required autoFocus />
    </CommandForm>
  );
}
