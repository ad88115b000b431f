// The amount of a fact with its direction: what came in, what went out, what was only set aside.

import type { WireEvent } from '@passbook/contracts';
import { Amount } from '../../ui/amount.tsx';
import { HiddenText } from '../../ui/panel.tsx';
import { movementOf } from './fact.ts';

interface FactAmountProps {
  readonly fact: WireEvent;
  readonly withCurrency?: boolean;
  readonly struck?: boolean;
  readonly size?: 'row' | 'large';
}

export function FactAmount({ fact, withCurrency, struck, size = 'row' }: FactAmountProps) {
  const movement = movementOf(fact);
  if (movement === undefined) return null;
  const { effect, amount, currency } = movement;
  const code = withCurrency ? currency : undefined;
  switch (effect) {
    case 'in':
      return (
        <Amount value={amount} currency={code} size={size} signed tone="in" struck={!!struck} />
      );
    case 'out':
      return <Amount value={`-${amount}`} currency={code} size={size} struck={!!struck} />;
    case 'held':
    case 'freed':
      return (
        <>
          <HiddenText>{effect === 'held' ? 'set aside ' : 'set free '}</HiddenText>
          <Amount value={amount} currency={code} size={size} tone="quiet" />
        </>
      );
    case 'refused':
      return (
        <>
          <HiddenText>refused </HiddenText>
          <Amount value={amount} currency={code} size={size} struck />
        </>
      );
  }
}
