// A thread of a campaign: plays the seeds that it is sent on banks of its own.

import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { playSeed } from './campaign.ts';
import type { Answer, Orders } from './crew.ts';
import { openBanks } from './open-banks.ts';

if (!parentPort) throw new Error('this is a thread of the simulation and no program of its own');
// Before the banks are open, so that no seed that comes until then is lost.
const seeds = on(parentPort, 'message') as AsyncIterable<[number | null]>;
const { engines, steps, server } = workerData as Orders;
const { banks, close } = await openBanks(engines, server);
for await (const [seed] of seeds) {
  if (seed === null) break;
  const answer: Answer = { defeat: await playSeed(seed, steps, banks) };
  parentPort.postMessage(answer);
}
await close();
