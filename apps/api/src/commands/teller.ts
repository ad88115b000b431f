// Brings commands to the processor: one by one over Nest's command bus, many of them at once.

import { Inject, Injectable, type Type } from '@nestjs/common';
import { AsyncContext, CommandBus, CommandHandler } from '@nestjs/cqrs';
import {
  ExpireHold,
  type BankingCommand,
  type BankingEvent,
  type Refusal,
} from '@passbook/banking';
import type {
  AtomicOutcome,
  CommandContext,
  Outcome,
  Preview,
  Submission,
} from '@passbook/event-store';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { verbs } from './verbs.ts';

/** Who asks, travelling with a command over the bus in the way that Nest has for it. */
class Asker extends AsyncContext {
  constructor(readonly context: CommandContext) {
    super();
  }
}

@Injectable()
export class Teller {
  constructor(
    private readonly bus: CommandBus,
    @Inject(BANK) private readonly bank: Bank,
  ) {}

  /** Executes a command: what it led to is on disk when the promise resolves. */
  execute(command: BankingCommand, context: CommandContext): Promise<Outcome<Refusal>> {
    new Asker(context).attachTo(command);
    return this.bus.execute<BankingCommand, Outcome<Refusal>>(command);
  }

  /** Says what a command would do now, and records nothing. */
  rehearse(
    command: BankingCommand,
    context: CommandContext,
  ): Promise<Preview<BankingEvent, Refusal>> {
    return this.bank.processor.preview({ command, context });
  }

  /** Says what commands would do one after the other, and records nothing. */
  rehearseEach(
    submissions: readonly Submission<BankingCommand>[],
  ): Promise<readonly Preview<BankingEvent, Refusal>[]> {
    return this.bank.processor.previewEach(submissions);
  }

  /** Executes commands in their order, each on its own. */
  executeEach(
    submissions: readonly Submission<BankingCommand>[],
  ): Promise<PromiseSettledResult<Outcome<Refusal>>[]> {
    return this.bank.processor.executeEach(submissions);
  }

  /** Executes all of the commands or none. */
  executeAtomically(
    submissions: readonly Submission<BankingCommand>[],
  ): Promise<AtomicOutcome<Refusal>> {
    return this.bank.processor.executeAtomically(submissions);
  }
}

/** Registers a command class on the bus; what is to be done with it is the same for all. */
function handlerOf(command: Type<BankingCommand>): Type {
  @CommandHandler(command)
  class Handler {
    constructor(@Inject(BANK) private readonly bank: Bank) {}

    execute(given: BankingCommand): Promise<Outcome<Refusal>> {
      const asker = AsyncContext.of(given);
      if (!(asker instanceof Asker)) throw new Error(`nobody asked for ${given.type}`);
      return this.bank.processor.execute({ command: given, context: asker.context });
    }
  }
  return Handler;
}

/** The handlers of all banking commands. */
export const commandHandlers: readonly Type[] = [
  ...Object.values(verbs).map(({ command }) => handlerOf(command as Type<BankingCommand>)),
  handlerOf(ExpireHold),
];
