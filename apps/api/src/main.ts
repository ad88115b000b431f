// The program that `npm start` runs: reads the settings, starts the server, stops it on a signal.

import { BootCheckFailed } from '@passbook/event-store';
import { startServer } from './server.ts';
import { readSettings, SettingsRefused } from './settings.ts';

async function main(): Promise<void> {
  const server = await startServer(readSettings(process.env));
  process.stdout.write(`Passbook is at ${server.url}\n`);
  const stop = (): void => {
    void server.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsRefused || error instanceof BootCheckFailed;
  process.stderr.write(`Passbook can not start.\n${known ? error.message : String(error)}\n`);
  process.exit(1);
});
