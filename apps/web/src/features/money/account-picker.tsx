// Picks an account by name or number, with its balance beside it.

import { Combobox, InputBase, useCombobox } from '@mantine/core';
import '@mantine/core/styles/Combobox.css';
import { useDebouncedValue } from '@mantine/hooks';
import type { AccountView } from '@passbook/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountChoicesQuery, accountQuery } from '../../api/queries.ts';
import { Amount } from '../../ui/amount.tsx';
import classes from './money.module.css';

interface AccountPickerProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onPick: (id: string | undefined) => void;
  /** Only accounts that can take part. */
  readonly allow?: (account: AccountView) => boolean;
  readonly autoFocus?: boolean;
}

/** The account behind an id, as it is loaded. */
export function useAccount(id: string | undefined) {
  return useQuery({ ...accountQuery(id ?? ''), enabled: id !== undefined });
}

/** The account behind an id, once it is known. */
export function usePicked(id: string | undefined): AccountView | undefined {
  return useAccount(id).data;
}

export function AccountPicker({ label, value, onPick, allow, autoFocus }: AccountPickerProps) {
  const [text, setText] = useState<string>();
  const [asked] = useDebouncedValue(text ?? '', 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const picked = usePicked(value);
  const { data = [] } = useQuery(accountChoicesQuery(asked));
  const choices = data.filter((account) => account.status === 'open' && (allow?.(account) ?? true));
  const shown = text ?? (picked === undefined ? (value ?? '') : `${picked.owner} · ${picked.id}`);
  return (
    <div>
      <Combobox
        store={box}
        onOptionSubmit={(id) => {
          onPick(id);
          setText(undefined);
          box.closeDropdown();
        }}
      >
        <Combobox.Target>
          <InputBase
            label={label}
            value={shown}
            placeholder="Owner or number"
            size="md"
            data-autofocus={autoFocus || undefined}
            onChange={(event) => {
              setText(event.currentTarget.value);
              box.openDropdown();
              box.selectFirstOption();
            }}
            onClick={() => box.openDropdown()}
            onFocus={(event) => {
              event.currentTarget.select();
            }}
            onBlur={() => {
              box.closeDropdown();
              setText(undefined);
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options>
            {choices.map((account) => (
              <Combobox.Option key={account.id} value={account.id}>
                <AccountLine account={account} />
              </Combobox.Option>
            ))}
            {choices.length === 0 ? <Combobox.Empty>No open account fits</Combobox.Empty> : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {picked === undefined ? null : (
        <div className={classes['echo']}>
          Available <Amount value={picked.balance.available} currency={picked.currency} />
        </div>
      )}
    </div>
  );
}

function AccountLine({ account }: { readonly account: AccountView }) {
  return (
    <span className={classes['choice']}>
      <span>
        {account.owner}
        <code>{account.id}</code>
      </span>
      <Amount value={account.balance.available} currency={account.currency} />
    </span>
  );
}
