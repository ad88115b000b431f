// "Did it happen?": what became of a command, by its key, for those who never got the answer.

import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { CommandOutcome } from '@passbook/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { parseQuery, plainQuery } from '../http/parse.ts';
import { ANONYMOUS } from '../http/request-context.ts';
import { ViewPosition } from '../queries/view-position.ts';
import { keyOf } from './conditions.ts';
import { isRefused, replyTo } from './reply.ts';

@Controller('v1/commands')
export class OutcomesController {
  constructor(
    @Inject(BANK) private readonly bank: Bank,
    private readonly view: ViewPosition,
  ) {}

  @Get(':key')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { minPosition } = parseQuery(plainQuery, request.query);
    const key = keyOf((request.params as { readonly key: string }).key);
    await this.view.reached(minPosition);
    const { position } = await this.bank.truth.head();
    const facts = await this.bank.truth.byKey(ANONYMOUS, key);
    if (facts.length === 0) {
      throw new ApiProblem('command-not-found', 'Nothing was recorded under that key.', {
        headers: { 'x-position': String(position) },
      });
    }
    const outcome: CommandOutcome = {
      status: isRefused(facts) ? 'refused' : 'succeeded',
      response: replyTo(facts).body,
      positions: facts.map((fact) => fact.position),
    };
    void reply
      .header('x-position', String(position))
      .header('cache-control', 'no-store')
      .type('application/json')
      .send(JSON.stringify(outcome));
  }
}
