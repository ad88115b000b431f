// Fills the configured database with the demo bank: `npm run seed`.

import { parseArgs } from 'node:util';
import { openBank } from '../bank.ts';
import { DEMO_SEED, NotEmpty, seedDemo } from '../seed/demo.ts';
import { readSettings } from '../settings.ts';
import { Failure, runCli, wholeNumber } from './command-line.ts';
import { progress } from './progress.ts';

const HELP = `Usage: npm run seed -- [--seed N]

Fills an empty database with a small believable bank: about 25 accounts in three currencies and
about 2,000 facts over a year that ends today, all of them made by commands. The same seed gives
the same bank. The database is that of DATABASE_URL, by default sqlite:./data/passbook.sqlite.

  --seed N   another bank than the one that "npm start" shows (which is ${DEMO_SEED})
  --help     show this text`;

await runCli(HELP, async () => {
  const { values } = parseArgs({ options: { seed: { type: 'string' } } });
  const seed = wholeNumber('--seed', values.seed ?? String(DEMO_SEED));
  const bank = await openBank(readSettings(process.env));
  const bar = progress('seed', 0);
  try {
    const facts = await seedDemo(bank, {
      seed,
      onProgress: (done) => {
        bar.to(done);
      },
    });
    bar.to(facts);
    bar.end();
    console.log(`${facts} facts are in ${bank.connections.location}`);
  } catch (error) {
    if (!(error instanceof NotEmpty)) throw error;
    const { location } = bank.connections;
    throw new Failure(`${location}: ${error.message}. Name an empty one in DATABASE_URL.`);
  } finally {
    await bank.close();
  }
});
