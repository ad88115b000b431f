// What this tab knows of the log's end: the connection, the position, and who listens for facts.

import type { WireEvent } from '@passbook/contracts';
import { useSyncExternalStore } from 'react';
import { noteReadPosition } from '../../api/position.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

export interface LiveState {
  readonly connection: Connection;
  /** The highest position that this tab has heard of. */
  readonly position: number;
  /** Paused by the person: facts are counted but not shown. */
  readonly paused: boolean;
  /** How many facts came in while paused. */
  readonly behind: number;
  /** A list knows of newer rows that it could not load yet. */
  readonly late: boolean;
}

/** New facts in the order of the log; `gap` says that some were missed. */
export type FactListener = (facts: readonly WireEvent[], gap: boolean) => void;

const FLUSH_EVERY = 120;
/** Beyond this many waiting facts listeners read anew instead of following one by one. */
const FOLLOW_AT_MOST = 500;

let state: LiveState = {
  ...{ connection: 'connecting', position: 0 },
  ...{ paused: false, behind: 0, late: false },
};
let waiting: WireEvent[] = [];
let missed = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();
const listeners = new Set<FactListener>();

function change(next: Partial<LiveState>): void {
  state = { ...state, ...next };
  for (const watcher of watchers) watcher();
}

export function liveState(): LiveState {
  return state;
}

export function useLive(): LiveState {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, liveState);
}

/** Calls back with new facts, several at a time. @returns how to stop */
export function onFacts(listener: FactListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const connectionListeners = new Set<(connection: Connection) => void>();

/** Calls back when the connection changes. @returns how to stop */
export function onConnection(listener: (connection: Connection) => void): () => void {
  connectionListeners.add(listener);
  return () => connectionListeners.delete(listener);
}

export function setConnection(connection: Connection): void {
  if (connection === state.connection) return;
  change({ connection });
  for (const listener of connectionListeners) listener(connection);
}

const late = new Set<string>();

/** Notes whether a list could not load its newest rows. */
export function noteLate(list: string, isLate: boolean): void {
  if (isLate) late.add(list);
  else late.delete(list);
  if (state.late !== late.size > 0) change({ late: late.size > 0 });
}

/** Moves the known end of the log without facts: a read has shown it. */
export function notePosition(position: number): void {
  if (position > state.position && !state.paused) change({ position });
}

/** Takes a fact from the stream; one that is known already changes nothing. */
export function receive(fact: WireEvent): void {
  const last = waiting.at(-1)?.position ?? received;
  if (fact.position <= last) return;
  if (last > 0 && fact.position > last + 1) missed = true;
  waiting.push(fact);
  if (waiting.length > FOLLOW_AT_MOST) {
    waiting = waiting.slice(-1);
    missed = true;
  }
  timer ??= setTimeout(flush, FLUSH_EVERY);
}

let received = 0;

/** The position after which the stream has to continue. */
export function receivedPosition(): number {
  return waiting.at(-1)?.position ?? received;
}

/** The stream will start after this position, which reads have shown already. */
export function startAfter(position: number): void {
  received = Math.max(received, position);
  notePosition(position);
}

function flush(): void {
  timer = undefined;
  const facts = waiting;
  const last = facts.at(-1);
  if (last === undefined) return;
  if (state.paused) {
    change({ behind: last.position - state.position });
    return;
  }
  waiting = [];
  received = last.position;
  const gap = missed;
  missed = false;
  noteReadPosition(last.position);
  change({ position: Math.max(state.position, last.position), behind: 0 });
  for (const listener of listeners) listener(facts, gap);
}

/** Stops showing new facts, or catches up with those that came in meanwhile. */
export function pause(paused: boolean): void {
  change({ paused });
  if (!paused) flush();
}
