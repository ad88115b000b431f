// Plays a script on a bank, round by round, and checks after every round that all promises hold.

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { StoreUnavailable, type LogTransaction } from '@passbook/event-store';
import { checkAll, checkRows } from './checks/full.ts';
import { Ledger } from './checks/ledger.ts';
import { Follower, reads } from './checks/reads.ts';
import { judge, mustBeExplained, type Court } from './checks/replies.ts';
import { must, mustEqual } from './checks/violation.ts';
import { Clients } from './clients.ts';
import { converse, type Exchange, type Message } from './conversation.ts';
import { ReferenceBank } from './model/reference-bank.ts';
import type { Plant } from './planted/plant.ts';
import { Truth } from './port/truth.ts';
import { Turnstile } from './port/turnstile.ts';
import type { ScratchBank } from './scratch-bank.ts';
import { isRace, roundsOf, type Round } from './script/rounds.ts';
import type { FaultKind, Script, Step } from './script/step.ts';
import { Server } from './server.ts';
import { VirtualEdge } from './virtual-edge.ts';
import { messagesOf } from './messages.ts';

/** What a script led to. */
export interface Played {
  readonly facts: number;
  /** Over every committed fact and every reply: the same on every engine and in every run. */
  readonly digest: string;
}

export class Player {
  readonly #script: Script;
  readonly #truth = new Truth();
  readonly #turnstile = new Turnstile();
  readonly #model = new ReferenceBank();
  readonly #ledger = new Ledger();
  readonly #edge: VirtualEdge;
  readonly #servers: readonly [Server, Server];
  readonly #clients: Clients;
  readonly #follower: Follower;
  readonly #announced = new Set<number>();
  readonly #replies: string[] = [];
  #probes: Promise<void>[] = [];
  #offence: unknown;
  /** The number of the step that is being played. */
  step = 0;

  constructor(script: Script, bank: ScratchBank, plant: Plant = {}) {
    this.#script = script;
    this.#edge = new VirtualEdge(script.seed);
    const shared = {
      truth: this.#truth,
      turnstile: this.#turnstile,
      edge: this.#edge,
      setting: script.setting,
      plant,
      announced: this.#announced,
      watch: (server: number) => this.#watch(server),
    };
    // Of their own: how many ids a store makes of the other edge is its own affair.
    const names = new VirtualEdge(~script.seed);
    const [first, second] = bank.servers;
    this.#servers = [new Server(0, first, shared), new Server(1, second, shared)];
    this.#follower = new Follower(this.#servers[0]);
    this.#clients = new Clients({
      truth: this.#truth,
      versionOf: (account) => this.#model.versionOf(account),
      amountsOf: (account) => this.#model.amountsOf(account),
      newId: () => names.newId(),
    });
  }

  /** @throws Violation at the first promise that is broken; `step` tells where */
  async play(): Promise<Played> {
    try {
      for (const round of roundsOf(this.#script.steps, this.#script.setting)) {
        this.step = round.first;
        await this.#play(round);
      }
      await this.#follower.catchUp(this.#truth);
      await checkAll(this.#servers[0].connections, this.#model, this.#truth);
    } finally {
      this.#follower.stop();
    }
    // The names of facts are all that may differ: what is decided twice is named twice.
    const facts = this.#truth.facts.map(({ event }) => JSON.stringify({ ...event, eventId: '' }));
    const digest = createHash('sha256').update([...this.#replies, ...facts].join(''));
    return { facts: facts.length, digest: digest.digest('hex') };
  }

  async #play({ steps }: Round): Promise<void> {
    const [step] = steps;
    if (!step) return;
    const { action, server: index } = step;
    const server = this.#servers[index];
    if (action.do === 'clock') this.#edge.advance(action.milliseconds);
    if (action.do === 'restart') server.restart();
    if (action.do !== 'read') return this.#talk(steps);
    if (action.what === 'follow') return this.#follower.catchUp(this.#truth);
    const record = { model: this.#model, truth: this.#truth, page: this.#script.setting.page };
    await reads[action.what](server, record, action.dice);
  }

  /** One round of messages: sent, answered, and judged in the order of decision. */
  async #talk(steps: readonly Step[]): Promise<void> {
    const messages = await this.#messages(steps);
    if (messages.length === 0) return;
    const from = this.#truth.facts.length;
    const commits = this.#truth.commits.length;
    const servers = [...new Set(messages.map(({ server }) => server))];
    if (servers.length > 1) this.#turnstile.muster(servers);
    const parts = await Promise.all(servers.map((server) => this.#with(server, messages)));
    await Promise.all(this.#probes.splice(0));
    for (const position of this.#truth.facts.slice(from)) this.#ledger.add(position);
    this.#ledger.endCommit();
    this.#raise(this.#offence);
    for (const server of this.#servers) this.#raise(server.offence);
    const court = this.#court(messages);
    for (const exchange of this.#inOrder(parts, servers, commits)) {
      this.#replies.push(judge(exchange, court));
    }
    mustBeExplained(from, court);
  }

  async #messages(steps: readonly Step[]): Promise<readonly Message[]> {
    const race = isRace(steps);
    const messages: Message[] = [];
    for (const step of steps) {
      const due = step.action.do === 'expire' ? await this.#due(this.#servers[step.server]) : [];
      const made = messagesOf(step, this.#clients, due);
      messages.push(...(race ? made.map((message) => ({ ...message, late: false })) : made));
    }
    return messages;
  }

  /** The holds that the bank itself finds to be over; the model must know of the same. */
  async #due(server: Server): Promise<readonly { account: string; hold: string }[]> {
    const due = await server.accounts.holdsDue(this.#edge.now(), 1_000);
    const names = due.map(({ account, hold }) => `${account}/${hold}`).sort();
    const wanted = [...this.#model.due(this.#edge.now())].sort();
    mustEqual(names, wanted, 'I12', 'the holds that are over');
    // Holds that end at the same moment come in any order, and two may have the same name.
    const name = ({ hold, account }: (typeof due)[number]): string => `${hold} ${account}`;
    const sorted = [...due].sort((left, right) => (name(left) < name(right) ? -1 : 1));
    const [account, book] = [...this.#model.books].find(([, { holds }]) => holds.size > 0) ?? [];
    const [hold] = book?.holds.keys() ?? [];
    // The clock may always ask: where the time is not over nothing happens.
    return [...sorted.slice(0, 5), ...(account && hold ? [{ account, hold }] : [])];
  }

  async #with(index: 0 | 1, messages: readonly Message[]): Promise<readonly Exchange[]> {
    const server = this.#servers[index];
    const own = messages.filter((message) => message.server === index);
    for (const { fault } of own) if (fault) server.store.plan(fault);
    const { exchanges, died } = await converse(server, own);
    this.#turnstile.leave(index);
    server.store.settle();
    if (died) server.restart();
    return exchanges;
  }

  /** In a race, who committed first was first; without facts, who had the head last was last. */
  #inOrder(
    parts: readonly (readonly Exchange[])[],
    servers: readonly number[],
    commits: number,
  ): readonly Exchange[] {
    if (parts.length < 2) return parts.flat();
    const list = this.#truth.commits.slice(commits);
    const place = (server: number): number => {
      const first = list.findIndex((commit) => commit.server === server && commit.facts > 0);
      if (first >= 0) return first;
      return list.findLastIndex((commit) => commit.server === server);
    };
    const [first = 0, second = 0] = servers;
    const swapped = place(second) < place(first);
    return swapped ? [...parts].reverse().flat() : parts.flat();
  }

  #court(messages: readonly Message[]): Court {
    const troubles = [new Set<FaultKind>(), new Set<FaultKind>()];
    for (const { server, fault } of messages) if (fault) troubles[server]?.add(fault.kind);
    return {
      model: this.#model,
      truth: this.#truth,
      announced: this.#announced,
      setting: this.#script.setting,
      now: this.#edge.now(),
      troubles,
    };
  }

  /** While everything is written and nothing committed: readers see nothing of it, writers wait. */
  async #watch(index: number): Promise<void> {
    const other = this.#servers[index === 0 ? 1 : 0];
    let entered = false;
    const enter = ({ held }: LogTransaction): Promise<void> => {
      entered ||= held;
      return Promise.resolve();
    };
    const probe = other.connections.store.transaction(enter);
    this.#probes.push(probe.then(() => undefined, declined));
    await setImmediate();
    try {
      const { position } = await other.log.head();
      const size = this.#truth.facts.length;
      must(position === size, 'I11', `a reader sees ${position} facts of ${size} committed`);
      if (this.#settled) await checkRows(other.connections, this.#model);
      must(!entered, 'I7', 'a second writer holds the head');
    } catch (error) {
      this.#offence ??= error;
    }
  }

  /** Whether the model knows of all commits. */
  get #settled(): boolean {
    return this.#model.facts.length === this.#truth.facts.length;
  }

  #raise(offence: unknown): void {
    if (offence !== undefined) throw offence as Error;
  }
}

/** SQLite sends a second writer away, PostgreSQL lets it wait. */
function declined(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error;
}
