// The client's own books: what it asked for, what it was told, and what it was never told.

/** One command of the client, with everything that the bank said of it. */
export interface Entry {
  readonly key: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Set as soon as the bank has answered for good. */
  answer?: { readonly status: number; readonly text: string };
  /** The bank said that nothing was recorded, each time that it was asked. */
  turnedAway: boolean;
  /** A request of this key was cut off, so that it may have happened all the same. */
  inDoubt: boolean;
}

/** Statuses whose outcome is kept under its key: success, and most refusals by a rule. */
const KEPT = new Set([200, 201, 409, 422]);

/** The books of all clients of a trial. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  readonly contradictions: string[] = [];
  #next = 1;
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Writes down what is about to be asked, before it is sent. */
  intend(command: Pick<Entry, 'method' | 'path' | 'body'>): Entry {
    const entry: Entry = {
      ...command,
      key: `${this.#prefix}-${this.#next++}`,
      turnedAway: true,
      inDoubt: false,
    };
    this.#entries.set(entry.key, entry);
    return entry;
  }

  /** Writes down an answer; two answers for one key must be the same to the byte. */
  answered(entry: Entry, status: number, text: string): void {
    if (status === 503) {
      // Either it says that nothing happened, or that only the key can tell.
      if (!/nothing was recorded/.test(text)) entry.inDoubt = true;
      return;
    }
    if (!KEPT.has(status)) {
      this.contradictions.push(`${entry.key} ${entry.path} answered ${status}: ${text}`);
      return;
    }
    entry.turnedAway = false;
    const { answer } = entry;
    entry.answer ??= { status, text };
    if (answer && (answer.status !== status || plain(answer.text) !== plain(text))) {
      this.contradictions.push(`${entry.key} answered ${answer.text} and then ${text}`);
    }
  }

  /** Writes down that the answer never came. */
  cutOff(entry: Entry): void {
    entry.inDoubt = true;
  }
}

/** A problem names the very occurrence, which is another at each reply. */
export function plain(text: string): string {
  return text.replace(/"instance":"[^"]*",?/, '');
}
