// Accounts over HTTP: the list, one of them, its history; now or as of a moment.

import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  accountQuery,
  historyQuery,
  listAccountsQuery,
  type AccountQuery,
  type AccountView,
} from '@passbook/contracts';
import { listedPosition } from '@passbook/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mustBePossible } from '../commands/intake.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { Answering, sendJson } from './answering.ts';
import { GetAccount, ListAccounts, ReadHistory } from './questions.ts';

@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly answering: Answering) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asking = { request, reply, schema: listAccountsQuery, shows: listedPosition };
    sendJson(reply, await this.answering.ask(asking, (query) => new ListAccounts(query)));
  }

  @Get(':id')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = accountIn(request);
    let moment: AccountQuery = {};
    const asking = { request, reply, schema: accountQuery };
    const account = await this.answering.ask(asking, (query) => {
      moment = query;
      return new GetAccount(id, query);
    });
    if (!account) throw absent(id, moment, await this.answering.also(new GetAccount(id, {})));
    if (!isPast(moment)) void reply.header('etag', `"v${account.version}"`);
    sendJson(reply, account);
  }

  @Get(':id/history')
  async history(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = accountIn(request);
    const asking = { request, reply, schema: historyQuery };
    const page = await this.answering.ask(asking, (query) => new ReadHistory(id, query));
    // No account is without its opening: a page without more than refusals may be of none at all.
    const refusals = page.data.every(({ type }) => type === 'CommandRefused');
    if (refusals && !(await this.answering.also(new GetAccount(id, {})))) throw absent(id);
    sendJson(reply, page);
  }
}

function accountIn(request: FastifyRequest): string {
  const { id } = request.params as { readonly id: string };
  mustBePossible({ id });
  return id;
}

function isPast({ atPosition, asOf, atVersion }: AccountQuery): boolean {
  return atPosition !== undefined || asOf !== undefined || atVersion !== undefined;
}

/** Says that there is no such account, or that it was not there then, or is not there yet. */
function absent(account: string, moment: AccountQuery = {}, today?: AccountView): ApiProblem {
  const { atVersion } = moment;
  if (!today) {
    const detail = `There is no account ${account}.`;
    return new ApiProblem('account-not-found', detail, { members: { account } });
  }
  const { version, openedAt } = today;
  const detail =
    atVersion !== undefined && atVersion > version
      ? `Account ${account} has come to version ${version}, there is no version ${atVersion} of it.`
      : `Account ${account} was not there yet: it was opened at ${openedAt}.`;
  return new ApiProblem('account-not-found', detail, { members: { account, version } });
}
