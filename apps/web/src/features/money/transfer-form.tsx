// Transfer: from one account to another, wholly or not at all, with a second look before it goes.

import { useState } from 'react';
import type { CommandRequest } from '../../api/commands.ts';
import { Amount } from '../../ui/amount.tsx';
import { AccountPicker, usePicked } from './account-picker.tsx';
import { CommandForm } from './command-form.tsx';
import { amountIn, AmountField, TextField, ValueDateField } from './fields.tsx';
import type { FormProps } from './form.ts';
import classes from './money.module.css';

export function TransferForm({ on, ...props }: FormProps) {
  const [from, setFrom] = useState(on);
  const [to, setTo] = useState<string>();
  const [text, setText] = useState('');
  const [reference, setReference] = useState('');
  const [valueDate, setValueDate] = useState('');
  const [source, target] = [usePicked(from), usePicked(to)];
  const currency = source?.currency ?? '';
  const amount = amountIn(text, currency);

  const request = (): CommandRequest | undefined => {
    if (from === undefined || to === undefined || amount === undefined) return undefined;
    const words = reference.trim();
    const body = {
      ...{ from, to, amount, currency },
      ...(words === '' ? {} : { reference: words }),
      ...(valueDate === '' ? {} : { valueDate }),
    };
    return { name: 'TransferMoney', body };
  };
  const review = () => (
    <>
      <Amount value={amount ?? '0'} currency={currency} size="display" />
      <dl className={classes['reviewList']}>
        <dt>From</dt>
        <dd>
          {source?.owner} <code>{from}</code>
        </dd>
        <dt>To</dt>
        <dd>
          {target?.owner} <code>{to}</code>
        </dd>
        {reference.trim() === '' ? null : (
          <>
            <dt>Reference</dt>
            <dd>{reference.trim()}</dd>
          </>
        )}
        <dt>Value date</dt>
        <dd>{valueDate === '' ? 'Today (UTC)' : valueDate}</dd>
      </dl>
    </>
  );
  return (
    <CommandForm {...props} request={request()} submit="Transfer" review={review}>
      <AccountPicker label="From" value={from} onPick={setFrom} autoFocus={on === undefined} />
      <AccountPicker
        label="To"
        value={to}
        onPick={setTo}
        autoFocus={on !== undefined}
        allow={(account) =>
          account.id !== from && (currency === '' || account.currency === currency)
        }
      />
      <AmountField currency={currency} text={text} onText={setText} />
      <TextField label="Reference" text={reference} onText={setReference} />
      <ValueDateField text={valueDate} onText={setValueDate} />
    </CommandForm>
  );
}
