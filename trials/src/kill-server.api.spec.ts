// Kills the server with -9 at random moments under load, and compares the client's own books.

import path from 'node:path';
import { Chance, LONG, SEED, tell } from './harness/chance.ts';
import { HttpClient, pause } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { eachOf, reckon } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const ROUNDS = LONG ? 50 : 5;
const accounts = ['hot-1', 'hot-2', 'hot-3', 'hot-4'];
const scratch = scratchFolder();

afterAll(async () => {
  await endServers();
  scratch.remove();
});

test(
  `what was acknowledged survives kill -9 of the server, once, in ${ROUNDS} rounds on SQLite`,
  async () => {
    tell(`kill -9 of the server: seed ${SEED}`);
    const chance = new Chance(SEED);
    const databaseUrl = `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
    let server = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(server.url);
    await openAccounts(client, accounts);
    const sums = { acknowledged: 0, recorded: 0, absent: 0 };
    for (let round = 1; round <= ROUNDS; round += 1) {
      // Books of their own for each round keep the comparison as long as the round.
      const ledger = new Ledger(`r${round}`);
      const traffic = new Traffic({ ledger, chance, accounts, clients: 24, target: () => client });
      await traffic.reached(chance.between(10, 500));
      await pause(chance.between(0, 10));
      await server.kill();
      await traffic.stop();
      server = await ServerProcess.start({ databaseUrl });
      client.url = server.url;
      const found = await reckon(ledger, client, { others: /^r\d+-/ });
      expect(found.wrong).toEqual([]);
      expect(found.acknowledged).toBeGreaterThan(0);
      sums.acknowledged += found.acknowledged;
      sums.recorded += found.unansweredButRecorded;
      sums.absent += found.unansweredAndAbsent;
      // Whoever got no answer asks again: the key makes one of both requests.
      await eachOf(
        ledger.entries.filter(({ answer }) => !answer),
        8,
        async (entry) => {
          expect(await traffic.send(entry)).toBe(true);
        },
      );
      const settled = await reckon(ledger, client, { others: /^r\d+-/ });
      expect(settled.wrong).toEqual([]);
      expect(settled.acknowledged).toBe(ledger.entries.length);
      await verifyDatabase(databaseUrl);
    }
    tell(
      `kill -9 of the server: ${ROUNDS} rounds, ${sums.acknowledged} acknowledged and all there, ` +
        `${sums.recorded} unanswered but recorded, ${sums.absent} unanswered and absent`,
    );
    client.close();
  },
  ROUNDS * 30_000,
);
