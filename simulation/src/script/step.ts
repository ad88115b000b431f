// The script of a simulation as plain data, so that it can be printed, cut down and kept.

import type { BankingCommand, ReverseTransaction } from '@passbook/banking';

/** A reversal whose original is chosen among the facts that are there when it is sent. */
export interface ReversalRequest {
  readonly type: 'ReverseTransaction';
  readonly data: { readonly dice: number; readonly reason: string };
}

/** What a client asks for. */
export type Request =
  | { readonly [C in BankingCommand as C['type']]: Pick<C, 'type' | 'data'> }[Exclude<
      BankingCommand,
      ReverseTransaction
    >['type']]
  | ReversalRequest;

/** Whether a request holds only for a version of its account, and for which one. */
export type Condition = 'none' | 'current' | 'stale' | 'any';

/** What goes wrong at the database, and when. */
export type FaultKind =
  /** The head can not be had. */
  | 'busy'
  /** The connection breaks at one of the calls of the batch. */
  | 'dropped'
  /** The database asks to try again when everything is written. */
  | 'serialization'
  /** The commit did not happen, and nobody heard so. */
  | 'lost'
  /** The commit happened, and nobody heard so. */
  | 'unheard'
  /** One call fails with an error that no retry is meant for. */
  | 'broken'
  /** Others read, and reach for the head, while the batch stands before its commit. */
  | 'watched'
  /** The server ends before, or after, the commit; nobody gets an answer. */
  | 'crash-before'
  | 'crash-after';

export interface Fault {
  readonly kind: FaultKind;
  /** At which call to the database it strikes, where that matters. */
  readonly at: number;
  /** How many attempts in a row it strikes. */
  readonly times: number;
}

export type ReadKind = 'account' | 'history' | 'past' | 'list' | 'follow' | 'summary' | 'export';

export type Action =
  | {
      readonly do: 'send';
      readonly request: Request;
      readonly keyed: boolean;
      readonly condition: Condition;
    }
  /** Sends a request again, `back` keys ago; `changed`: the key with another body. */
  | { readonly do: 'repeat'; readonly back: number; readonly changed: boolean }
  /** Asks what a request would do, and then sends it. */
  | { readonly do: 'rehearse'; readonly request: Request; readonly condition: Condition }
  | { readonly do: 'bulk'; readonly requests: readonly Request[]; readonly repeat?: number }
  /** The clock ends the holds whose time is over. */
  | { readonly do: 'expire' }
  | { readonly do: 'clock'; readonly milliseconds: number }
  | { readonly do: 'restart' }
  | { readonly do: 'read'; readonly what: ReadKind; readonly dice: number };

/** One thing that one client does. */
export interface Step {
  readonly client: number;
  readonly server: 0 | 1;
  readonly action: Action;
  /** It happens together with the step before it. */
  readonly joined: boolean;
  /** It is sent only when the batch of its companions is under way. */
  readonly late: boolean;
  readonly fault?: Fault;
}

/** How one bank is set up; small numbers make rare paths frequent. */
export interface Setting {
  readonly accounts: number;
  readonly clients: number;
  readonly batchLimit: number;
  readonly cacheLimit: number;
  readonly snapshotEvery: number;
  readonly queueLimit: number;
  readonly patience: number;
  readonly page: number;
}

export interface Script {
  readonly seed: number;
  readonly setting: Setting;
  readonly steps: readonly Step[];
}
