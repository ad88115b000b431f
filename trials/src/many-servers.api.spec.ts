// Several servers on one PostgreSQL fight over the same accounts while one of them keeps dying.

import { freshPostgres } from '@passbook/tools/testing';
import { Chance, LONG, SEED, tell } from './harness/chance.ts';
import { EventReader } from './harness/event-reader.ts';
import { HttpClient, pause, until } from './harness/http.ts';
import { Ledger } from './harness/ledger.ts';
import { eachOf, reckon } from './harness/reckoning.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts, Traffic } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const KILLS = LONG ? 20 : 2;
const accounts = ['hot-1', 'hot-2', 'hot-3'];

afterAll(endServers);

/** One place for a server: whoever runs in it, it has one client and one reader. */
class Seat {
  readonly client: HttpClient;
  readonly reader: EventReader;
  #server: ServerProcess;
  readonly #databaseUrl: string;

  constructor(databaseUrl: string, server: ServerProcess) {
    this.#databaseUrl = databaseUrl;
    this.#server = server;
    this.client = new HttpClient(server.url);
    this.reader = new EventReader(() => this.#server.url || 'http://127.0.0.1:9');
  }

  static async take(databaseUrl: string): Promise<Seat> {
    return new Seat(databaseUrl, await ServerProcess.start({ databaseUrl }));
  }

  async killAndRestart(): Promise<void> {
    await this.#server.kill();
    this.#server = await ServerProcess.start({ databaseUrl: this.#databaseUrl });
    this.client.url = this.#server.url;
  }

  async leave(): Promise<number | null> {
    await this.reader.stop();
    this.client.close();
    return (await this.#server.terminate()).code;
  }
}

test.each([2, 3])(
  '%i servers on one PostgreSQL keep every invariant while one is killed again and again',
  async (servers) => {
    tell(`${servers} servers on one PostgreSQL: seed ${SEED}`);
    const chance = new Chance(SEED + servers);
    const database = await freshPostgres();
    const seats = await Promise.all(Array.from({ length: servers }, () => Seat.take(database.url)));
    const [first, mortal] = [seats[0] as Seat, seats.at(-1) as Seat];
    await openAccounts(first.client, accounts);
    const ledger = new Ledger(`s${servers}`);
    // Every request may go to another server, and so may the second one of the same key.
    const target = (): HttpClient => chance.pick(seats).client;
    const traffic = new Traffic({ ledger, chance, accounts, clients: 8 * servers, target });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await traffic.reached(chance.between(20, 150));
      await mortal.killAndRestart();
      await pause(chance.between(0, 20));
    }
    await traffic.reached(50);
    await traffic.stop();
    const found = await reckon(ledger, first.client);
    expect(found.wrong).toEqual([]);
    await eachOf(
      ledger.entries.filter(({ answer }) => !answer),
      8,
      async (entry) => {
        expect(await traffic.send(entry)).toBe(true);
      },
    );
    const settled = await reckon(ledger, mortal.client);
    expect(settled.wrong).toEqual([]);
    expect(settled.acknowledged).toBe(ledger.entries.length);
    const whole = Array.from({ length: settled.facts }, (_, index) => index + 1);
    for (const { reader } of seats) {
      await until('the reader has seen the end', () => reader.last >= settled.facts);
      expect(reader.ids).toEqual(whole);
    }
    expect(mortal.reader.breaks).toBeGreaterThanOrEqual(KILLS);
    for (const seat of seats) expect(await seat.leave()).toBe(0);
    await verifyDatabase(database.url);
    tell(
      `${servers} servers: ${KILLS} kills, ${found.acknowledged} acknowledged and all there, ` +
        `${found.unansweredButRecorded} unanswered but recorded, ${settled.facts} facts read ` +
        `in order from each server, ${mortal.reader.breaks} breaks of the stream`,
    );
    await database.drop();
  },
  KILLS * 40_000 + 60_000,
);
