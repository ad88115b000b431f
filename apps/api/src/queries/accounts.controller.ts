// Accounts over HTTP: the list, one of them, its history; now or as of a moment.

import { Controller, Get, Req, Res } from '@nestjs/common';
import { accountQuery, historyQuery, listAccountsQuery } from '@passbook/contracts';
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
    const asking = { request, reply, schema: listAccountsQuery };
    sendJson(reply, await this.answering.ask(asking, (query) => new ListAccounts(query)));
  }

  @Get(':id')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = accountIn(request);
    const asking = { request, reply, schema: accountQuery };
    const account = await this.answering.ask(asking, (query) => new GetAccount(id, query));
    if (!account) throw notFound(id);
    if (!account.asOf) void reply.header('etag', `"v${account.version}"`);
    sendJson(reply, account);
  }

  @Get(':id/history')
  async history(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = accountIn(request);
    const asking = { request, reply, schema: historyQuery };
    const page = await this.answering.ask(asking, (query) => new ReadHistory(id, query));
    // No account is without a fact: an empty page may be the end of one, or of none at all.
    if (page.data.length === 0 && !(await this.exists(id, { request, reply }))) throw notFound(id);
    sendJson(reply, page);
  }

  private async exists(
    id: string,
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<boolean> {
    const asking = { request, reply, schema: historyQuery };
    return (await this.answering.ask(asking, () => new GetAccount(id, {}))) !== undefined;
  }
}

function accountIn(request: FastifyRequest): string {
  const { id } = request.params as { readonly id: string };
  mustBePossible({ id });
  return id;
}

function notFound(account: string): ApiProblem {
  const detail = `There is no account ${account}.`;
  return new ApiProblem('account-not-found', detail, { members: { account } });
}
