// Freeze, unfreeze, close, overdraft limit: what changes an account without moving money.

import { useState } from 'react';
import type { CommandRequest } from '../../api/commands.ts';
import { Amount } from '../../ui/amount.tsx';
import { Note } from '../../ui/panel.tsx';
import { usePicked } from './account-picker.tsx';
import { CommandForm } from './command-form.tsx';
import { amountIn, AmountField, TextField } from './fields.tsx';
import type { FormProps } from './form.ts';

const words = {
  freeze: {
    submit: 'Freeze the account',
    says: 'A frozen account refuses debits and credits. It can be read, and holds released.',
  },
  unfreeze: { submit: 'Unfreeze the account', says: 'Money on this account will move again.' },
  close: {
    submit: 'Close the account',
    says: 'Closing is for good. It needs a balance of zero and no open hold.',
  },
} as const;

interface StateFormProps extends FormProps {
  readonly kind: keyof typeof words;
}

export function StateForm({ kind, on, ...props }: StateFormProps) {
  const [text, setText] = useState('');
  const reason = text.trim();
  const request = (): CommandRequest | undefined => {
    if (on === undefined) return undefined;
    if (kind === 'close') {
      return { name: 'CloseAccount', id: on, body: reason === '' ? {} : { reason } };
    }
    if (reason === '') return undefined;
    const name = kind === 'freeze' ? 'FreezeAccount' : 'UnfreezeAccount';
    return { name, id: on, body: { reason } };
  };
  return (
    <CommandForm
      {...props}
      request={request()}
      guard={on}
      submit={words[kind].submit}
      preview={false}
      danger={kind === 'close'}
    >
      <Note>{words[kind].says}</Note>
      <TextField
        label="Reason"
        text={text}
        onText={setText}
        required={kind !== 'close'}
        autoFocus
        description={kind === 'close' ? 'May be left empty' : 'Recorded with the fact'}
      />
    </CommandForm>
  );
}

export function LimitForm({ on, ...props }: FormProps) {
  const account = usePicked(on);
  const [text, setText] = useState('');
  const currency = account?.currency ?? '';
  const amount = amountIn(text, currency);
  const request: CommandRequest | undefined =
    on === undefined || amount === undefined
      ? undefined
      : { name: 'SetOverdraftLimit', id: on, body: { amount, currency } };
  return (
    <CommandForm {...props} request={request} guard={on} submit="Set the limit">
      {account === undefined ? null : (
        <Note>
          The limit is now <Amount value={account.balance.overdraftLimit} currency={currency} />.
        </Note>
      )}
      <AmountField label="New limit" currency={currency} text={text} onText={setText} autoFocus />
    </CommandForm>
  );
}
