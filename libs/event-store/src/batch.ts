// One batch: decides its commands in order, on states that each of them may have changed.

import type { Decision, DomainEvent, Emitted, Rulebook, World } from '@passbook/event-sourcing';
import { Draft, type Change } from './draft.ts';
import type { Edge } from './edge.ts';
import { rowOf, type StoredEvent } from './fact.ts';
import type { Append, Head, Snapshot } from './log-store.ts';
import type { InlineProjection } from './projection.ts';
import type { StreamState } from './state-cache.ts';
import type { AtomicOutcome, CommandContext, Outcome, Preview, Submission } from './submission.ts';

/** What a batch needs to know beyond its commands. */
export interface BatchSetting<Command, State, Event extends DomainEvent, Refusal> {
  readonly rulebook: Rulebook<Command, State, Event, Refusal>;
  readonly projections: readonly InlineProjection<State, Event>[];
  readonly edge: Edge;
  readonly head: Head;
  /** The state of every stream that the batch names. */
  readonly committed: (stream: string) => StreamState<State>;
  /** The facts of the batch's keys that are in the log already. */
  readonly known: readonly StoredEvent[];
  /** Names the code that folds, for the snapshots it leaves. */
  readonly revision: string;
  /** A stream is saved anew when it has grown by this many facts. */
  readonly snapshotEvery: number;
}

/** Raised when the shape of stored data changes; older facts are read as they were written. */
const SCHEMA_VERSION = 1;

/** The commands of one transaction, decided one after the other. */
export class Batch<Command, State, Event extends DomainEvent, Refusal> {
  readonly #setting: BatchSetting<Command, State, Event, Refusal>;
  readonly #now: number;
  readonly #recordedAt: string;
  readonly #world: World<State>;
  #draft: Draft<State>;

  constructor(setting: BatchSetting<Command, State, Event, Refusal>) {
    this.#setting = setting;
    // The log's own time never goes backwards, whatever the machine's clock does.
    const last = setting.head.recordedAt === '' ? 0 : Date.parse(setting.head.recordedAt);
    this.#now = Math.max(setting.edge.now(), last);
    this.#recordedAt = new Date(this.#now).toISOString();
    this.#draft = new Draft(setting.committed);
    this.#world = { state: (stream) => this.#draft.stream(stream).state, now: this.#now };
    for (const fact of setting.known) this.#draft.remember(fact);
  }

  /** Decides one command and adds its facts to the batch, the fact of a refusal too. */
  execute(submission: Submission<Command>): Outcome<Refusal> {
    return this.#execute(submission, true);
  }

  /** Decides all commands, or undoes them from the first that is not accepted. */
  executeAtomically(submissions: readonly Submission<Command>[]): AtomicOutcome<Refusal> {
    const before = this.#draft;
    this.#draft = before.fork();
    const { refusalType } = this.#setting.rulebook;
    const outcomes: Outcome<Refusal>[] = [];
    for (const [failed, submission] of submissions.entries()) {
      const outcome = this.#execute(submission, false);
      if (outcome.kind !== 'recorded' || outcome.facts.some((fact) => fact.type === refusalType)) {
        this.#draft = before;
        return { kind: 'undone', failed, outcome };
      }
      outcomes.push(outcome);
    }
    return { kind: 'applied', outcomes };
  }

  /** Decides and records nothing: the same code on the same state as the real thing. */
  preview({ command, context }: Submission<Command>): Preview<Event, Refusal> {
    const conflict = this.#conflict(command, context);
    if (conflict) return conflict;
    const decision = this.#decide(command);
    return decision.outcome === 'refused'
      ? { kind: 'refused', refusal: decision.refusal }
      : { kind: 'would-record', events: decision.events };
  }

  /** Decides one after the other, each after the ones before it, and records nothing. */
  previewEach(submissions: readonly Submission<Command>[]): readonly Preview<Event, Refusal>[] {
    const before = this.#draft;
    this.#draft = before.fork();
    const previews = submissions.map((submission) => {
      const preview = this.preview(submission);
      const emitted = preview.kind === 'would-record' ? preview.events : [];
      for (const { stream, event } of emitted) {
        const change = this.#draft.stream(stream);
        change.state = this.#setting.rulebook.evolve(change.state, event);
        change.version += 1;
      }
      return preview;
    });
    this.#draft = before;
    return previews;
  }

  /** All facts of the batch, in order of position. */
  get facts(): readonly StoredEvent[] {
    return this.#draft.facts;
  }

  /** The streams that the batch changed, as they stand after it. */
  *changed(): Generator<readonly [string, StreamState<State>]> {
    for (const { stream, state, version, snapshotAt } of this.#draft.touched()) {
      yield [stream, { state, version, snapshotAt }];
    }
  }

  /** Everything to write, in the form of rows. */
  append(): Append {
    const touched = this.#draft.touched<Event>();
    return {
      events: this.#draft.facts.map(rowOf),
      snapshots: this.#snapshots(touched),
      projected: this.#setting.projections.map((projection) => ({
        table: projection.table,
        columns: projection.columns,
        rows: touched.map((one) => projection.row(one)).filter((row) => row !== undefined),
      })),
    };
  }

  #snapshots(touched: readonly Change<State>[]): readonly Snapshot[] {
    const { rulebook, revision, snapshotEvery } = this.#setting;
    const snapshots: Snapshot[] = [];
    for (const change of touched) {
      const { stream, version, state, snapshotAt } = change;
      if (version - snapshotAt < snapshotEvery) continue;
      snapshots.push({ stream, version, revision, state: rulebook.freeze(state) });
      change.snapshotAt = version;
    }
    return snapshots;
  }

  #execute({ command, context }: Submission<Command>, recordRefusal: boolean): Outcome<Refusal> {
    const settled = this.#settled(context) ?? this.#conflict(command, context);
    if (settled) return settled;
    const decision = this.#decide(command);
    if (decision.outcome === 'refused' && (!recordRefusal || decision.events.length === 0)) {
      return { kind: 'refused', refusal: decision.refusal };
    }
    const facts = decision.events.map((emitted) => this.#record(emitted, context));
    return { kind: 'recorded', facts, replayed: false };
  }

  /** The key comes before the rules: what it stands for is the answer, for ever. */
  #settled({ client, key, fingerprint }: CommandContext): Outcome<Refusal> | undefined {
    if (key === undefined) return undefined;
    const facts = this.#draft.factsOf(client, key);
    if (!facts) return undefined;
    const same = facts.every((fact) => fact.fingerprint === fingerprint);
    return same ? { kind: 'recorded', facts, replayed: true } : { kind: 'key-reused', facts };
  }

  /** Of what is not there only a command that would make it can expect another version. */
  #conflict(
    command: Command,
    { expectedVersion }: CommandContext,
  ): Extract<Outcome<Refusal>, { kind: 'version-mismatch' }> | undefined {
    if (expectedVersion === undefined) return undefined;
    const { rulebook } = this.#setting;
    const [stream = ''] = rulebook.streamsOf(command);
    const { version: actual, state } = this.#draft.stream(stream);
    const exists = rulebook.exists(state);
    if (expectedVersion === 'any' ? exists : actual === expectedVersion) return undefined;
    if (!exists && this.#leavesNothing(command)) return undefined;
    return { kind: 'version-mismatch', stream, expected: expectedVersion, actual };
  }

  /** Whether a command is refused and there is nothing to record that on. */
  #leavesNothing(command: Command): boolean {
    const { outcome, events } = this.#decide(command);
    return outcome === 'refused' && events.length === 0;
  }

  #decide(command: Command): Decision<Event, Refusal> {
    return this.#setting.rulebook.decide(command, this.#world);
  }

  #record({ stream, event }: Emitted<Event>, context: CommandContext): StoredEvent {
    const change = this.#draft.stream(stream);
    const state = this.#setting.rulebook.evolve(change.state, event);
    const { client, key, fingerprint } = context;
    const fact: StoredEvent = {
      position: this.#setting.head.position + this.#draft.facts.length + 1,
      stream,
      version: change.version + 1,
      eventId: this.#setting.edge.newId(),
      type: event.type,
      schemaVersion: SCHEMA_VERSION,
      data: event.data,
      actor: context.actor,
      correlationId: context.correlationId,
      causationId: context.causationId,
      channel: context.channel,
      client,
      commandKey: key,
      fingerprint,
      recordedAt: this.#recordedAt,
    };
    change.state = state;
    change.version = fact.version;
    this.#draft.add(fact);
    return fact;
  }
}
