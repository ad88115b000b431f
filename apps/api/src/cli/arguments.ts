// What the database commands have in common: help, settings, an existing database, an exit code.

import { existsSync } from 'node:fs';
import { connect, type Connections } from '@passbook/event-store';
import { readModelSchema } from '@passbook/read-models';
import { readSettings } from '../settings.ts';

/**
 * Runs a command on the configured database and ends the process with its exit code.
 * @param help printed for `--help`
 * @param work gives the exit code: 0 when all is well
 */
export async function onDatabase(
  help: string,
  work: (connections: Connections) => Promise<number>,
): Promise<void> {
  const [argument] = process.argv.slice(2);
  if (argument === '--help' || argument === '-h') {
    console.log(help);
    return;
  }
  try {
    if (argument !== undefined) throw new Error(`${argument} is not an option; see --help`);
    process.exitCode = await withDatabase(work);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function withDatabase(work: (connections: Connections) => Promise<number>): Promise<number> {
  const { databaseUrl } = readSettings(process.env);
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(databaseUrl)?.[1];
  if (file !== undefined && !existsSync(file)) {
    throw new Error(`There is no database at ${file}; DATABASE_URL says where it is.`);
  }
  const connections = await connect({ ...readModelSchema, url: databaseUrl });
  try {
    console.log(`Database: ${connections.location}`);
    return await work(connections);
  } finally {
    await connections.close();
  }
}
