// Runs one of Passbook's command-line programs after installing and building what it needs.
import path from 'node:path';
import { createSteps, foreground } from './steps.mjs';
import { build, environmentFlags, install, requireNode, ROOT, runMain } from './workspace.mjs';

/** @type {ReadonlyMap<string, { readonly project: string, readonly file: string }>} */
const PROGRAMS = new Map([
  ...['seed', 'import', 'verify', 'rebuild'].map((name) => {
    const file = path.join('apps', 'api', 'dist', 'cli', `${name}.js`);
    return /** @type {const} */ ([name, { project: '@passbook/api', file }]);
  }),
  ['bench', { project: '@passbook/bench', file: path.join('bench', 'dist', 'main.js') }],
  [
    'simulate',
    { project: '@passbook/simulation', file: path.join('simulation', 'dist', 'main.js') },
  ],
]);

const HELP = `Usage: npm run NAME -- [arguments]

NAME is one of ${[...PROGRAMS.keys()].join(', ')}. Each shows its own help:
  npm run import -- --help`;

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const program = PROGRAMS.get(name);
  if (name === '--help') {
    console.log(HELP);
    return 0;
  }
  if (program === undefined) {
    console.error(HELP);
    return 2;
  }
  requireNode();
  const steps = createSteps(process.stderr);
  const finish = await install(steps);
  await build(steps, [program.project]);
  await finish();
  return foreground(
    process.execPath,
    [...environmentFlags(), '--enable-source-maps', program.file, ...args],
    { cwd: ROOT },
  );
}

await runMain(main);
