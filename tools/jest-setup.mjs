// Starts one PostgreSQL for a Jest run that has specs which need it, unless there is one already.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

const NEEDS_DATABASE = /\.(?:db|api)\.spec\.ts$/;

/** @param {string} directory */
async function needsDatabase(directory) {
  const files = await readdir(directory, { recursive: true });
  return files.some((file) => NEEDS_DATABASE.test(file) && !file.includes('node_modules'));
}

/**
 * @param {unknown} _global
 * @param {{ readonly rootDir: string }} project
 */
export default async function setUp(_global, project) {
  if (process.env['PASSBOOK_TEST_POSTGRES'] !== undefined) return;
  if (!(await needsDatabase(path.join(project.rootDir, 'src')))) return;
  const program = path.join(import.meta.dirname, 'postgres.mjs');
  const server = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout });
  const [url] = /** @type {unknown[]} */ (
    await Promise.race([once(lines, 'line'), once(server, 'exit').then(() => [])])
  );
  if (typeof url !== 'string') throw new Error('PostgreSQL did not start; its reason is above.');
  process.env['PASSBOOK_TEST_POSTGRES'] = url;
  Reflect.set(globalThis, 'passbookPostgres', server);
}
