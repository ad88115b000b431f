// Deposit, withdraw, hold: one account, one amount.

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { CommandRequest } from '../../api/commands.ts';
import { AccountPicker, usePicked } from './account-picker.tsx';
import { CommandForm } from './command-form.tsx';
import { amountIn, AmountField, TextField, ValueDateField } from './fields.tsx';
import type { FormProps } from './form.ts';

const submits = { deposit: 'Deposit', withdraw: 'Withdraw', hold: 'Place the hold' } as const;

const lasting = [
  { value: '', label: 'Until it is captured or released' },
  { value: '3600', label: 'One hour' },
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'Seven days' },
  { value: '2592000', label: 'Thirty days' },
];

interface MoveFormProps extends FormProps {
  readonly kind: keyof typeof submits;
}

export function MoveForm({ kind, on, ...props }: MoveFormProps) {
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const [reference, setReference] = useState('');
  const [valueDate, setValueDate] = useState('');
  const [expiresIn, setExpiresIn] = useState('');
  const id = on ?? chosen;
  const account = usePicked(id);
  const currency = account?.currency ?? '';
  const amount = amountIn(text, currency);

  const request = (): CommandRequest | undefined => {
    if (id === undefined || amount === undefined) return undefined;
    const words = reference.trim();
    const shared = { amount, currency, ...(words === '' ? {} : { reference: words }) };
    if (kind === 'hold') {
      const lasts = expiresIn === '' ? {} : { expiresIn: Number(expiresIn) };
      return { name: 'PlaceHold', id, body: { ...shared, ...lasts } };
    }
    const body = { ...shared, ...(valueDate === '' ? {} : { valueDate }) };
    return { name: kind === 'deposit' ? 'DepositMoney' : 'WithdrawMoney', id, body };
  };
  return (
    <CommandForm
      {...props}
      request={request()}
      guard={kind === 'deposit' ? undefined : id}
      submit={submits[kind]}
    >
      {on === undefined ? (
        <AccountPicker label="Account" value={chosen} onPick={setChosen} autoFocus />
      ) : null}
      <AmountField currency={currency} text={text} onText={setText} autoFocus={on !== undefined} />
      <TextField label="Reference" text={reference} onText={setReference} />
      {kind === 'hold' ? (
        <NativeSelect
          label="Lasts"
          data={lasting}
          value={expiresIn}
          onChange={(event) => setExpiresIn(event.currentTarget.value)}
        />
      ) : (
        <ValueDateField text={valueDate} onText={setValueDate} />
      )}
    </CommandForm>
  );
}
