// One stream of live updates per browser: one tab leads and reads it, the others listen to it.

import { bankingEventTypes } from '@passbook/banking';
import type { WireEvent } from '@passbook/contracts';
import { onReadPosition, readPosition } from '../../api/position.ts';
import {
  notePosition,
  receive,
  receivedPosition,
  setConnection,
  startAfter,
  type Connection,
} from './live-store.ts';

/** What tabs tell each other. */
type Word =
  | { readonly kind: 'fact'; readonly fact: WireEvent }
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'hello' };

const RETRY_AFTER = 2000;
const WATCH_EVERY = 5000;
/** A clock that jumps this far has slept; timers of hidden tabs come late, but not that late. */
const SLEPT = 150_000;

/** Follows the log until the tab closes. Call once. @returns how to stop */
export function followLog(): () => void {
  const stop = new AbortController();
  const tabs = new BroadcastChannel('passbook-live');
  stop.signal.addEventListener('abort', () => tabs.close());
  onReadPosition(notePosition);
  const online = () => setConnection(navigator.onLine ? 'reconnecting' : 'offline');
  window.addEventListener('offline', online, { signal: stop.signal });
  window.addEventListener('online', online, { signal: stop.signal });
  if (!navigator.onLine) online();

  tabs.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'fact') receive(data.fact);
    if (data.kind === 'connection') setConnection(data.connection);
  };
  tabs.postMessage({ kind: 'hello' } satisfies Word);
  afterFirstRead(stop.signal, () => {
    // Locks exist in secure contexts only; without them every tab reads its own stream.
    if (!('locks' in navigator)) {
      lead(tabs, stop.signal);
      return;
    }
    void navigator.locks
      .request('passbook-live', { signal: stop.signal }, () => {
        lead(tabs, stop.signal);
        return new Promise<void>((resolve) =>
          stop.signal.addEventListener('abort', () => resolve()),
        );
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
  });
  return () => stop.abort();
}

/** The first read says where the log ends; the stream continues after it, without a gap. */
function afterFirstRead(signal: AbortSignal, start: () => void): void {
  const begin = () => {
    startAfter(readPosition());
    start();
  };
  if (readPosition() >= 0) {
    begin();
    return;
  }
  const cancel = onReadPosition(() => {
    cancel();
    begin();
  });
  signal.addEventListener('abort', cancel);
}

function lead(tabs: BroadcastChannel, signal: AbortSignal): void {
  let connection: Connection = 'connecting';
  let retry: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  const tell = (word: Word) => {
    if (!signal.aborted) tabs.postMessage(word);
  };
  const become = (next: Connection) => {
    connection = next;
    setConnection(next);
    tell({ kind: 'connection', connection });
  };
  const heard = ({ data }: MessageEvent<string>) => {
    const fact = JSON.parse(data) as WireEvent;
    receive(fact);
    tell({ kind: 'fact', fact });
  };
  const open = () => {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(`/v1/events/stream?after=${receivedPosition()}`);
    source.onopen = () => become('live');
    source.onerror = () => {
      become(navigator.onLine ? 'reconnecting' : 'offline');
      // The browser gives up after some answers; we do not.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_AFTER);
    };
    for (const type of bankingEventTypes) source.addEventListener(type, heard);
  };
  tabs.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'hello') tell({ kind: 'connection', connection });
  });
  const stopWatching = watchOver(open);
  signal.addEventListener('abort', () => {
    stopWatching();
    clearTimeout(retry);
    source?.close();
  });
  open();
}

/**
 * A connection can be dead without a word: after sleep, or when the network changed under it.
 * @param renew opens the stream anew where it left off
 * @returns how to stop
 */
function watchOver(renew: () => void): () => void {
  let looked = Date.now();
  let behind = -1;
  const timer = setInterval(() => {
    const slept = Date.now() - looked > SLEPT;
    looked = Date.now();
    const position = receivedPosition();
    // Reads have shown facts that the stream has kept to itself since the last look.
    const silent = readPosition() > position && behind === position;
    behind = readPosition() > position ? position : -1;
    if (slept || silent) renew();
  }, WATCH_EVERY);
  window.addEventListener('online', renew);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', renew);
  };
}
