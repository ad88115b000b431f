// Brings a fresh clone to where its programs run: checks Node, installs packages, builds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, endRunning, exitCode, onWishToEnd, StepFailed } from './steps.mjs';

export const ROOT = path.dirname(import.meta.dirname);

const LOCK_FILE = path.join(ROOT, 'package-lock.json');
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');
const STAMP = path.join(ROOT, 'node_modules', '.passbook-installed');
/** Stands while an installation is under way, and stays when it was cut off. */
const UNFINISHED = path.join(ROOT, '.nx', 'installing');
const NX = path.join(ROOT, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');

/** Nx without its background process, which would outlive the command. */
const NX_ENV = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};

/**
 * Whether a Node version is one that every dependency supports: ^20.19 || ^22.13 || >=24.11.
 * @param {string} version As in `process.versions.node`.
 */
export function supportsNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 13;
  return major > 24 || (major === 24 && minor >= 11);
}

/** Ends the process with one clear sentence when this Node cannot run Passbook. */
export function requireNode() {
  if (supportsNode(process.versions.node)) return;
  console.error(
    `Passbook needs Node 20.19 or later in 20, 22.13 or later in 22, or 24.11 or later; ` +
      `this is ${process.versions.node}. Install one of them and run the command again.`,
  );
  process.exit(1);
}

/** The Node that native packages were built for. */
const PLATFORM = `${process.platform} ${process.arch} ${process.versions.modules}`;

/** Names what is to be installed: for which Node, and by which lock file. */
const wanted = () => {
  const lockFile = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  return `${PLATFORM}\n${lockFile}\n`;
};

/** Whether node_modules holds what the lock file says, built for this Node. */
export function isInstalled() {
  if (existsSync(UNFINISHED)) return false;
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  if (stamp === wanted()) return true;
  if (stamp !== undefined && !stamp.startsWith(`${PLATFORM}\n`)) return false;
  // Somebody ran npm by hand, after the lock file last changed.
  return existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK_FILE).mtimeMs;
}

/** npm as a program and its first arguments; under `npm run` it is the very npm that runs. */
const npm = () => {
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js') === true
    ? { command: process.execPath, first: [script] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
};

/** @typedef {() => Promise<void>} Finish Waits until what was installed can be run. */

/**
 * Installs from the lock file what is not there yet. Packages that compile themselves do so on one
 * core while the other already builds or checks: wait for `Finish` before running them.
 * @param {ReturnType<typeof import('./steps.mjs').createSteps>} steps
 * @returns {Promise<Finish>}
 */
export async function install(steps) {
  if (isInstalled()) {
    writeFileSync(STAMP, wanted());
    return () => Promise.resolve();
  }
  mkdirSync(path.dirname(UNFINISHED), { recursive: true });
  writeFileSync(UNFINISHED, '');
  const { command, first } = npm();
  const run = async (
    /** @type {readonly string[]} */ args,
    /** @type {import('./steps.mjs').Tell} */ tell = () => undefined,
  ) => {
    const env = { ...process.env, JOBS: 'max' };
    const { code, output } = await capture(command, [...first, ...args], { cwd: ROOT, env, tell });
    return code === 0 ? undefined : new StepFailed(`npm ${args[0] ?? ''} failed.`, output);
  };
  await steps.step(
    'install',
    async (tell) => {
      const failed = await run(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], tell);
      if (failed !== undefined) throw failed;
    },
    () => 'packages are here, as the lock file names them',
  );
  const compiled = run(['rebuild']);
  return async () => {
    const failed = await steps.step(
      'compile',
      () => compiled,
      () => 'native packages are ready',
    );
    if (failed !== undefined) throw failed;
    writeFileSync(STAMP, wanted());
    rmSync(UNFINISHED);
  };
}

/**
 * Runs a target of some projects, or of all that have it, through Nx's cache.
 * @param {string} target
 * @param {readonly string[]} projects Empty for all.
 * @param {import('./steps.mjs').Tell} tell
 * @param {NodeJS.ProcessEnv} [env]
 */
export const nx = (target, projects, tell, env = {}) =>
  capture(
    process.execPath,
    [
      ...[NX, 'run-many', '-t', target, '--outputStyle=static'],
      ...(projects.length === 0 ? [] : ['-p', projects.join(',')]),
    ],
    { cwd: ROOT, tell, env: { ...process.env, ...NX_ENV, ...env } },
  );

/**
 * Builds projects and everything that they need.
 * @param {ReturnType<typeof import('./steps.mjs').createSteps>} steps
 * @param {readonly string[]} projects
 */
export async function build(steps, projects) {
  await steps.step(
    'build',
    async (tell) => {
      const { code, output } = await nx('build', projects, tell);
      if (code !== 0) throw new StepFailed('The build failed.', output);
      return output;
    },
    (output) =>
      /read the output from the cache/i.test(output)
        ? 'built; what had not changed came from the cache'
        : 'built',
  );
}

/** The settings in `.env`, where there is one, reach the server through Node itself. */
export const environmentFlags = () => {
  const file = path.join(ROOT, '.env');
  return existsSync(file) ? [`--env-file=${file}`] : [];
};

/**
 * Runs a command line's main function and turns a failed step into its output and exit code 1.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  onWishToEnd((signal) => void endRunning().then(() => process.exit(exitCode(null, signal))));
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`${error.output}\n${error.message}`);
    process.exitCode = 1;
  }
}
