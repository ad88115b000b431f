// Takes a request for a command in, whichever door it came through, and makes the command of it.

import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BankingCommand, OriginalFact } from '@passbook/banking';
import { commandRoutes, receipt } from '@passbook/contracts';
import { canonicalJson, systemEdge, type LogReader, type StoredEvent } from '@passbook/event-store';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { parseBody } from '../http/parse.ts';
import { ANONYMOUS } from '../http/request-context.ts';
import { keyReused } from './key-reuse.ts';
import { makeCommand, type Asked, type Originals, type PathNames, type VerbEdge } from './verbs.ts';

export interface TakenIn {
  readonly command: BankingCommand;
  /** What a repeat with the same key must have in common with the first request. */
  readonly fingerprint: string | undefined;
}

const { accountId } = receipt.shape;

@Injectable()
export class Intake {
  constructor(@Inject(BANK) private readonly bank: Bank) {}

  /**
   * At once, but for a reversal: the log is asked first for what it reverses.
   * @param key the idempotency key, where there is one
   * @throws ApiProblem for a body that breaks a rule of form, and for what can not exist
   */
  take({ name, path, body = {} }: Asked, key: string | undefined): TakenIn | Promise<TakenIn> {
    const asked: Asked = { name, path, body };
    const data = parseBody(commandRoutes[name].body, body);
    mustBePossible(path);
    const made = (originals: VerbEdge['originals']): TakenIn => ({
      command: makeCommand(name, path, data, { newId, originals }),
      fingerprint: key === undefined ? undefined : fingerprintOf(asked),
    });
    if (!('position' in data)) return made(none);
    return this.#originals(data.position, asked, key).then((originals) => made(() => originals));
  }

  async #originals(position: number, asked: Asked, key: string | undefined): Promise<Originals> {
    const { truth } = this.bank;
    const originals = await originalsAt(truth, position);
    if (originals) return originals;
    // The key comes before everything: it may stand for the reversal of another fact.
    const facts = key === undefined ? [] : await truth.byKey(ANONYMOUS, key);
    if (facts.length > 0) throw keyReused(facts, asked);
    throw new ApiProblem('event-not-found', `There is no event at position ${position}.`, {
      members: { position },
    });
  }
}

const newId = (): string => systemEdge.newId();

const none = (): never => {
  throw new Error('only a command that names a position has originals');
};

function fingerprintOf({ name, path, body }: Asked): string {
  const { method, path: template } = commandRoutes[name];
  const where = template.replace('{id}', path.id).replace('{holdId}', path.holdId);
  return hash('sha256', `${method} ${where}\n${canonicalJson(body)}`, 'base64url');
}

/** A name that no account can have names no account. */
export function mustBePossible({ id, holdId }: Partial<PathNames>): void {
  if (id !== undefined && !accountId.safeParse(id).success) {
    throw new ApiProblem('account-not-found', 'There is no account of that name.');
  }
  if (holdId !== undefined && !accountId.safeParse(holdId).success) {
    throw new ApiProblem('hold-not-found', 'There is no hold of that name.');
  }
}

/** A transfer's two sides stand next to each other in the log, the sent one first. */
const otherSide: Readonly<Record<string, number>> = { MoneySent: 1, MoneyReceived: -1 };

async function originalsAt(log: LogReader, position: number): Promise<Originals | undefined> {
  const fact = await log.at(position);
  if (!fact) return undefined;
  const step = otherSide[fact.type];
  if (step === undefined) return [original(fact)];
  const other = await log.at(position + step);
  if (!other) throw new Error(`the transfer at position ${position} has only one side`);
  return [original(fact), original(other)];
}

function original({ stream, position, type, data }: StoredEvent): OriginalFact {
  return { account: stream, position, type, data };
}
