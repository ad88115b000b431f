// Live updates over Server-Sent Events: every fact once and in order, resumed from the log.

import { Controller, Get, Req, Res } from '@nestjs/common';
import { streamQuery } from '@passbook/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { malformed, parseQuery } from '../http/parse.ts';
import { ViewPosition } from '../queries/view-position.ts';
import { EventStreams } from './event-streams.ts';

@Controller('v1/events')
export class EventStreamController {
  constructor(
    private readonly streams: EventStreams,
    private readonly view: ViewPosition,
  ) {}

  @Get('stream')
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { after, minPosition, ...filter } = parseQuery(streamQuery, request.query);
    const seen = lastSeen(request) ?? after;
    const reached = await this.view.reached(minPosition);
    const start = seen ?? reached;
    if (request.method === 'HEAD') {
      void reply.header('x-position', String(start)).type('text/event-stream').send();
      return;
    }
    await this.streams.serve(reply, { ...filter, after: start });
  }
}

/** What a reconnecting browser has seen goes before the address, which stays the same for ever. */
function lastSeen({ headers }: FastifyRequest): number | undefined {
  const id = headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  if (typeof id === 'string' && /^(0|[1-9][0-9]{0,15})$/.test(id)) return Number(id);
  const detail = 'must be the position of an event';
  throw malformed([{ pointer: 'Last-Event-ID', code: 'malformed', detail }], 'The header');
}
