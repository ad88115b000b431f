// Opens an account.

import { useState } from 'react';
import type { CommandRequest } from '../../api/commands.ts';
import { CommandForm } from './command-form.tsx';
import { amountIn, AmountField, CurrencyField, TextField } from './fields.tsx';
import type { FormProps } from './form.ts';

const ID = /^[A-Za-z0-9._-]{1,64}$/;

export function OpenForm(props: FormProps) {
  const [owner, setOwner] = useState('');
  const [id, setId] = useState('');
  const [currency, setCurrency] = useState('EUR');
  const [limit, setLimit] = useState('');
  const overdraftLimit = amountIn(limit, currency);

  const request = (): CommandRequest | undefined => {
    const name = owner.trim();
    const badLimit = limit.trim() !== '' && overdraftLimit === undefined;
    if (name === '' || badLimit || (id !== '' && !ID.test(id))) return undefined;
    const body = {
      ...(id === '' ? {} : { id }),
      ...{ owner: name, currency },
      ...(overdraftLimit === undefined ? {} : { overdraftLimit }),
    };
    return { name: 'OpenAccount', body };
  };
  return (
    <CommandForm {...props} request={request()} submit="Open the account" preview={false}>
      <TextField label="Owner" text={owner} onText={setOwner} required autoFocus maxLength={200} />
      <CurrencyField value={currency} onValue={setCurrency} />
      <TextField
        label="Number"
        description="Letters, digits, dot, dash; left empty, one is made"
        text={id}
        onText={setId}
        maxLength={64}
      />
      <AmountField
        label="Overdraft limit"
        description="How far it may go below zero"
        currency={currency}
        text={limit}
        onText={setLimit}
        optional
      />
    </CommandForm>
  );
}
