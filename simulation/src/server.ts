// A server as its clients see it: takes commands, announces facts, and can be killed.

import { bankingRulebook } from '@passbook/banking';
import {
  CommandProcessor,
  LogReader,
  LogTail,
  type Connections,
  type StoredEvent,
} from '@passbook/event-store';
import { accountsProjection, AccountViews, AuditLog } from '@passbook/read-models';
import { isSame, must } from './checks/violation.ts';
import type { Desk, Options, Plant } from './planted/plant.ts';
import type { Truth } from './port/truth.ts';
import type { Turnstile } from './port/turnstile.ts';
import { UnreliableStore } from './port/unreliable-store.ts';
import type { Setting } from './script/step.ts';
import { VirtualPace, type VirtualEdge } from './virtual-edge.ts';

/** What all servers of a simulation have in common. */
export interface Shared {
  readonly truth: Truth;
  readonly turnstile: Turnstile;
  readonly edge: VirtualEdge;
  readonly setting: Setting;
  readonly plant: Plant;
  /** Positions that some server has announced. */
  readonly announced: Set<number>;
  /** Called before a commit, with everything written. */
  readonly watch: (server: number) => Promise<void>;
}

export class Server {
  readonly store: UnreliableStore;
  readonly log: LogReader;
  readonly tail: LogTail;
  readonly accounts: AccountViews;
  readonly audit: AuditLog;
  readonly #shared: Shared;
  #desk: Desk;
  /** Called when the batch of a round is under way. */
  onUnderWay: () => void = () => undefined;
  onCrash: () => void = () => undefined;
  /** What was announced and should not have been. */
  offence: unknown;
  #announcedUpTo = 0;

  constructor(
    readonly index: number,
    readonly connections: Connections,
    shared: Shared,
  ) {
    this.#shared = shared;
    this.store = new UnreliableStore(connections.store, index, {
      truth: shared.truth,
      turnstile: shared.turnstile,
      underWay: () => {
        this.onUnderWay();
      },
      watch: () => shared.watch(index),
      crashed: () => {
        this.onCrash();
      },
    });
    const { reader, audit } = shared.plant;
    const log = new LogReader(connections.reads);
    this.log = reader?.(log) ?? log;
    this.tail = new LogTail(this.log, { page: 10 * shared.setting.page });
    this.accounts = new AccountViews(connections.reads, log);
    const views = new AuditLog(log);
    this.audit = audit?.(views) ?? views;
    this.#desk = this.#newDesk();
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** A new process on the same database: nothing is remembered. */
  restart(): void {
    this.#desk = this.#newDesk();
  }

  #newDesk(): Desk {
    const { plant, setting, edge } = this.#shared;
    const options: Options = {
      store: this.store,
      rulebook: bankingRulebook,
      projections: [accountsProjection],
      revision: 'simulation',
      edge,
      pace: new VirtualPace(),
      queueLimit: setting.queueLimit,
      batchLimit: setting.batchLimit,
      cacheLimit: setting.cacheLimit,
      snapshotEvery: setting.snapshotEvery,
      patience: setting.patience,
      onRecorded: (facts) => {
        this.#hear(facts);
      },
    };
    const processor = new CommandProcessor(plant.options?.(options) ?? options);
    return plant.desk?.(processor) ?? processor;
  }

  /** Announced are facts that are committed, in order, each of them once. */
  #hear(facts: readonly StoredEvent[]): void {
    try {
      for (const fact of facts) {
        const { position } = fact;
        const committed = this.#shared.truth.at(position);
        must(isSame(committed?.event, fact), 'I19', `${position} is announced too early`);
        must(position > this.#announcedUpTo, 'I7', `${position} is announced out of order`);
        must(!this.#shared.announced.has(position), 'I7', `${position} is announced twice`);
        this.#announcedUpTo = position;
        this.#shared.announced.add(position);
      }
    } catch (error) {
      this.offence ??= error;
    }
  }
}
