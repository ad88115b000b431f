// Runs every check of the repository, shows what each took, and ends with the count of its tests.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import {
  capture,
  createSteps,
  elapsed,
  endRunning,
  exitCode,
  onWishToEnd,
  StepFailed,
} from './steps.mjs';
import { install, nx, requireNode, ROOT, runMain } from './workspace.mjs';

const HELP = `Usage: npm test    everything
       npm run check    everything but the browser and the long trials

Installs what is missing from the lock file, then checks types, import rules, style and format,
builds, and runs the tests: units, SQLite, a PostgreSQL 18 from npm, the API and the browser. Nx
caches what did not change. The last line is the count: N passed, N failed.

  --quick   leave the browser and the long trials out
  --help    show this text`;

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {ReturnType<typeof createSteps>} Steps
 */

/** Projects whose tests take long because they kill servers or run whole banks. */
const LONG = ['@passbook/trials', '@passbook/simulation'];

/** @type {Counts} */
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];

/**
 * Runs one check; a failure is counted and told at the end, and the others run all the same.
 * @template Result
 * @param {Steps} steps
 * @param {string} title
 * @param {(tell: import('./steps.mjs').Tell) => Promise<Result>} work
 * @param {(result: Result) => string} [describe]
 */
async function check(steps, title, work, describe) {
  const failedBefore = total.failed;
  try {
    return await steps.step(title, work, describe);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    // A check that is no test counts as one when it fails: the last line must not look clean.
    if (total.failed === failedBefore) total.failed += 1;
    failures.push(`${title}: ${error.message}\n\n${error.output}`);
    return undefined;
  }
}

/**
 * Keeps of Nx's output what the tasks printed that failed.
 * @param {string} output
 */
function failedTasks(output) {
  const failed = new Set(output.match(/(?<=^- )@passbook\/\S+$/gm));
  const parts = output.replace(/^npm (?:error|warn) .*\n/gm, '').split(/^> nx run /m);
  const told = parts.filter((part) => failed.has(part.split(/\s/)[0] ?? ''));
  return told.length === 0 ? output : told.join('\n');
}

/**
 * Runs one Nx target in every project.
 * @param {string} name
 * @returns {(tell: import('./steps.mjs').Tell) => Promise<void>}
 */
const target = (name) => async (tell) => {
  const { code, output } = await nx(name, [], tell);
  if (code !== 0) throw new StepFailed(`nx run-many -t ${name} failed`, failedTasks(output));
};

/** Where every workspace of npm leaves the counts of its Jest run. */
function countFiles() {
  const { workspaces } = /** @type {{ workspaces: string[] }} */ (
    JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  );
  return workspaces
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const folder = pattern.slice(0, -2);
      return readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name));
    })
    .map((project) => path.join(ROOT, project, '.jest', 'counts.json'));
}

/** What the Jest runs counted, cached ones included. */
function jestCounts() {
  const sum = { passed: 0, failed: 0 };
  for (const file of countFiles().filter((it) => existsSync(it))) {
    const { passed, failed } = /** @type {Counts} */ (JSON.parse(readFileSync(file, 'utf8')));
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

/**
 * Runs the Jest projects; their counts hold whether they pass or fail.
 * @param {string} postgres
 * @param {boolean} quick
 * @returns {(tell: import('./steps.mjs').Tell) => Promise<Counts>}
 */
const tests = (postgres, quick) => async (tell) => {
  for (const file of countFiles()) rmSync(file, { force: true });
  const { code, output } = await nx('test', quick ? LONG.map((name) => `!${name}`) : [], tell, {
    PASSBOOK_TEST_POSTGRES: postgres,
  });
  const counts = add(jestCounts());
  if (code !== 0) throw new StepFailed(inWords(counts), failedTasks(output));
  return counts;
};

/** @param {Counts} counts */
function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  return counts;
}

/** @param {Counts} counts */
const inWords = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/** @param {import('./steps.mjs').Tell} tell */
async function format(tell) {
  const prettier = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  const args = [prettier, '--check', '--log-level=warn', '--cache', '.'];
  const { code, output } = await capture(process.execPath, args, { cwd: ROOT, tell });
  if (code !== 0) throw new StepFailed('run: npx prettier --write .', output);
}

/**
 * @param {string} chromium
 * @returns {(tell: import('./steps.mjs').Tell) => Promise<Counts>}
 */
const browser = (chromium) => async (tell) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'passbook-browser-'));
  const report = path.join(folder, 'report.json');
  const cli = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const config = path.join('apps', 'web', 'playwright.config.ts');
  const { code, output } = await capture(
    process.execPath,
    [cli, 'test', '-c', config, '--reporter=list,json'],
    {
      cwd: ROOT,
      tell,
      env: { ...process.env, PASSBOOK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    },
  );
  const stats = existsSync(report) ? statsOf(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  if (stats !== undefined) add(stats);
  if (code !== 0) throw new StepFailed('the browser tests failed', output);
  if (stats === undefined) throw new StepFailed('Playwright left no report', output);
  if (stats.skipped > 0) throw new StepFailed(`${stats.skipped} browser tests did not run`, output);
  return stats;
};

/** @param {string} report */
function statsOf(report) {
  const { stats } = /** @type {{ stats: Record<string, number> }} */ (JSON.parse(report));
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/**
 * Runs the Jest projects beside one PostgreSQL for all, which ends with this process, however that
 * ends.
 * @param {Steps} steps
 * @param {boolean} quick
 */
async function checkTests(steps, quick) {
  const { startPostgres } = await import('./postgres.mjs');
  const postgres = await steps.step('postgres', startPostgres, () => 'PostgreSQL 18 is running');
  onWishToEnd((signal) => {
    void endRunning()
      .then(() => postgres.stop())
      .then(() => process.exit(exitCode(null, signal)));
  });
  try {
    await check(steps, 'tests', tests(postgres.url, quick), inWords);
  } finally {
    await postgres.stop();
  }
}

/**
 * @param {Steps} steps
 * @param {import('./workspace.mjs').Finish} finish
 * @param {boolean} quick
 */
async function checkEverything(steps, finish, quick) {
  const chromium = quick
    ? undefined
    : await check(steps, 'chromium', findChromium, (file) => `found ${file}`);
  await check(steps, 'typecheck', target('typecheck'), () => 'types agree');
  await check(steps, 'lint', target('lint'), () => 'import rules and style hold');
  await check(steps, 'format', format, () => 'formatted');
  await check(steps, 'build', target('build'), () => 'built');
  await finish();
  await checkTests(steps, quick);
  if (chromium !== undefined) await check(steps, 'browser', browser(chromium), inWords);
}

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  requireNode();
  const since = performance.now();
  const steps = createSteps(process.stdout);
  const finish = await install(steps);
  await checkEverything(steps, finish, args.includes('--quick'));
  for (const failure of failures) steps.line(`\n✖ ${failure}`);
  steps.line(`\nafter ${elapsed(since)}`);
  steps.line(inWords(total));
  return total.failed === 0 ? 0 : 1;
}

await runMain(main);
