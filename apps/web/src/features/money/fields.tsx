// The fields that the forms of money share: the amount above all, read exactly as it was typed.

import { Button, TextInput, NativeSelect } from '@mantine/core';
import { currencyCodes, digitsOf } from '@passbook/banking';
import { formatAmount, readAmount, type TypedAmount } from '../../ui/money.ts';
import classes from './money.module.css';

interface AmountFieldProps {
  readonly label?: string;
  readonly description?: string;
  readonly currency: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly autoFocus?: boolean;
  readonly optional?: boolean;
}

/** The amount as the wire takes it, or nothing while it is not one. */
export function amountIn(text: string, currency: string): string | undefined {
  if (currency === '') return undefined;
  const typed = readAmount(text, digitsOf(currency));
  return typed.kind === 'exact' ? typed.value : undefined;
}

export function AmountField({ text, onText, currency, ...props }: AmountFieldProps) {
  const typed: TypedAmount =
    currency === '' ? { kind: 'empty' } : readAmount(text, digitsOf(currency));
  const digits = currency === '' ? 2 : digitsOf(currency);
  const long = typed.kind === 'exact' && /^\d{4}/.test(typed.value);
  return (
    <div>
      <TextInput
        label={props.label ?? 'Amount'}
        {...(props.description === undefined ? {} : { description: props.description })}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        size="md"
        required={!props.optional}
        withAsterisk={false}
        data-autofocus={props.autoFocus || undefined}
        placeholder={digits === 0 ? '0' : `0.${'0'.repeat(digits)}`}
        classNames={{ input: classes['amountInput'] ?? '' }}
        rightSection={<span className={classes['unit']}>{currency}</span>}
        rightSectionWidth={56}
        error={typed.kind === 'invalid' ? typed.why : undefined}
      />
      {long ? (
        <div className={classes['echo']}>{`${formatAmount(typed.value)} ${currency}`}</div>
      ) : null}
      {typed.kind === 'ambiguous' ? (
        <div className={classes['choices']} role="group" aria-label="Which amount is meant?">
          <span>Did you mean</span>
          {typed.choices.map((choice) => (
            <Button key={choice} size="xs" variant="default" onClick={() => onText(choice)}>
              {formatAmount(choice)}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly description?: string;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
}

export function TextField({ label, text, onText, autoFocus, ...props }: TextFieldProps) {
  return (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      autoComplete="off"
      withAsterisk={false}
      data-autofocus={autoFocus || undefined}
      maxLength={500}
      {...props}
    />
  );
}

interface DateFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

export function ValueDateField({ text, onText }: DateFieldProps) {
  return (
    <TextInput
      type="date"
      label="Value date"
      description="The business day; today (UTC) when left empty"
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

const usual = ['EUR', 'USD', 'GBP', 'CHF', 'CZK', 'JPY'];
const currencies = [
  { group: 'Usual', items: usual },
  { group: 'All', items: currencyCodes.filter((code) => !usual.includes(code)) },
];

interface CurrencyFieldProps {
  readonly value: string;
  readonly onValue: (currency: string) => void;
}

export function CurrencyField({ value, onValue }: CurrencyFieldProps) {
  return (
    <NativeSelect
      label="Currency"
      description="An account keeps its currency for life"
      data={currencies}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  );
}
