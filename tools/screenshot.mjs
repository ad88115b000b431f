// Takes the picture in the README from the demo bank, so that it shows what is there today.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { ROOT, runMain } from './workspace.mjs';

const PORT = 3987;
const ADDRESS = `http://127.0.0.1:${PORT}`;

/** Whether the server answers that it is ready; before it listens, `fetch` throws a TypeError. */
async function isReady() {
  try {
    return (await fetch(`${ADDRESS}/readyz`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** @param {number} attempts */
async function ready(attempts) {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await isReady()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The server did not become ready.');
}

/** @param {string} executablePath */
async function take(executablePath) {
  const requireForWeb = createRequire(path.join(ROOT, 'apps', 'web', 'package.json'));
  const { chromium } = /** @type {typeof import('@playwright/test')} */ (
    requireForWeb('@playwright/test')
  );
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${ADDRESS}/accounts/A-1002`);
  await page.getByText('Balance over time').waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(ROOT, 'docs', 'screenshot.png') });
  await browser.close();
}

async function main() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'passbook-screenshot-'));
  const server = spawn(process.execPath, [path.join('apps', 'api', 'dist', 'main.js')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(PORT),
      DATABASE_URL: `sqlite:${path.join(folder, 'demo.sqlite')}`,
    },
  });
  try {
    await ready(60);
    await take(await findChromium());
    console.log('wrote docs/screenshot.png');
    return 0;
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(main);
