// Starts and stops the server: the order in which things come up is the order of trust.

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { openBank, type Bank } from './bank.ts';
import { createAdapter, prepare } from './http/fastify.ts';
import { FrontDoor } from './http/front-door.ts';
import { createLogger, nestLogger } from './operations/logging.ts';
import type { Settings } from './settings.ts';

/** A server that answers. */
export interface Server {
  /** Where it listens. */
  readonly url: string;
  readonly bank: Bank;
  readonly app: NestFastifyApplication;
  /** Finishes what was accepted, refuses the rest, and lets everything go. */
  stop(): Promise<void>;
}

/**
 * Opens the bank and serves it.
 * @throws BootCheckFailed when the database is not to be trusted
 */
export async function startServer(
  settings: Settings,
  logger: Logger = createLogger(settings),
): Promise<Server> {
  const bank = await openBank(settings);
  bank.trouble.subscribe((error) => {
    logger.warn({ err: error }, 'the database made trouble');
  });
  const app = await createApp(bank, logger);
  await app.listen(settings.port, settings.host);
  return {
    url: await app.getUrl(),
    bank,
    app,
    stop: async () => {
      await bank.processor.stop();
      await app.close();
      await bank.close();
    },
  };
}

/** The application around an open bank, before it listens. */
export async function createApp(bank: Bank, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = createAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.around(bank, logger),
    adapter,
    { bodyParser: false, abortOnError: false, logger: nestLogger(logger) },
  );
  const server = adapter.getInstance<FastifyInstance>();
  prepare(server);
  app.get(FrontDoor).learn(server);
  return app;
}
