// The ceiling of the server stack: a POST with a JSON body through Nest, Fastify and the command
// bus to a handler that does nothing.

import 'reflect-metadata';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

class DoNothing {
  constructor(
    readonly account: string,
    readonly body: object,
  ) {}
}

@CommandHandler(DoNothing)
class DoNothingHandler implements ICommandHandler<DoNothing> {
  execute({ account }: DoNothing): Promise<object> {
    return Promise.resolve({ accountId: account, position: 1 });
  }
}

@Controller()
class NoOpController {
  constructor(private readonly bus: CommandBus) {}

  @Post('/v1/accounts/:id/deposits')
  deposit(@Param('id') id: string, @Body() body: object): Promise<object> {
    return this.bus.execute<DoNothing, object>(new DoNothing(id, body));
  }

  @Get('/readyz')
  ready(): object {
    return { status: 'ready' };
  }
}

@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [NoOpController],
  providers: [DoNothingHandler],
})
class NoOpModule {}

const app = await NestFactory.create<NestFastifyApplication>(NoOpModule, new FastifyAdapter(), {
  logger: ['error', 'warn'],
});
await app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
process.once('SIGTERM', () => {
  app.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
