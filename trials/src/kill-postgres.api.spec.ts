// Takes PostgreSQL away under load: killed, restarted, its connections cut. The server must wait.

import { freshPostgres, startPostgres, type RunningPostgres } from '@passbook/tools/testing';
import { Client } from 'pg';
import { Chance, LONG, SEED, tell } from './harness/chance.ts';
import { HttpClient, isReady, NoAnswer, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { eachOf, reckon } from './harness/reckoning.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const ROUNDS = LONG ? 50 : 3;
const accounts = ['hot-1', 'hot-2', 'hot-3'];
let postgres: RunningPostgres;

beforeAll(async () => {
  // One that may be killed: the others' must not.
  postgres = await startPostgres();
}, 60_000);

afterAll(async () => {
  await endServers();
  await postgres.stop();
});

/** One statement by an operator, on a connection of its own. */
async function ask<Row>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const backends = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND application_name LIKE 'passbook%'`;

/** Everything that a client can ask answers in one of two ways while the database is away. */
async function answersWhileAway(client: HttpClient): Promise<readonly string[]> {
  const wrong: string[] = [];
  const paths = ['/v1/accounts', '/v1/accounts/hot-1', '/v1/events', '/v1/summary', '/readyz'];
  await eachOf([...paths, '/v1/commands/nobody', '/v1/events/export'], 4, async (path) => {
    try {
      const { status, headers, text } = await client.call({ path, timeout: 15_000 });
      if (status !== 503) wrong.push(`${path} answered ${status}: ${text.slice(0, 300)}`);
      else if (headers['retry-after'] === undefined) wrong.push(`${path} does not say when`);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      wrong.push(`${path} was not answered: ${error.message}`);
    }
  });
  const { status } = await client.call({ path: '/healthz' });
  if (status !== 200) wrong.push(`the process says that it is not alive: ${status}`);
  return wrong;
}

test(
  `what was acknowledged survives kill -9 of PostgreSQL, once, in ${ROUNDS} rounds`,
  async () => {
    tell(`kill -9 of PostgreSQL: seed ${SEED}`);
    const chance = new Chance(SEED);
    const { url: databaseUrl } = await freshPostgres(postgres.url);
    const server = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(server.url);
    await openAccounts(client, accounts);
    const sums = { acknowledged: 0, recorded: 0, absent: 0, away: 0, slowest: 0 };
    for (let round = 1; round <= ROUNDS; round += 1) {
      const ledger = new Ledger(`p${round}`);
      const traffic = new Traffic({ ledger, chance, accounts, clients: 24, target: () => client });
      await traffic.reached(chance.between(10, 400));
      await postgres.crash();
      expect(await answersWhileAway(client)).toEqual([]);
      // Commands wait for a while before they are turned away; the first outage is longer.
      if (round === 1) await until('commands are turned away', () => traffic.away > 0, 30_000);
      await postgres.restart();
      const back = performance.now();
      await until('the server is ready again', () => isReady(client), 15_000);
      sums.slowest = Math.max(sums.slowest, performance.now() - back);
      await traffic.reached(20);
      await traffic.stop();
      sums.away += traffic.away;
      const found = await reckon(ledger, client, { others: /^p\d+-/ });
      expect(found.wrong).toEqual([]);
      sums.acknowledged += found.acknowledged;
      sums.recorded += found.unansweredButRecorded;
      sums.absent += found.unansweredAndAbsent;
      await eachOf(
        ledger.entries.filter(({ answer }) => !answer),
        8,
        async (entry) => {
          expect(await traffic.send(entry)).toBe(true);
        },
      );
      const settled = await reckon(ledger, client, { others: /^p\d+-/ });
      expect(settled.wrong).toEqual([]);
      expect(settled.acknowledged).toBe(ledger.entries.length);
      await verifyDatabase(databaseUrl);
    }
    tell(
      `kill -9 of PostgreSQL: ${ROUNDS} rounds, ${sums.acknowledged} acknowledged and all there, ` +
        `${sums.recorded} unanswered but recorded, ${sums.absent} unanswered and absent, ` +
        `${sums.away} answers of 503, ready ${Math.round(sums.slowest)} ms after it at the latest`,
    );
    expect(server.log).not.toMatch(/"level":60|uncaught/i);
    expect((await server.terminate()).code).toBe(0);
    client.close();
  },
  ROUNDS * 60_000,
);

test('connections that PostgreSQL cuts, and a backend that is killed, cost no command', async () => {
  const chance = new Chance(SEED + 1);
  const { url: databaseUrl } = await freshPostgres(postgres.url);
  const server = await ServerProcess.start({ databaseUrl });
  const client = new HttpClient(server.url);
  await openAccounts(client, accounts);
  const ledger = new Ledger('cut');
  const traffic = new Traffic({ ledger, chance, accounts, clients: 16, target: () => client });
  for (let cut = 0; cut < (LONG ? 40 : 8); cut += 1) {
    await traffic.reached(chance.between(5, 80));
    await ask(databaseUrl, `SELECT pg_terminate_backend(pid) ${backends}`);
  }
  // A backend that dies takes all others with it: PostgreSQL recovers as after a crash.
  await traffic.reached(20);
  const [victim] = await ask<{ pid: number }>(
    databaseUrl,
    `SELECT pid ${backends} AND application_name = 'passbook writes' LIMIT 1`,
  );
  if (!victim) throw new Error('the server has no connection to write by');
  process.kill(victim.pid, 'SIGKILL');
  await until('the server is ready again', () => isReady(client), 15_000);
  await traffic.reached(50);
  await traffic.stop();
  const found = await reckon(ledger, client);
  expect(found.wrong).toEqual([]);
  expect(found.acknowledged).toBeGreaterThan(50);
  await verifyDatabase(databaseUrl);
  tell(`cut connections: ${found.acknowledged} acknowledged, ${traffic.away} answers of 503`);
  expect((await server.terminate()).code).toBe(0);
  client.close();
}, 180_000);
