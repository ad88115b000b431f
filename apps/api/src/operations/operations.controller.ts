// For those who run the server: is it alive, is it ready, how is it doing.

import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { noQuery, parseQuery } from '../http/parse.ts';
import { ViewPosition } from '../queries/view-position.ts';
import { Metrics } from './metrics.ts';

@Controller()
export class OperationsController {
  #stopping = false;

  constructor(
    @Inject(BANK) private readonly bank: Bank,
    private readonly metrics: Metrics,
    private readonly view: ViewPosition,
  ) {}

  /** From now on the server is not ready: it is about to leave. */
  leave(): void {
    this.#stopping = true;
  }

  @Get('healthz')
  alive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    parseQuery(noQuery, request.query);
    // Alive is who answers while the database does not: no more than what is known anyway.
    const headers = { 'cache-control': 'no-store', 'x-position': String(this.view.known) };
    void reply.headers(headers).send({ status: 'alive' });
  }

  @Get('readyz')
  async ready(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    parseQuery(noQuery, request.query);
    if (this.#stopping) throw new ApiProblem('unavailable', 'The server is stopping.');
    const [truth, view] = await Promise.all([this.bank.truth.head(), this.view.reached()]).catch(
      (cause: unknown) => {
        throw new ApiProblem('unavailable', 'The database does not answer.', { cause });
      },
    );
    const { connections, findings } = this.bank;
    void reply.headers({ 'cache-control': 'no-store', 'x-position': String(view) }).send({
      status: 'ready',
      database: connections.engine,
      schema: findings.find(({ name }) => name === 'schema version')?.found,
      position: truth.position,
      lag: Math.max(0, truth.position - view),
    });
  }

  @Get('metrics')
  async measure(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    parseQuery(noQuery, request.query);
    const text = await this.metrics.registry.metrics();
    void reply.type(this.metrics.registry.contentType).send(text);
  }
}
