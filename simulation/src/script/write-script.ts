// Writes the script of a simulation: who does what, together with whom, and what goes wrong then.

import { Chance } from '../chance.ts';
import { Requests } from './requests.ts';
import type { Action, Condition, Fault, FaultKind, Script, Setting, Step } from './step.ts';

const conditions = ['current', 'stale', 'any'] as const satisfies readonly Condition[];

/** The script that a seed stands for; the same on every machine. */
export function writeScript(seed: number, steps: number): Script {
  const chance = new Chance(seed);
  const setting = chooseSetting(chance);
  const requests = new Requests(chance, setting.accounts);
  const troubled = chance.pick([0, 2, 6, 15]);
  const elsewhere = chance.pick([0, 8, 35]);
  const together = chance.pick([50, 80, 92, 96]);
  const written: Step[] = [];
  for (let index = 0; index < steps; index += 1) {
    const opening = index < setting.accounts;
    const action: Action = opening
      ? { do: 'send', request: requests.of('open'), keyed: true, condition: 'none' }
      : chooseAction(chance, requests);
    const fault = chance.percent(troubled) ? chooseFault(chance) : undefined;
    written.push({
      client: chance.below(setting.clients),
      server: chance.percent(elsewhere) ? 1 : 0,
      action,
      joined: chance.percent(together),
      late: chance.percent(8),
      ...(fault && { fault }),
    });
  }
  return { seed, setting, steps: written };
}

function chooseSetting(chance: Chance): Setting {
  return {
    accounts: chance.between(2, 10),
    clients: chance.between(1, 5),
    batchLimit: chance.pick([3, 10, 1_000, 1_000]),
    ...chooseMemory(chance),
    queueLimit: chance.percent(10) ? 4 : 10_000,
    patience: chance.pick([0, 20, 5_000]),
    page: chance.pick([2, 7, 50, 200]),
  };
}

function chooseAction(chance: Chance, requests: Requests): Action {
  const kind = chance.weighted({
    send: 780,
    repeat: 90,
    rehearse: 30,
    bulk: 20,
    expire: 15,
    clock: 40,
    restart: 5,
    read: 20,
  });
  switch (kind) {
    case 'send': {
      const condition = chance.percent(94) ? 'none' : chance.pick(conditions);
      return { do: 'send', request: requests.next(), keyed: chance.percent(90), condition };
    }
    case 'repeat':
      return { do: 'repeat', back: chance.below(12), changed: chance.percent(15) };
    case 'rehearse': {
      const condition = chance.percent(80) ? 'none' : chance.pick(conditions);
      return { do: 'rehearse', request: requests.next(), condition };
    }
    case 'bulk': {
      const list = Array.from({ length: chance.between(1, 5) }, () => requests.next());
      const repeat = chance.percent(15) ? { repeat: chance.below(12) } : {};
      return { do: 'bulk', requests: list, ...repeat };
    }
    case 'clock':
      return { do: 'clock', milliseconds: chooseJump(chance) };
    case 'read': {
      const what = chance.weighted({
        account: 6,
        history: 4,
        past: 3,
        list: 2,
        follow: 8,
        summary: 3,
        export: 1,
      });
      return { do: 'read', what, dice: chance.next() };
    }
    case 'expire':
    case 'restart':
      return { do: kind };
    default:
      return kind satisfies never;
  }
}

/** With few states in memory and few snapshots every batch would read most of the log again. */
function chooseMemory(chance: Chance): Pick<Setting, 'cacheLimit' | 'snapshotEvery'> {
  return chance.percent(50)
    ? { cacheLimit: chance.between(1, 4), snapshotEvery: chance.between(1, 8) }
    : { cacheLimit: 1_000, snapshotEvery: chance.pick([1, 10, 30]) };
}

const HOUR = 3_600_000;

function chooseJump(chance: Chance): number {
  const kind = chance.weighted({ moment: 60, minute: 20, day: 5, back: 15 });
  switch (kind) {
    case 'moment':
      return chance.between(1, 6_000);
    case 'minute':
      return chance.between(10_000, 120_000);
    case 'day':
      return 24 * HOUR + chance.below(1_000);
    case 'back':
      return -HOUR + chance.below(1_000);
    default:
      return kind satisfies never;
  }
}

function chooseFault(chance: Chance): Fault {
  const kind: FaultKind = chance.weighted({
    busy: 15,
    dropped: 15,
    serialization: 10,
    lost: 15,
    unheard: 20,
    broken: 10,
    watched: 5,
    'crash-before': 5,
    'crash-after': 7,
  });
  return { kind, at: chance.below(5), times: chance.percent(80) ? 1 : chance.between(2, 6) };
}
