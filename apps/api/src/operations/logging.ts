// Structured logs: one logger for the server, for Nest and for each request that has a story.

import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Settings } from '../settings.ts';

/** The injection token of the logger. */
export const LOGGER = Symbol('logger');

/** The server's logger: JSON lines on standard output. */
export function createLogger({ logLevel }: Pick<Settings, 'logLevel'>): Logger {
  return pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Nest's own messages; what it says while it assembles itself is of use only to its authors. */
export function nestLogger(logger: Logger): LoggerService {
  const about = (rest: readonly unknown[]): object => ({ nest: rest.map(String) });
  return {
    log: (message: unknown, ...rest: unknown[]) => {
      logger.debug(about(rest), String(message));
    },
    warn: (message: unknown, ...rest: unknown[]) => {
      logger.warn(about(rest), String(message));
    },
    error: (message: unknown, ...rest: unknown[]) => {
      if (message instanceof Error) logger.error({ err: message, ...about(rest) });
      else logger.error(about(rest), String(message));
    },
  };
}
