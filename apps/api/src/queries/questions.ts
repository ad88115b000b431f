// The questions that can be asked of the bank, and who answers each on Nest's query bus.

import { Inject, type Type } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type {
  AccountPage,
  AccountQuery,
  AccountView,
  HistoryQuery,
  ListAccountsQuery,
  ListEventsQuery,
  Page,
  Summary,
  WireEvent,
} from '@passbook/contracts';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';

export class ListAccounts extends Query<AccountPage> {
  constructor(readonly query: ListAccountsQuery) {
    super();
  }
}

export class GetAccount extends Query<AccountView | undefined> {
  constructor(
    readonly id: string,
    readonly query: AccountQuery,
  ) {
    super();
  }
}

export class ReadHistory extends Query<Page<WireEvent>> {
  constructor(
    readonly account: string,
    readonly query: HistoryQuery,
  ) {
    super();
  }
}

export class ListEvents extends Query<Page<WireEvent>> {
  constructor(readonly query: ListEventsQuery) {
    super();
  }
}

export class GetEvent extends Query<WireEvent | undefined> {
  constructor(readonly position: number) {
    super();
  }
}

export class Summarise extends Query<Summary> {}

/** Registers a question with its answer; a class for each would say no more. */
function handlerOf<Result, Question extends Query<Result>>(
  question: new (...values: never[]) => Question,
  answer: (bank: Bank, question: Question) => Promise<Result>,
): Type {
  @QueryHandler(question)
  class Handler {
    constructor(@Inject(BANK) private readonly bank: Bank) {}

    execute(asked: Question): Promise<Result> {
      return answer(this.bank, asked);
    }
  }
  return Handler;
}

/** The handlers of all questions. */
export const queryHandlers: readonly Type[] = [
  handlerOf(ListAccounts, ({ accounts }, { query }: ListAccounts) => accounts.list(query)),
  handlerOf(GetAccount, ({ accounts }, { id, query }: GetAccount) => accounts.get(id, query)),
  handlerOf(ReadHistory, ({ audit }, { account, query }: ReadHistory) =>
    audit.history(account, query),
  ),
  handlerOf(ListEvents, ({ audit }, { query }: ListEvents) => audit.list(query)),
  handlerOf(GetEvent, ({ audit }, { position }: GetEvent) => audit.event(position)),
  handlerOf(Summarise, ({ accounts }) => accounts.summary()),
];
