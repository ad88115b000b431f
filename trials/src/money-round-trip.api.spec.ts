// Money at both ends of 64 bits, with 0, 2, 3 and 4 digits, through every door and back.

import path from 'node:path';
import { freshPostgres } from '@passbook/tools/testing';
import { HttpClient } from './harness/http.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { verifyDatabase } from './harness/verify.ts';

const scratch = scratchFolder();

afterAll(async () => {
  await endServers();
  scratch.remove();
});

/** The largest amount of each number of digits: 2^63 - 1 minor units. */
const LARGEST: readonly (readonly [string, string])[] = [
  ['JPY', '9223372036854775807'],
  ['EUR', '92233720368547758.07'],
  ['KWD', '9223372036854775.807'],
  ['CLF', '922337203685477.5807'],
];

async function urlOf(engine: string): Promise<string> {
  if (engine === 'postgres') return (await freshPostgres()).url;
  return `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
}

interface Standing {
  readonly balance: { readonly posted: string; readonly overdraftLimit: string };
}

test.each(['sqlite', 'postgres'])(
  'money at +-(2^63-1) comes back exactly from database, JSON and CSV on %s',
  async (engine) => {
    const databaseUrl = await urlOf(engine);
    const first = await ServerProcess.start({ databaseUrl });
    const client = new HttpClient(first.url);
    for (const [currency, amount] of LARGEST) {
      const [rich, poor] = [`rich-${currency}`, `poor-${currency}`];
      await client.must({ path: '/v1/accounts', body: { id: rich, owner: 'Ada', currency } });
      const inDebt = { id: poor, owner: 'Bob', currency, overdraftLimit: amount };
      await client.must({ path: '/v1/accounts', body: inDebt });
      await client.must({ path: `/v1/accounts/${rich}/deposits`, body: { amount, currency } });
      await client.must({ path: `/v1/accounts/${poor}/withdrawals`, body: { amount, currency } });
    }
    await first.kill();
    const second = await ServerProcess.start({ databaseUrl });
    client.url = second.url;
    const csv = (await client.call({ path: '/v1/events/export?format=csv' })).text;
    for (const [currency, amount] of LARGEST) {
      const rich = await client.read<Standing>(`/v1/accounts/rich-${currency}`);
      expect(rich.balance.posted).toBe(amount);
      const poor = await client.read<Standing>(`/v1/accounts/poor-${currency}`);
      expect(poor.balance).toMatchObject({ posted: `-${amount}`, overdraftLimit: amount });
      expect(csv).toMatch(new RegExp(`[,"]-${amount.replace('.', '\\.')}[,"]`));
      expect(csv).toMatch(new RegExp(`[,"]${amount.replace('.', '\\.')}[,"]`));
    }
    client.close();
    await second.terminate();
    await verifyDatabase(databaseUrl);
  },
  90_000,
);
