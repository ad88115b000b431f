// The filter of the audit log, typed as qualifiers or filled in as a form; both say the same.

import { Button, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconFilter, IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import classes from './audit.module.css';
import { FilterForm } from './filter-form.tsx';
import {
  filterOf,
  parseQualifiers,
  qualifierNames,
  writeQualifiers,
  type AuditFilter,
} from './qualifiers.ts';

const route = getRouteApi('/audit');

export function FilterBar() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const written = writeQualifiers(filterOf(search));
  const [text, setText] = useState(written);
  const [errors, setErrors] = useState<readonly string[]>([]);
  const apply = (filter: AuditFilter) =>
    void navigate({ search: ({ form }) => ({ ...filter, form }), resetScroll: false });
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const parsed = parseQualifiers(text);
    setErrors(parsed.errors);
    if (parsed.errors.length === 0) apply(parsed.filter);
  };
  const open = search.form === 'open';
  return (
    <div className={classes['filter']}>
      <form className={classes['bar']} onSubmit={onSubmit} role="search">
        <TextInput
          className={classes['barBox'] ?? ''}
          aria-label="Filter the audit log"
          placeholder={'type:MoneyReceived amount:>1000 outcome:accepted "salary"'}
          leftSection={<IconFilter size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          data-page-search
          error={errors.length > 0 ? errors.join(' ') : undefined}
        />
        <Button type="submit" variant="default">
          Filter
        </Button>
        <Button
          variant={open ? 'light' : 'default'}
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={open}
          onClick={() =>
            void navigate({
              search: (before) => ({ ...before, form: open ? undefined : 'open' }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          Form
        </Button>
        {written === '' ? null : (
          <Button
            variant="subtle"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => apply({})}
          >
            Clear
          </Button>
        )}
      </form>
      <Suggestions text={text} onText={setText} />
      {open ? <FilterForm filter={filterOf(search)} onApply={apply} /> : null}
    </div>
  );
}

interface SuggestionsProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** The qualifiers that are not used yet; one click begins them. */
function Suggestions({ text, onText }: SuggestionsProps) {
  const begin = (name: string) => {
    onText(`${text.trim()} ${name}:`.trimStart());
    document.querySelector<HTMLInputElement>('[data-page-search]')?.focus();
  };
  return (
    <div className={classes['suggestions']} role="group" aria-label="Add a filter">
      {qualifierNames
        .filter((name) => !text.includes(`${name}:`))
        .map((name) => (
          <button key={name} type="button" onClick={() => begin(name)}>
            {name}:
          </button>
        ))}
    </div>
  );
}
