// Browser tests run against the real server on a database of their own, never against a fake.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const WORKERS = 2;
const firstPort = Number(process.env['PASSBOOK_E2E_PORT'] ?? 3217);
/** Each worker has a bank of its own: what one test records, no other page sees. */
const portOf = (worker: number): number => firstPort + worker;
const port = portOf(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0));
// Workers read this file again: what the first reading chose is handed to them.
const folder = (process.env['PASSBOOK_E2E_DIR'] ??= mkdtempSync(join(tmpdir(), 'passbook-e2e-')));
const json = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  timeout: 30_000,
  workers: WORKERS,
  forbidOnly: true,
  reporter: json === undefined ? [['list']] : [['list'], ['json', { outputFile: json }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['PASSBOOK_CHROMIUM'] ?? '/usr/bin/chromium',
      // The sandbox of Chromium does not start for root, whom containers like to run as.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  webServer: Array.from({ length: WORKERS }, (_, worker) => ({
    command: 'node ../../apps/api/dist/main.js',
    url: `http://127.0.0.1:${portOf(worker)}/readyz`,
    timeout: 60_000,
    reuseExistingServer: false,
    stdout: 'ignore' as const,
    env: {
      PORT: String(portOf(worker)),
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${join(folder, `bank-${worker}.sqlite`)}`,
      PASSBOOK_DEMO: '0',
      LOG_LEVEL: 'error',
    },
  })),
});
