// Who asks, and how the request is known in logs and facts.

import type { CommandContext } from '@passbook/event-store';
import type { FastifyRequest } from 'fastify';

/** Until sign-in exists nobody is known, and no header can claim otherwise. */
export const ANONYMOUS = 'anonymous';

const SANE = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The correlation id that a client gave, where it is sane, else the request's own id. */
export function correlationOf(request: FastifyRequest): string {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && SANE.test(given) ? given : request.id;
}

/** The context of a command that a request brings. */
export function contextOf(request: FastifyRequest, channel: 'http' | 'bulk'): CommandContext {
  return {
    actor: ANONYMOUS,
    client: ANONYMOUS,
    correlationId: correlationOf(request),
    causationId: request.id,
    channel,
  };
}
