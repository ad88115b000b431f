// The verbs of the API: which command each makes of a request, and which event answers it.

import {
  CaptureHold,
  CloseAccount,
  DepositMoney,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  ReleaseHold,
  ReverseTransaction,
  SetOverdraftLimit,
  TransferMoney,
  UnfreezeAccount,
  WithdrawMoney,
  type BankingCommand,
  type BankingEventType,
  type OriginalFact,
} from '@passbook/banking';
import { commandRoutes, type CommandBody, type PublicCommand } from '@passbook/contracts';

/** What the path of a command names. */
export interface PathNames {
  readonly id: string;
  readonly holdId: string;
}

/** A request for a command: the verb, what its path names, and its body as it was sent. */
export interface Asked {
  readonly name: PublicCommand;
  readonly path: PathNames;
  readonly body: unknown;
}

/** What a command may need that neither path nor body brings. */
export interface VerbEdge {
  readonly newId: () => string;
  /** The fact to be reversed and, of a transfer, its other side. */
  readonly originals: () => Originals;
}

export type Originals = readonly [OriginalFact, ...OriginalFact[]];

type CommandOf<Name extends PublicCommand> = Extract<BankingCommand, { type: Name }>;

interface Verb<Name extends PublicCommand> {
  readonly command: new (data: CommandOf<Name>['data']) => CommandOf<Name>;
  /** The event that is answered with the status of this verb's route; the first of several. */
  readonly event: BankingEventType;
  readonly data: (
    path: PathNames,
    body: CommandBody<Name>,
    edge: VerbEdge,
  ) => CommandOf<Name>['data'];
}

/** One entry for each command of the contract; the compiler asks for a missing one. */
export const verbs: { readonly [Name in PublicCommand]: Verb<Name> } = {
  OpenAccount: {
    command: OpenAccount,
    event: 'AccountOpened',
    data: (_, { id, ...rest }, { newId }) => ({ account: id ?? newId(), ...rest }),
  },
  SetOverdraftLimit: {
    command: SetOverdraftLimit,
    event: 'OverdraftLimitSet',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  FreezeAccount: {
    command: FreezeAccount,
    event: 'AccountFrozen',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  UnfreezeAccount: {
    command: UnfreezeAccount,
    event: 'AccountUnfrozen',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  CloseAccount: {
    command: CloseAccount,
    event: 'AccountClosed',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  DepositMoney: {
    command: DepositMoney,
    event: 'MoneyDeposited',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  WithdrawMoney: {
    command: WithdrawMoney,
    event: 'MoneyWithdrawn',
    data: ({ id }, body) => ({ account: id, ...body }),
  },
  TransferMoney: {
    command: TransferMoney,
    event: 'MoneySent',
    data: (_, body, { newId }) => ({ transfer: newId(), ...body }),
  },
  PlaceHold: {
    command: PlaceHold,
    event: 'HoldPlaced',
    data: ({ id }, { id: hold, ...rest }, { newId }) => ({
      account: id,
      hold: hold ?? newId(),
      ...rest,
    }),
  },
  CaptureHold: {
    command: CaptureHold,
    event: 'HoldCaptured',
    data: ({ id, holdId }, body) => ({ account: id, hold: holdId, ...body }),
  },
  ReleaseHold: {
    command: ReleaseHold,
    event: 'HoldReleased',
    data: ({ id, holdId }, body) => ({ account: id, hold: holdId, ...body }),
  },
  ReverseTransaction: {
    command: ReverseTransaction,
    event: 'TransactionReversed',
    data: (_, { reason }, { originals }) => ({ reason, originals: originals() }),
  },
};

/** Every command that clients may send. */
export const publicCommands = Object.keys(verbs) as readonly PublicCommand[];

const verbByEvent = new Map<string, PublicCommand>(
  publicCommands.map((name) => [verbs[name].event, name]),
);

/** The verb that an event answers, where it answers one. */
export function verbAnsweredBy(eventType: string): PublicCommand | undefined {
  return verbByEvent.get(eventType);
}

/** The status of an accepted command, by the first event that it led to. */
export function statusOf(eventType: string): 200 | 201 {
  const name = verbByEvent.get(eventType);
  return name === undefined ? 200 : commandRoutes[name].status;
}

/** Makes the command of a request whose body has passed the verb's schema. */
export function makeCommand(
  name: PublicCommand,
  path: PathNames,
  body: unknown,
  edge: VerbEdge,
): BankingCommand {
  const { command, data } = verbs[name] as unknown as AnyVerb;
  return new command(data(path, body, edge));
}

/** A verb where its name is known only as the program runs. */
interface AnyVerb {
  readonly command: new (data: unknown) => BankingCommand;
  readonly data: (path: PathNames, body: unknown, edge: VerbEdge) => unknown;
}
