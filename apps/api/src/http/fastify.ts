// The HTTP server below Nest: bodies, limits, request ids and what every answer carries.

import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { refuseConnection } from './client-error.ts';
import { parseJson } from './json-body.ts';
import { malformed } from './parse.ts';
import { sendProblem } from './problem.filter.ts';
import { correlationOf } from './request-context.ts';
import { PAGE_HEADERS } from './web-app.ts';

const MIB = 1024 * 1024;
const BULK = '/v1/bulk';

/** Nest's adapter around a Fastify of ours. */
export function createAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: MIB,
    // Who sends the smallest request for longer than this holds a connection and means nothing.
    requestTimeout: 30_000,
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5_000 },
    genReqId: () => v7(),
    requestIdHeader: false,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // A key of 255 characters may be three times as long where each is escaped.
    routerOptions: { maxParamLength: 800, ignoreTrailingSlash: false },
  });
}

/** An address that can not be decoded reaches no route, no hook and no filter. */
function refuseAddress(_: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = malformed([], `The address ${request.url}`);
  sendProblem(reply, problem, `urn:uuid:${request.id}`);
}

/** Sets the server up; to be called before any route is registered. */
export function prepare(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, parseJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onRoute', (route) => {
    if (route.url === BULK) route.bodyLimit = 8 * MIB;
  });
  server.addHook('onRequest', (request, reply, done) => {
    void reply
      .header('x-request-id', request.id)
      .header('x-correlation-id', correlationOf(request))
      .header('x-content-type-options', 'nosniff');
    if (request.url.startsWith('/docs')) void reply.headers(PAGE_HEADERS);
    done();
  });
}
