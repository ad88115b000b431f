// An amount of money in type: aligned digits, a true minus, quieter decimals, exact text.

import type { CSSProperties } from 'react';
import { amountParts, amountWidth, MINUS } from './money.ts';
import classes from './amount.module.css';

interface AmountProps {
  /** A decimal string of the wire. */
  readonly value: string;
  readonly currency?: string | undefined;
  /** Shows the direction of a movement, also for what comes in. */
  readonly signed?: boolean;
  readonly size?: 'row' | 'large' | 'display';
  readonly tone?: 'in' | 'out' | 'quiet' | undefined;
  readonly struck?: boolean;
}

export function Amount({ value, currency, signed, size = 'row', tone, struck }: AmountProps) {
  const { negative, whole, fraction } = amountParts(value);
  const sign = negative ? MINUS : signed ? '+' : '';
  return (
    <span
      className={classes['amount']}
      data-amount
      data-size={size}
      data-tone={tone}
      data-struck={struck || undefined}
      {...(size === 'row' ? {} : { style: widthOf(value, sign, currency) })}
    >
      {sign}
      {whole}
      <span className={classes['fraction']}>{fraction}</span>
      {currency === undefined ? null : (
        <span className={classes['currency']}>{` ${currency}`}</span>
      )}
    </span>
  );
}

/** Large type shrinks until the whole amount has room: no digit may ever be cut off. */
function widthOf(value: string, sign: string, currency: string | undefined): CSSProperties {
  const plus = sign === '+' ? 1 : 0;
  const code = currency === undefined ? 0 : 2.25;
  return { '--digits': amountWidth(value) + plus + code } as CSSProperties;
}
