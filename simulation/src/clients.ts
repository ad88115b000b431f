// The virtual clients: they make commands of the script's requests, and send some of them again.

import {
  CaptureHold,
  CloseAccount,
  DepositMoney,
  ExpireHold,
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
  type OriginalFact,
} from '@passbook/banking';
import { canonicalJson } from '@passbook/event-store';
import type { Order } from './model/reference-bank.ts';
import type { Truth } from './port/truth.ts';
import type { Condition, Request } from './script/step.ts';

const classes = {
  CaptureHold,
  CloseAccount,
  DepositMoney,
  ExpireHold,
  FreezeAccount,
  OpenAccount,
  PlaceHold,
  ReleaseHold,
  SetOverdraftLimit,
  TransferMoney,
  UnfreezeAccount,
  WithdrawMoney,
};

/** What a client remembers in order to ask once more: the request as it was, and its key. */
interface Remembered {
  readonly request: Request;
  readonly command: BankingCommand;
  readonly key: string;
  readonly fingerprint: string;
}

/** What the clients can know of the bank. */
export interface Known {
  readonly truth: Truth;
  readonly versionOf: (account: string) => number;
  /** What is on an account, and what can be spent of it, in the words of a request. */
  readonly amountsOf: (account: string) => { readonly all: string; readonly rest: string };
  readonly newId: () => string;
}

/** How many of the latest facts a client thinks of when it asks for a reversal. */
const LATELY = 40;

export class Clients {
  readonly #known: Known;
  readonly #memories = new Map<number, Remembered[]>();
  #sent = 0;

  constructor(known: Known) {
    this.#known = known;
  }

  /** A new request; undefined where it asks to reverse a fact and there is none. */
  order(
    client: number,
    request: Request,
    { keyed, condition = 'none' }: { readonly keyed: boolean; readonly condition?: Condition },
  ): Order | undefined {
    const command = this.#commandOf(request);
    if (!command) return undefined;
    if (!keyed) return this.#address(client, command, condition);
    const key = `k${this.#sent}`;
    const fingerprint = fingerprintOf(request, command);
    const memory = this.#memories.get(client) ?? [];
    // What is no amount is refused at the edge; here it stands for a command that breaks a batch.
    if (!/NaN|1e3/.test(fingerprint)) memory.push({ request, command, key, fingerprint });
    this.#memories.set(client, memory);
    return this.#address(client, command, condition, { key, fingerprint });
  }

  /** An earlier request again, with its key; `changed`: the key with another request. */
  again(client: number, back: number, changed: boolean): Order | undefined {
    const memory = this.#memories.get(client);
    const former = memory?.at(-1 - back);
    if (!former) return undefined;
    const { request, key } = former;
    // A transfer is given its name at the edge, each time anew.
    const command = request.type === 'TransferMoney' ? this.#commandOf(request) : former.command;
    if (!command) return undefined;
    const fingerprint = changed ? `${former.fingerprint} changed` : former.fingerprint;
    return this.#address(client, command, 'none', { key, fingerprint });
  }

  /** The clock's own command. */
  expiry(account: string, hold: string): Order {
    return this.#address(-1, new ExpireHold({ account, hold }), 'none');
  }

  #address(
    client: number,
    command: BankingCommand,
    condition: Condition,
    keyed: { readonly key?: string; readonly fingerprint?: string } = {},
  ): Order {
    const number = this.#sent;
    this.#sent += 1;
    const name = client < 0 ? 'clock' : `client-${client}`;
    const context = {
      actor: name,
      client: name,
      channel: 'simulation',
      correlationId: `c${number}`,
      causationId: `r${number}`,
      ...keyed,
    };
    if (condition === 'none') return { command, context };
    if (condition === 'any') return { command, context: { ...context, expectedVersion: 'any' } };
    const version = this.#known.versionOf(mainAccount(command));
    const expectedVersion = condition === 'current' ? version : version + (number % 2 ? 1 : -1);
    return { command, context: { ...context, expectedVersion } };
  }

  #commandOf(request: Request): BankingCommand | undefined {
    if (request.type === 'ReverseTransaction') {
      const originals = originalsOf(this.#known.truth, request.data.dice);
      return originals && new ReverseTransaction({ reason: request.data.reason, originals });
    }
    const Command = classes[request.type] as new (data: object) => BankingCommand;
    const data = this.#withAmount(request.data);
    if (request.type !== 'TransferMoney') return new Command(data);
    return new Command({ ...data, transfer: this.#known.newId() });
  }

  /** Replaces `all` and `rest` by numbers, to the last cent of an account. */
  #withAmount(data: object): object {
    if (!('amount' in data) || (data.amount !== 'all' && data.amount !== 'rest')) return data;
    const { account, from = account } = data as {
      readonly account?: string;
      readonly from?: string;
    };
    return { ...data, amount: this.#known.amountsOf(from ?? '')[data.amount] };
  }
}

function mainAccount(command: BankingCommand): string {
  if (command.type === 'TransferMoney') return command.data.from;
  if (command.type === 'ReverseTransaction') return command.data.originals[0].account;
  return command.data.account;
}

function fingerprintOf(request: Request, command: BankingCommand): string {
  if (command.type !== 'ReverseTransaction') return canonicalJson(request);
  return canonicalJson({ type: request.type, position: command.data.originals[0].position });
}

/** A fact and, of a transfer, the other side, which stands next to it. */
function originalsOf(
  truth: Truth,
  dice: number,
): readonly [OriginalFact, ...OriginalFact[]] | undefined {
  const size = truth.facts.length;
  const position = size - (dice % Math.max(1, Math.min(size, LATELY)));
  const first = originalAt(truth, position);
  if (!first) return undefined;
  const step = { MoneySent: 1, MoneyReceived: -1 }[first.type];
  const second = step === undefined ? undefined : originalAt(truth, position + step);
  return second ? [first, second] : [first];
}

function originalAt(truth: Truth, position: number): OriginalFact | undefined {
  const fact = truth.at(position)?.event;
  return fact && { account: fact.stream, position, type: fact.type, data: fact.data };
}
