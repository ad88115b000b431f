// Runs the operators' own check on a database, as they would.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './server-process.ts';

/**
 * `npm run verify` without the build.
 * @throws Error with all verdicts when one of them is not right
 */
export async function verifyDatabase(databaseUrl: string): Promise<string> {
  const program = path.join('apps', 'api', 'dist', 'cli', 'verify.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  }).catch((error: unknown) => {
    const { stdout: said = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`verify: ${said}${stderr}`, { cause: error });
  });
  if (!/^ok +I1 /m.test(stdout)) throw new Error(`verify said nothing of use:\n${stdout}`);
  return stdout;
}
