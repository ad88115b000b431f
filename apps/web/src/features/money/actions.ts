// Everything a person can do to accounts, and how the address says that its form is open.

import type { AccountStatus } from '@passbook/banking';
import { useNavigate, useSearch } from '@tanstack/react-router';

export const actionNames = [
  'open',
  'deposit',
  'withdraw',
  'transfer',
  'hold',
  'capture',
  'release',
  'limit',
  'freeze',
  'unfreeze',
  'close',
  'reverse',
] as const;

export type ActionName = (typeof actionNames)[number];

/** The open form, as it stands in the address. */
export interface ActionSearch {
  readonly do?: ActionName | undefined;
  /** The account that it is about. */
  readonly on?: string | undefined;
  /** The hold, or the position of the fact. */
  readonly ref?: string | undefined;
}

export const actionWords: Readonly<Record<ActionName, string>> = {
  open: 'Open an account',
  deposit: 'Deposit',
  withdraw: 'Withdraw',
  transfer: 'Transfer',
  hold: 'Place a hold',
  capture: 'Capture the hold',
  release: 'Release the hold',
  limit: 'Set the overdraft limit',
  freeze: 'Freeze',
  unfreeze: 'Unfreeze',
  close: 'Close the account',
  reverse: 'Reverse',
};

/** The four ways to move or set aside money; one dialog switches between them. */
export const moves = ['deposit', 'withdraw', 'transfer', 'hold'] as const;
export type Move = (typeof moves)[number];

export function isMove(action: ActionName): action is Move {
  return (moves as readonly ActionName[]).includes(action);
}

/** What an account in that state lets people try; the rules have the last word. */
export function actionsFor(status: AccountStatus): readonly ActionName[] {
  switch (status) {
    case 'open':
      return ['deposit', 'withdraw', 'transfer', 'hold', 'limit', 'freeze', 'close'];
    case 'frozen':
      return ['unfreeze', 'limit'];
    case 'closed':
      return [];
  }
}

export interface Actions {
  readonly current: ActionSearch;
  readonly open: (action: ActionName, on?: string, ref?: string) => void;
  readonly close: () => void;
}

/** Opens and closes the forms of actions, on whatever page the person is. */
export function useActions(): Actions {
  const current = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (change: ActionSearch) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...change }),
      replace: current.do !== undefined,
      resetScroll: false,
    });
  return {
    current,
    open: (action, on, ref) => go({ do: action, on, ref }),
    close: () => go({ do: undefined, on: undefined, ref: undefined }),
  };
}
