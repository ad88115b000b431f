// The filter as a form, for those who would rather choose than type.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { eventTypes, typeWords } from '../facts/fact.ts';
import classes from './audit.module.css';
import { amountBounds, type AuditFilter } from './qualifiers.ts';

interface FilterFormProps {
  readonly filter: AuditFilter;
  readonly onApply: (filter: AuditFilter) => void;
}

type Draft = Record<
  'type' | 'actor' | 'account' | 'outcome' | 'from' | 'to' | 'min' | 'max' | 'q',
  string
>;

function draftOf(filter: AuditFilter): Draft {
  const time = filter.time ?? '';
  const [from = '', to = ''] = time.includes('..') ? time.split('..') : [time, time];
  const bounds = filter.amount === undefined ? {} : amountBounds(filter.amount);
  return {
    ...{ from: from.slice(0, 10), to: to.slice(0, 10) },
    min: bounds?.minAmount ?? '',
    max: bounds?.maxAmount ?? '',
    type: filter.type ?? '',
    actor: filter.actor ?? '',
    account: filter.account ?? '',
    outcome: filter.outcome ?? '',
    q: filter.q ?? '',
  };
}

function filterFrom(draft: Draft, correlation: string | undefined): AuditFilter {
  const { from, to, min, max, outcome } = draft;
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  return {
    type: given(draft.type),
    actor: given(draft.actor),
    account: given(draft.account),
    outcome: outcome === 'accepted' || outcome === 'refused' ? outcome : undefined,
    time: from === '' && to === '' ? undefined : from === to ? from : `${from}..${to}`,
    amount: min === '' && max === '' ? undefined : min === max ? min : `${min}..${max}`,
    q: given(draft.q),
    correlation,
  };
}

const outcomes = [
  { value: '', label: 'Accepted and refused' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'refused', label: 'Refused' },
];

export function FilterForm({ filter, onApply }: FilterFormProps) {
  const [draft, setDraft] = useState(() => draftOf(filter));
  const bind = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
  });
  const several = draft.type.includes(',')
    ? [{ value: draft.type, label: draft.type.split(',').join(', ') }]
    : [];
  const types = [
    { value: '', label: 'Every type' },
    ...several,
    ...eventTypes.map((type) => ({ value: type, label: typeWords[type] })),
  ];
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onApply(filterFrom(draft, filter.correlation));
  };
  return (
    <form className={classes['form']} onSubmit={onSubmit} aria-label="Filter">
      <NativeSelect label="Type" data={types} {...bind('type')} />
      <NativeSelect label="Outcome" data={outcomes} {...bind('outcome')} />
      <TextInput label="Account" {...bind('account')} />
      <TextInput label="Actor" {...bind('actor')} />
      <TextInput type="date" label="Recorded from" {...bind('from')} />
      <TextInput type="date" label="Recorded to" {...bind('to')} />
      <TextInput label="Amount from" inputMode="decimal" {...bind('min')} />
      <TextInput label="Amount to" inputMode="decimal" {...bind('max')} />
      <TextInput label="Text" {...bind('q')} />
      <Button type="submit">Apply</Button>
    </form>
  );
}
