// Runs both apps for development: the API restarts on every change, the web app reloads in place.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createSteps, elapsed, onWishToEnd } from './steps.mjs';
import { build, environmentFlags, install, requireNode, ROOT, runMain } from './workspace.mjs';

const HELP = `Usage: npm run dev [-- --no-demo]

Serves the web app with live reload on http://localhost:5173 and the API on http://localhost:3000.
A change in libs/ or apps/api restarts the API; a change in apps/web reaches the open page at once.
One Ctrl-C ends both.

  --no-demo   start empty (as PASSBOOK_DEMO=0)
  --help      show this text`;

const WATCHED = [
  ...['event-sourcing', 'banking', 'contracts', 'event-store', 'read-models'].map((name) =>
    path.join(ROOT, 'libs', name),
  ),
  path.join(ROOT, 'apps', 'api'),
];
const SETTLED_MS = 80;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @param {ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** @param {NodeJS.ProcessEnv} env */
const startApi = (env) => {
  const main = path.join('apps', 'api', 'dist', 'main.js');
  const args = [...environmentFlags(), '--enable-source-maps', main];
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
};

const startVite = () => {
  const web = path.join(ROOT, 'apps', 'web');
  const vite = createRequire(path.join(web, 'package.json')).resolve('vite/package.json');
  const program = path.join(path.dirname(vite), 'bin', 'vite.js');
  return spawn(process.execPath, [program], { cwd: web, stdio: 'inherit' });
};

/**
 * Compiles the packages that changed and answers whether all of them compiled.
 * @param {readonly string[]} packages
 */
async function compile(packages) {
  const { compilePackage } = await import('./compile.mjs');
  try {
    await Promise.all(packages.map((directory) => compilePackage(directory)));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

/**
 * Calls back with the packages whose sources changed, once the changes have settled.
 * @param {(packages: readonly string[]) => Promise<void>} changed
 */
function watchSources(changed) {
  /** @type {Set<string>} */
  const waiting = new Set();
  let running = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const settle = () => {
    const packages = [...waiting];
    waiting.clear();
    running = running.then(() => changed(packages));
  };
  return WATCHED.map((directory) =>
    watch(path.join(directory, 'src'), { recursive: true }, (_event, file) => {
      if (file === null || !file.endsWith('.ts') || file.endsWith('.spec.ts')) return;
      waiting.add(directory);
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    }),
  );
}

/** @param {NodeJS.ProcessEnv} env */
async function develop(env) {
  let api = startApi(env);
  const vite = startVite();
  const watchers = watchSources(async (packages) => {
    const since = performance.now();
    if (!(await compile(packages))) return;
    await end(api);
    api = startApi(env);
    const names = packages.map((directory) => path.relative(ROOT, directory)).join(', ');
    console.log(`compiled ${names} in ${elapsed(since)}, restarting the API`);
  });
  await new Promise((resolve) => {
    onWishToEnd(resolve);
    vite.once('exit', resolve);
  });
  for (const watcher of watchers) watcher.close();
  await Promise.all([end(api), end(vite)]);
}

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  requireNode();
  const steps = createSteps(process.stdout);
  const finish = await install(steps);
  await build(steps, ['@passbook/api']);
  await finish();
  const demo = args.includes('--no-demo') ? { PASSBOOK_DEMO: '0' } : {};
  await develop({ ...process.env, ...demo });
  return 0;
}

await runMain(main);
