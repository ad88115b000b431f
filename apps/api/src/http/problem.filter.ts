// The one place where errors become problem documents; what is not known shows nothing of itself.

import {
  Catch,
  HttpException,
  Inject,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { Overloaded, Stopping, CommitUnknown, StoreUnavailable } from '@passbook/event-store';
import { CursorMismatch, MalformedCursor } from '@passbook/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../operations/logging.ts';
import { ApiProblem } from './api-problem.ts';
import { FrontDoor } from './front-door.ts';

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

/** The problem that an error of any layer is to the client. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof CursorMismatch) return new ApiProblem('cursor-mismatch', say(error));
  if (error instanceof MalformedCursor) {
    const errors = [{ pointer: 'cursor', code: 'malformed', detail: error.message }];
    return new ApiProblem('malformed-request', say(error), { errors });
  }
  if (error instanceof Overloaded) return new ApiProblem('overloaded', say(error));
  if (error instanceof Stopping) return new ApiProblem('unavailable', say(error));
  if (error instanceof CommitUnknown) {
    const ask = 'Ask GET /v1/commands/{key}, or send the command again with its key.';
    return new ApiProblem(
      'unavailable',
      `The database went away and it is not known yet whether the command was recorded. ${ask}`,
    );
  }
  if (error instanceof StoreUnavailable) {
    return new ApiProblem('unavailable', 'The database is not available; nothing was recorded.');
  }
  return error instanceof HttpException ? ofFramework(error) : internal();
}

function ofFramework(error: HttpException): ApiProblem {
  switch (error.getStatus()) {
    case 413:
      return new ApiProblem('body-too-large', 'The body is larger than this resource takes.');
    case 415:
      return new ApiProblem('unsupported-media-type', 'Commands are sent as application/json.');
    case 400:
      return new ApiProblem('malformed-request', `The request is malformed: ${error.message}.`);
    default:
      return internal();
  }
}

function internal(): ApiProblem {
  return new ApiProblem('internal-error', 'Something broke; the request id leads to what it was.');
}

function say({ message }: Error): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
