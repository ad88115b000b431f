// The one place where errors become problem documents; what is not known shows nothing of itself.

import {
  Catch,
  HttpException,
  Inject,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../operations/logging.ts';
import type { ApiProblem } from './api-problem.ts';
import { FrontDoor } from './front-door.ts';
import { asProblem } from './problem-of.ts';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly door: FrontDoor,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) {
      this.logger.error({ err: error, requestId: request.id }, 'failed while answering');
      reply.raw.destroy();
      return;
    }
    const nowhere = error instanceof HttpException && error.getStatus() === 404;
    if (nowhere && (await this.door.page(request, reply))) return;
    const problem = nowhere ? this.door.noRoute(request) : asProblem(error);
    if (problem.status >= 500) this.#report(problem, error, request);
    sendProblem(reply, problem, `urn:uuid:${request.id}`);
  }

  #report(problem: ApiProblem, error: unknown, request: FastifyRequest): void {
    const about = { err: error, requestId: request.id, method: request.method, url: request.url };
    if (problem.status === 500) this.logger.error(about, 'a request failed');
    else this.logger.warn(about, problem.message);
  }
}

/** Writes a problem document as the answer. */
export function sendProblem(reply: FastifyReply, problem: ApiProblem, instance?: string): void {
  void reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem.document(instance)));
}
