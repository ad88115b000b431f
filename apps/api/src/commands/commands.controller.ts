// The door for single commands: one route for each verb, all of them made from the same table.

import { Controller, Post, Put, Req, Res } from '@nestjs/common';
import { commandRoutes, type PublicCommand } from '@passbook/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.ts';
import { conditionsOf, isDryRun } from './conditions.ts';
import { Intake } from './intake.ts';
import { answerTo, rehearsed } from './outcome.ts';
import { Teller } from './teller.ts';
import { publicCommands, type Asked, type PathNames } from './verbs.ts';

@Controller()
export class CommandsController {
  constructor(
    private readonly intake: Intake,
    private readonly teller: Teller,
  ) {}

  async answer(name: PublicCommand, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const dryRun = isDryRun(request.query as object);
    const conditions = conditionsOf(request.headers);
    const path = request.params as PathNames;
    const asked: Asked = { name, path, body: request.body };
    const { command, fingerprint } = await this.intake.take(asked, conditions.key);
    const context = { ...contextOf(request, 'http'), ...conditions, fingerprint };
    if (dryRun) {
      const body = rehearsed(await this.teller.rehearse(command, context));
      void reply.code(200).type('application/json').send(JSON.stringify(body));
      return;
    }
    const outcome = await this.teller.execute(command, context);
    const { status, headers, body } = answerTo(outcome, asked);
    const kind = status < 400 ? 'application/json' : 'application/problem+json';
    void reply.code(status).headers(headers).type(kind).send(JSON.stringify(body));
  }
}

for (const name of publicCommands) {
  const { method, path } = commandRoutes[name];
  const descriptor: PropertyDescriptor = {
    configurable: true,
    value(this: CommandsController, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      return this.answer(name, request, reply);
    },
  };
  const target = CommandsController.prototype;
  Object.defineProperty(target, name, descriptor);
  const route = method === 'PUT' ? Put : Post;
  route(path.replaceAll(/\{(\w+)\}/g, ':$1'))(target, name, descriptor);
  Req()(target, name, 0);
  Res()(target, name, 1);
}
