// Runs the operators' own programs on a database, as they would.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './server-process.ts';

/** `npm run NAME` without the build. @throws Error with all that it said when it fails */
async function runOn(databaseUrl: string, name: 'verify' | 'rebuild'): Promise<string> {
  const program = path.join('apps', 'api', 'dist', 'cli', `${name}.js`);
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  }).catch((error: unknown) => {
    const { stdout: said = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${name}: ${said}${stderr}`, { cause: error });
  });
  return stdout;
}

/** Checks every invariant that can be asked of a database. @throws Error with the verdicts */
export async function verifyDatabase(databaseUrl: string): Promise<void> {
  const said = await runOn(databaseUrl, 'verify');
  if (!/^ok +I1 /m.test(said)) throw new Error(`verify said nothing of use:\n${said}`);
}

/** Makes the views anew from the log. @throws Error with what it said */
export async function rebuildDatabase(databaseUrl: string): Promise<void> {
  await runOn(databaseUrl, 'rebuild');
}
