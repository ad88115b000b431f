// What the database really holds, as seen where commits happen and not where they are reported.

import type { StoredEvent } from '@passbook/event-store';

export interface CommittedFact {
  readonly event: StoredEvent;
  readonly leafHash: string;
  /** Which commit brought it, counted from 1. */
  readonly commit: number;
}

/** A transaction that ended well, with or without facts. */
export interface Commit {
  readonly server: number;
  readonly facts: number;
}

type Rows = readonly { readonly event: StoredEvent; readonly leafHash: string }[];

/** The log as it is, in the order of its commits. */
export class Truth {
  readonly facts: CommittedFact[] = [];
  readonly commits: Commit[] = [];
  readonly #byCorrelation = new Map<string, CommittedFact[]>();

  add(server: number, rows: Rows): void {
    this.commits.push({ server, facts: rows.length });
    const commit = this.commits.length;
    for (const { event, leafHash } of rows) {
      const fact = { event, leafHash, commit };
      this.facts.push(fact);
      const own = this.#byCorrelation.get(event.correlationId);
      if (own) own.push(fact);
      else this.#byCorrelation.set(event.correlationId, [fact]);
    }
  }

  at(position: number): CommittedFact | undefined {
    return this.facts[position - 1];
  }

  /** The facts of one request, wherever they stand. */
  of(correlationId: string): readonly CommittedFact[] {
    return this.#byCorrelation.get(correlationId) ?? [];
  }
}
