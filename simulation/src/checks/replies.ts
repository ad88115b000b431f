// Compares what clients heard with what the reference model predicts, reply by reply.

import {
  canonicalJson,
  CommitUnknown,
  Overloaded,
  StoreUnavailable,
  type Outcome,
  type StoredEvent,
} from '@passbook/event-store';
import type { Refusal } from '@passbook/banking';
import type { Exchange } from '../conversation.ts';
import { Malformed } from '../model/book.ts';
import type { ExpectedFact, ReferenceBank } from '../model/reference-bank.ts';
import { BrokenCall } from '../port/unreliable-store.ts';
import type { CommittedFact, Truth } from '../port/truth.ts';
import type { FaultKind, Setting } from '../script/step.ts';
import { isSame, must, mustEqual, Violation } from './violation.ts';

/** What the checks of a round stand on. */
export interface Court {
  readonly model: ReferenceBank;
  readonly truth: Truth;
  readonly announced: ReadonlySet<number>;
  readonly setting: Setting;
  readonly now: number;
  /** What was planned to go wrong in this round, by server. */
  readonly troubles: readonly ReadonlySet<FaultKind>[];
}

/**
 * Judges one exchange, in the order in which the bank decided.
 * @returns the fate of the message as text, for the digest
 * @throws Violation
 */
export function judge(exchange: Exchange, court: Court): string {
  const { message, heard } = exchange;
  if (heard.how === 'answered') {
    const predicted = predict(exchange, court);
    if (predicted === 'malformed') throw new Violation('I15', 'an amount that is none was taken');
    const found = withoutFacts(heard.answer, court);
    mustAgree(found, predicted, exchange);
    mustBeRecordedOnce(exchange, predicted, court);
    return JSON.stringify(predicted);
  }
  const committed = message.orders.some(
    ({ context }) => court.truth.of(context.correlationId).length > 0,
  );
  if (heard.how === 'failed') mustHaveReason(heard.error, exchange, court);
  const unknown = heard.how === 'lost' || heard.error instanceof CommitUnknown;
  must(unknown || !committed, 'I8', () => `${tell(exchange)} failed, and was recorded`);
  if (committed) predict(exchange, court);
  return heard.how === 'lost' ? 'lost' : nameOf(heard.error);
}

/** Whatever is in the log is what the model expects there, fact by fact. */
export function mustBeExplained(from: number, { model, truth }: Court): void {
  const count = Math.max(model.facts.length, truth.facts.length);
  for (let position = from + 1; position <= count; position += 1) {
    const found = truth.at(position);
    const wanted = model.facts[position - 1];
    must(found !== undefined, 'I19', () => `${canonicalJson(wanted)} was acknowledged and is gone`);
    must(wanted !== undefined, 'I22', () => `nobody asked for ${canonicalJson(found.event)}`);
    mustEqual(found.event, expected(wanted, found), 'I2', 'a fact of the log');
  }
}

function predict(
  { message: { kind, orders } }: Exchange,
  { model, now }: Court,
): object | 'malformed' {
  try {
    if (kind === 'atomic') return model.executeAtomically(orders, now);
    return kind === 'preview' ? model.preview(orders[0], now) : model.execute(orders[0], now);
  } catch (error) {
    if (error instanceof Malformed) return 'malformed';
    throw error;
  }
}

/** An answer with positions in the place of facts; each fact is compared with the committed one. */
function withoutFacts(answer: object, court: Court): object {
  if ('outcomes' in answer) {
    const outcomes = (answer.outcomes as readonly object[]).map((one) => withoutFacts(one, court));
    return { ...answer, outcomes };
  }
  if ('outcome' in answer)
    return { ...answer, outcome: withoutFacts(answer.outcome as object, court) };
  if (!('facts' in answer)) return answer;
  const { facts, ...rest } = answer as Extract<Outcome<Refusal>, { facts: unknown }>;
  return { ...rest, positions: facts.map((fact) => mustBeCommitted(fact, court)) };
}

function mustBeCommitted(fact: StoredEvent, { truth }: Court): number {
  const committed = truth.at(fact.position)?.event;
  mustEqual(fact, committed ?? 'nothing', 'I8', 'a fact of a reply, and the one in the log');
  return fact.position;
}

/** A new outcome was announced before the answer, and carries the name of its request only. */
function mustBeRecordedOnce({ message }: Exchange, predicted: object, court: Court): void {
  if (message.kind === 'preview' || !('positions' in predicted)) return;
  const { positions, replayed } = predicted as { positions: number[]; replayed?: boolean };
  const { correlationId } = message.orders[0].context;
  const own = court.truth.of(correlationId).map(({ event }) => event.position);
  if (replayed !== false) {
    must(own.length === 0, 'I8', () => `a repeat is recorded anew at ${own.join()}`);
    return;
  }
  must(own.join() === positions.join(), 'I22', () => `recorded at ${own.join()}`);
  const told = positions.every((position) => court.announced.has(position));
  must(told, 'I7', () => `${positions.join()} is not announced`);
}

function mustHaveReason(error: unknown, exchange: Exchange, court: Court): void {
  const trouble = court.troubles[exchange.message.server] ?? new Set();
  if (error instanceof SyntaxError) {
    const predicted = predict(exchange, court);
    must(predicted === 'malformed', 'I27', () => `${tell(exchange)} failed: ${error.message}`);
    return;
  }
  const expectable =
    (error instanceof Overloaded && court.setting.queueLimit < 100) ||
    (error instanceof BrokenCall && trouble.has('broken')) ||
    (error instanceof StoreUnavailable && trouble.size > 0);
  must(expectable, 'I26', () => `${tell(exchange)} failed without a reason: ${String(error)}`);
}

function mustAgree(found: object, predicted: object, exchange: Exchange): void {
  if (isSame(found, predicted)) return;
  mustEqual(found, predicted, invariantOf(exchange, predicted), `the answer to ${tell(exchange)}`);
}

function invariantOf({ message: { kind } }: Exchange, predicted: object): string {
  if (kind === 'preview') return 'I23';
  if ('replayed' in predicted && predicted.replayed === true) return 'I8';
  return 'kind' in predicted && predicted.kind === 'key-reused' ? 'I8' : 'model';
}

function tell({ message: { kind, orders } }: Exchange): string {
  return `${kind} ${orders.map(({ command }) => canonicalJson(command)).join(', ')}`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

/** The fact as the model has it, with what nobody can foresee as it was found. */
function expected(
  { account, context, position, version, type, data, recordedAt }: ExpectedFact,
  { event: { eventId, schemaVersion } }: CommittedFact,
): StoredEvent {
  const { actor, correlationId, causationId, channel, client, key, fingerprint } = context;
  return {
    position,
    stream: account,
    version,
    eventId,
    type,
    schemaVersion,
    data,
    actor,
    correlationId,
    causationId,
    channel,
    client,
    commandKey: key,
    fingerprint,
    recordedAt,
  };
}
