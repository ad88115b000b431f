// Finds a Chromium for the browser tests, or gets one; they are never skipped for want of it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { capture, StepFailed } from './steps.mjs';
import { ROOT, runMain } from './workspace.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const INSTALLER_SECONDS = 240;

const SORRY =
  'No Chromium could be found, downloaded with Playwright or installed with apt-get: install ' +
  'Chromium or Chrome, or set PASSBOOK_CHROMIUM to its program, and run the tests again.';

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/**
 * Some systems carry a program of that name that only tells how to install it.
 * @param {string} file
 */
const works = (file) =>
  isProgram(file) && spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0;

/** Where Playwright keeps the browsers that it downloads. */
const playwrightBrowsers = () => {
  const chosen = process.env['PLAYWRIGHT_BROWSERS_PATH'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/ms-playwright');
  if (process.platform === 'win32') return path.join(os.homedir(), 'AppData/Local/ms-playwright');
  return path.join(os.homedir(), '.cache/ms-playwright');
};

const downloaded = () => {
  const home = playwrightBrowsers();
  if (!existsSync(home)) return [];
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((file) =>
      /(?:^|[\\/])(?:chrome|chrome\.exe|Chromium|Google Chrome for Testing)$/.test(file),
    )
    .map((file) => path.join(home, file));
};

/** @returns {string | undefined} */
function installed() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...ELSEWHERE, ...downloaded()].find(works);
}

/** @param {import('./steps.mjs').Tell} tell */
async function installWithPlaywright(tell) {
  const cli = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  if (!existsSync(cli)) return;
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  const args = [cli, 'install', 'chromium'];
  await capture(process.execPath, args, { tell, env, seconds: INSTALLER_SECONDS });
}

/** @param {import('./steps.mjs').Tell} tell */
async function installWithApt(tell) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await capture('apt-get', ['update'], { tell, env, seconds: INSTALLER_SECONDS });
  const args = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];
  await capture('apt-get', args, { tell, env, seconds: INSTALLER_SECONDS });
}

/**
 * Answers with the path of a Chromium or Chrome that runs: the one named by PASSBOOK_CHROMIUM, an
 * installed one, one that Playwright can download, or the distribution's package.
 * @param {import('./steps.mjs').Tell} [tell]
 * @returns {Promise<string>}
 */
export async function findChromium(tell = () => undefined) {
  const chosen = process.env['PASSBOOK_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') {
    if (works(chosen)) return chosen;
    throw new StepFailed(`PASSBOOK_CHROMIUM names ${chosen}, which is not a program that runs.`);
  }
  for (const get of [() => Promise.resolve(), installWithPlaywright, installWithApt]) {
    await get(tell);
    const found = installed();
    if (found !== undefined) return found;
  }
  throw new StepFailed(SORRY);
}

if (process.argv[1] === import.meta.filename) {
  await runMain(async () => {
    console.log(await findChromium());
    return 0;
  });
}
