// Starts and stops the server: the order in which things come up is the order of trust.

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { openBank, type Bank } from './bank.ts';
import { createAdapter, prepare } from './http/fastify.ts';
import { FrontDoor } from './http/front-door.ts';
import { serveFiles } from './http/web-app.ts';
import { EventStreams } from './live/event-streams.ts';
import { HoldExpiry } from './live/hold-expiry.ts';
import { openApiDocument } from './openapi/document.ts';
import { logAccess } from './operations/access-log.ts';
import { nestLogger } from './operations/logging.ts';
import { Metrics } from './operations/metrics.ts';
import { OperationsController } from './operations/operations.controller.ts';
import { seedDemo } from './seed/demo.ts';
import type { Settings } from './settings.ts';

/** How long answers that are being read may take once the server stops. */
const PATIENCE_MS = 2000;

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
 * Opens the bank, fills it with the demo where it is empty and that is wanted, and serves it.
 * @throws BootCheckFailed when the database is not to be trusted with money
 */
export async function startServer(settings: Settings, logger: Logger): Promise<Server> {
  const bank = await openBank(settings);
  bank.trouble.subscribe((error) => {
    logger.warn({ err: error }, 'the database made trouble');
  });
  try {
    if (settings.demo && (await bank.truth.head()).position === 0) await seedDemo(bank);
    const app = await createApp(bank, logger);
    await app.listen(settings.port, settings.host);
    return { url: await app.getUrl(), bank, app, stop: () => stop(bank, app) };
  } catch (error) {
    await bank.close();
    throw error;
  }
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
  app.get(Metrics).watch(server);
  logAccess(server, logger);
  await serveFiles(server);
  SwaggerModule.setup('docs', app, openApiDocument, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Passbook API',
  });
  return app;
}

/** Accepted commands are finished and answered; new ones get 503 until nobody listens any more. */
async function stop(bank: Bank, app: NestFastifyApplication): Promise<void> {
  app.get(OperationsController).leave();
  app.get(HoldExpiry).stop();
  await bank.processor.stop();
  app.get(EventStreams).close();
  // A connection that never asks for anything would be waited for as long as it stays.
  const patience = setTimeout(() => {
    app.getHttpServer().closeAllConnections();
  }, PATIENCE_MS);
  await app.close();
  clearTimeout(patience);
  await bank.close();
}
