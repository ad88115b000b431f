// Brings a bank's history in through the public API: `npm run import -- FILE`.

import { IMPORT_HELP, importCommand } from '../import/import-command.ts';
import { runCli } from './command-line.ts';

await runCli(IMPORT_HELP, async () => {
  console.log(await importCommand(process.argv.slice(2)));
});
