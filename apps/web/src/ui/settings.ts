// What one person prefers in this browser: the zone of all times, and keys without modifiers.

import { useSyncExternalStore } from 'react';

export interface Settings {
  readonly zone: 'utc' | 'local';
  readonly singleKeys: boolean;
}

const NAME = 'passbook-settings';
const defaults: Settings = { zone: 'utc', singleKeys: true };
const listeners = new Set<() => void>();
let current: Settings = load();

function load(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? '{}') as Partial<Settings>;
    return {
      zone: kept.zone === 'local' ? 'local' : defaults.zone,
      singleKeys: kept.singleKeys ?? defaults.singleKeys,
    };
  } catch {
    // Storage may be blocked or hold what another version wrote: the defaults serve.
    return defaults;
  }
}

export function settings(): Settings {
  return current;
}

/** Changes preferences and keeps them for the next visit, where the browser allows it. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(NAME, JSON.stringify(current));
  } catch {
    // Without storage the choice lasts until the page is left.
    listeners.forEach((listener) => listener());
    return;
  }
  listeners.forEach((listener) => listener());
}

export function useSettings(): Settings {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, settings);
}
