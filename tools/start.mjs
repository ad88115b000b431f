// Starts Passbook from a fresh clone: installs, builds and serves, with only Node and npm there.
import path from 'node:path';
import { createSteps, foreground } from './steps.mjs';
import { build, environmentFlags, install, requireNode, ROOT, runMain } from './workspace.mjs';

const HELP = `Usage: npm start [-- --no-demo]

Installs what is missing from the lock file, builds, and serves the web app and the API, by default
on http://localhost:3000 with the facts in ./data/passbook.sqlite. An empty database is filled with
a small demo bank. Settings come from the environment and from .env; see .env.example.

  --no-demo   start empty (as PASSBOOK_DEMO=0)
  --help      show this text`;

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--no-demo');
  if (unknown !== undefined) {
    console.error(`npm start does not know ${unknown}.\n\n${HELP}`);
    return 2;
  }
  requireNode();
  const steps = createSteps(process.stdout);
  const finish = await install(steps);
  await build(steps, ['@passbook/api', '@passbook/web']);
  await finish();
  return foreground(
    process.execPath,
    [...environmentFlags(), '--enable-source-maps', path.join('apps', 'api', 'dist', 'main.js')],
    {
      cwd: ROOT,
      env: { ...process.env, ...(args.includes('--no-demo') ? { PASSBOOK_DEMO: '0' } : {}) },
    },
  );
}

await runMain(main);
