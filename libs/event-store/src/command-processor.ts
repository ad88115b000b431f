// One writer, group commit: takes what is waiting, decides it in order, commits once, answers all.

import { setImmediate } from 'node:timers/promises';
import type { DomainEvent } from '@passbook/event-sourcing';
import type { Batch } from './batch.ts';
import { Overloaded, Stopping, StoreUnavailable } from './errors.ts';
import { GroupCommit, type ProcessorOptions, type Work } from './group-commit.ts';
import type { AtomicOutcome, Outcome, Preview, Submission } from './submission.ts';

/** Something that waits for its place in a batch. */
interface Waiting<Command, State, Event extends DomainEvent, Refusal> extends Work<
  Command,
  State,
  Event,
  Refusal
> {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs commands on a log. Create one for each process and database; several processes on one
 * PostgreSQL take turns by the lock on the head of the log.
 */
export class CommandProcessor<Command, State, Event extends DomainEvent, Refusal> {
  readonly #commit: GroupCommit<Command, State, Event, Refusal>;
  #queue: Waiting<Command, State, Event, Refusal>[] = [];
  #waiting = 0;
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(options: ProcessorOptions<Command, State, Event, Refusal>) {
    this.#commit = new GroupCommit(options);
  }

  /** How many commands wait to be taken into a batch. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Executes one command: what it led to is on disk when the promise resolves.
   * @throws Overloaded, Stopping or StoreUnavailable, and then nothing was recorded; after
   * CommitUnknown the command's key tells
   */
  execute(submission: Submission<Command>): Promise<Outcome<Refusal>> {
    return this.#enqueue([submission], (batch) => batch.execute(submission));
  }

  /** Executes commands in order, each on its own. @throws as `execute`, before any is taken */
  async executeEach(
    submissions: readonly Submission<Command>[],
  ): Promise<PromiseSettledResult<Outcome<Refusal>>[]> {
    this.#admit(submissions.length);
    return Promise.allSettled(submissions.map((submission) => this.execute(submission)));
  }

  /** Executes all of the commands or none. @throws as `execute` */
  executeAtomically(submissions: readonly Submission<Command>[]): Promise<AtomicOutcome<Refusal>> {
    return this.#enqueue(submissions, (batch) => batch.executeAtomically(submissions));
  }

  /** Says what a command would do now, and records nothing. @throws as `execute` */
  preview(submission: Submission<Command>): Promise<Preview<Event, Refusal>> {
    return this.#enqueue([submission], (batch) => batch.preview(submission));
  }

  /** Says what commands would do one after the other, and records nothing. @throws as `execute` */
  previewEach(
    submissions: readonly Submission<Command>[],
  ): Promise<readonly Preview<Event, Refusal>[]> {
    return this.#enqueue(submissions, (batch) => batch.previewEach(submissions));
  }

  /** Takes nothing more and waits until everything that was accepted is answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  #admit(commands: number): void {
    if (this.#stopping) throw new Stopping('the server is stopping; nothing was recorded');
    if (this.#waiting + commands > this.#commit.limits.queueLimit) {
      throw new Overloaded(`${this.#waiting} commands are waiting; nothing was recorded`);
    }
  }

  #enqueue<Result>(
    submissions: readonly Submission<Command>[],
    decide: (batch: Batch<Command, State, Event, Refusal>) => Result,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#admit(submissions.length);
      this.#waiting += submissions.length;
      this.#queue.push({ submissions, decide, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    // One turn of the event loop before each batch: what has arrived by then goes along.
    await setImmediate();
    while (this.#queue.length > 0) {
      await this.#settle(this.#take());
      await setImmediate();
    }
    this.#running = undefined;
  }

  #take(): readonly Waiting<Command, State, Event, Refusal>[] {
    let commands = 0;
    let count = 0;
    for (const { submissions } of this.#queue) {
      if (count > 0 && commands + submissions.length > this.#commit.limits.batchLimit) break;
      commands += submissions.length;
      count += 1;
    }
    this.#waiting -= commands;
    return this.#queue.splice(0, count);
  }

  /** Answers all of them, in halves where one of them spoils the whole. */
  async #settle(batch: readonly Waiting<Command, State, Event, Refusal>[]): Promise<void> {
    try {
      const results = await this.#commit.run(batch);
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as never);
      });
    } catch (error) {
      this.#commit.report(error);
      if (batch.length === 1 || error instanceof StoreUnavailable) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, half));
      await this.#settle(batch.slice(half));
    }
  }
}
