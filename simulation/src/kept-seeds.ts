// Scripts that found a bug once, cut down to what it takes; each is played again in every test run.

import type { Script, Step } from './script/step.ts';

export interface Kept {
  /** Which bug it found. */
  readonly why: string;
  readonly script: Script;
}

const usual = {
  accounts: 2,
  clients: 1,
  batchLimit: 1_000,
  cacheLimit: 1_000,
  snapshotEvery: 100,
  queueLimit: 10_000,
  patience: 5_000,
  page: 50,
};

const plain = { client: 0, server: 0, joined: false, late: false } as const;
const sent = { do: 'send', keyed: true, condition: 'none' } as const;

const opening: Step = {
  ...plain,
  action: {
    ...sent,
    request: { type: 'OpenAccount', data: { account: 'A0', owner: 'Ada', currency: 'EUR' } },
  },
};

/** An account of which one unit is set aside until a second is over. */
const holding = (account: string): readonly Step[] => {
  const amount = { amount: '1.00', currency: 'EUR' };
  const data = { account, owner: 'Ada', currency: 'EUR', overdraftLimit: '9.00' };
  const hold = { account, hold: 'h0', ...amount, expiresIn: 1 };
  return [
    { ...plain, action: { ...sent, request: { type: 'OpenAccount', data } } },
    { ...plain, action: { ...sent, request: { type: 'PlaceHold', data: hold } } },
  ];
};

const deposit: Step = {
  ...plain,
  action: {
    ...sent,
    request: { type: 'DepositMoney', data: { account: 'A0', amount: '1.00', currency: 'EUR' } },
  },
};

/** A script is kept and not its seed alone: what a seed stands for changes with its writer. */
export const keptSeeds: readonly Kept[] = [
  {
    why: 'a refusal after the closing moved the time of closing when the accounts were rebuilt',
    script: {
      seed: 3,
      setting: usual,
      steps: [
        opening,
        {
          ...plain,
          action: { ...sent, request: { type: 'CloseAccount', data: { account: 'A0' } } },
        },
        { ...plain, action: { do: 'clock', milliseconds: 1_000 } },
        deposit,
      ],
    },
  },
  {
    why: 'a failed look-up of keys left a load of states behind that outlived its transaction',
    script: {
      seed: 1_000_011,
      setting: usual,
      steps: [
        opening,
        { ...plain, action: { do: 'restart' } },
        { ...deposit, fault: { kind: 'dropped', at: 1, times: 2 } },
      ],
    },
  },
  {
    why: 'holds of one name on two accounts that end at one moment were ended in any order',
    script: {
      seed: 1_000_017,
      setting: usual,
      steps: [
        ...holding('A1'),
        ...holding('A0'),
        { ...plain, action: { do: 'clock', milliseconds: 2_000 } },
        { ...plain, action: { do: 'expire' } },
      ],
    },
  },
  {
    why: 'an opening that breaks, of an account that is not there, expects it to be there',
    script: {
      seed: 174,
      setting: usual,
      steps: [
        {
          ...plain,
          action: {
            ...sent,
            condition: 'any',
            request: {
              type: 'OpenAccount',
              data: { account: 'A0', owner: 'Ada', currency: 'EUR', overdraftLimit: '1e3' },
            },
          },
        },
      ],
    },
  },
];
