// One line for each request that was answered, for those who set LOG_LEVEL=debug.

import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { correlationOf } from '../http/request-context.ts';

/** Logs every answer; costs nothing where nobody wants to read it. */
export function logAccess(server: FastifyInstance, logger: Logger): void {
  if (!logger.isLevelEnabled('debug')) return;
  server.addHook('onResponse', (request, reply, done) => {
    logger.debug(
      {
        requestId: request.id,
        correlationId: correlationOf(request),
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    );
    done();
  });
}
