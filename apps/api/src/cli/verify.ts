// Checks a database against the invariants that hold at every moment, and says what it found.

import { verify } from '@passbook/read-models';
import { onDatabase } from './arguments.ts';
import { progress, type Progress } from './progress.ts';

const help = `Usage: npm run verify

Reads the whole log of the database in DATABASE_URL (sqlite:./data/passbook.sqlite by default),
folds it, and checks: conservation of money, balances, running balances, versions, positions,
hashes, and that facts refuse to be changed. The server may be running.

Exit code: 0 when everything holds, 1 when a check fails.`;

await onDatabase(help, async (connections) => {
  let line: Progress | undefined;
  const verdicts = await verify(connections, {
    onProgress: (done, total) => {
      line ??= progress('Verifying facts', total);
      line.to(done);
    },
  });
  line?.end();
  for (const { id, claim, ok, found } of verdicts) {
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${id.padEnd(4)} ${claim}: ${found}`);
  }
  const failed = verdicts.filter(({ ok }) => !ok).length;
  console.log(
    failed === 0
      ? `All ${verdicts.length} checks hold.`
      : `${failed} of ${verdicts.length} checks failed. Find out why before anything is rebuilt: ` +
          'a rebuild takes the log for the truth.',
  );
  return failed === 0 ? 0 : 1;
});
