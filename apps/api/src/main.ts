// The program that `npm start` runs: reads the settings, starts the server, stops it on a signal.

import { BootCheckFailed } from '@passbook/event-store';
import type { Logger } from 'pino';
import { createLogger } from './operations/logging.ts';
import { startServer, type Server } from './server.ts';
import { readSettings, SettingsRefused } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = createLogger(settings);
  const server = await startServer(settings, logger);
  announce(server, logger);
  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'stopping: what was accepted is finished first');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopped, but not in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Says where the server is and what it found: to a person in lines, to a program in one record. */
function announce({ url, bank: { connections, findings } }: Server, logger: Logger): void {
  const { engine, location } = connections;
  if (!process.stdout.isTTY) {
    const found = Object.fromEntries(findings.map((finding) => [finding.name, finding.found]));
    logger.info({ url, engine, location, found }, 'Passbook is ready');
    return;
  }
  const checks = findings.map(({ name, found }) => `  ${name.padEnd(22)} ${found}`);
  const lines = [`Passbook is at ${url}`, `  ${engine.padEnd(22)} ${location}`, ...checks, ''];
  process.stdout.write(lines.join('\n'));
}

main().catch((error: unknown) => {
  process.stderr.write(`Passbook can not start.\n${reasonOf(error)}\n`);
  process.exit(1);
});

/** A sentence where the operator can do something about it; else where it broke. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingsRefused || error instanceof BootCheckFailed) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port ?? ''} is taken by another program; end it, or set PORT to a free one.`;
  }
  return error.stack ?? error.message;
}
