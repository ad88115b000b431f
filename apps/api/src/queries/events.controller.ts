// The audit log over HTTP: the facts of the whole bank, and one of them.

import { Controller, Get, Req, Res } from '@nestjs/common';
import { listEventsQuery, type WireEvent } from '@passbook/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../http/api-problem.ts';
import { malformed, plainQuery } from '../http/parse.ts';
import { Answering, sendJson } from './answering.ts';
import { GetEvent, ListEvents, Summarise } from './questions.ts';

@Controller('v1')
export class EventsController {
  constructor(private readonly answering: Answering) {}

  @Get('events')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asking = { request, reply, schema: listEventsQuery };
    sendJson(reply, await this.answering.ask(asking, (query) => new ListEvents(query)));
  }

  @Get('events/:position')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const position = positionIn(request);
    const asking = { request, reply, schema: plainQuery };
    const event: WireEvent | undefined = await this.answering.ask(
      asking,
      () => new GetEvent(position),
    );
    if (!event) {
      const detail = `There is no event at position ${position}.`;
      throw new ApiProblem('event-not-found', detail, { members: { position } });
    }
    sendJson(reply, event);
  }

  @Get('summary')
  async summary(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asking = { request, reply, schema: plainQuery };
    sendJson(reply, await this.answering.ask(asking, () => new Summarise()));
  }
}

function positionIn(request: FastifyRequest): number {
  const { position } = request.params as { readonly position: string };
  if (/^[1-9][0-9]{0,15}$/.test(position)) return Number(position);
  const detail = 'must be a whole number from 1';
  throw malformed([{ pointer: 'position', code: 'malformed', detail }], 'The path');
}
