// Makes the read models anew from the log, beside the live ones, and swaps what differs.

import { bankingRulebook } from '@passbook/banking';
import { rebuildProjection } from '@passbook/event-store';
import { accountsProjection } from '@passbook/read-models';
import { onDatabase } from './arguments.ts';
import { progress, type Progress } from './progress.ts';

const help = `Usage: npm run rebuild

Replays the log of the database in DATABASE_URL (sqlite:./data/passbook.sqlite by default) into new
read models beside the live ones, compares them row by row, and swaps them when they differ. The
server may be running: it waits only while the last facts are compared.`;

await onDatabase(help, async (connections) => {
  let line: Progress | undefined;
  const { facts, rows, different } = await rebuildProjection(connections, {
    rulebook: bankingRulebook,
    projection: accountsProjection,
    onProgress: (done, total) => {
      line ??= progress('Replaying facts', total);
      line.to(done);
    },
  });
  line?.end();
  console.log(`${facts} facts make ${rows} accounts.`);
  console.log(
    different.length === 0
      ? 'The live rows are the same in every column; nothing was swapped.'
      : `${different.length} rows differed and were swapped: ${different.slice(0, 20).join(', ')}`,
  );
  return 0;
});
