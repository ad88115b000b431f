// Says in what a request differs from the one that its key stands for, as far as the log knows.

import { commandRoutes, type CommandRoute } from '@passbook/contracts';
import { canonicalJson, type StoredEvent } from '@passbook/event-store';
import { ApiProblem } from '../http/api-problem.ts';
import { verbAnsweredBy, type Asked, type PathNames } from './verbs.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The first request as its facts tell it, with the fields in the words of its body. */
interface First {
  readonly name: string;
  readonly path: PathNames;
  readonly fields: Fields;
  /** Whether the field may have been left out, and the server have put that value there. */
  readonly mayBeOurs: (field: string, value: unknown) => boolean;
}

/** The problem of a key that was used for another request. */
export function keyReused(facts: readonly StoredEvent[], asked: Asked): ApiProblem {
  const [fact] = facts;
  if (!fact) throw new Error('a key is known by its facts, and there are none');
  const differingFields = differences(firstRequest(fact), asked);
  const { position } = fact;
  const detail = `The key stands for another request, recorded at position ${position}.`;
  return new ApiProblem('idempotency-key-reused', detail, {
    members: { differingFields, position },
  });
}

function firstRequest(fact: StoredEvent): First {
  const data = fact.data as Fields;
  return fact.type === 'CommandRefused' ? refused(fact, data) : accepted(fact, data);
}

/** A refusal keeps its request as it was sent; only a name may have been made for it. */
function refused({ stream }: StoredEvent, data: Fields): First {
  const { account, hold, ...request } = data['request'] as Fields;
  const name = String(data['command']);
  const id = name === 'PlaceHold' ? hold : account;
  return {
    name,
    path: { id: stream, holdId: String(hold) },
    fields: { ...request, id },
    mayBeOurs: (field, value) => field === 'id' && isMadeName(value),
  };
}

function accepted({ type, stream, recordedAt }: StoredEvent, data: Fields): First {
  const holdId = data['holdId'];
  return {
    name: verbAnsweredBy(type) ?? type,
    path: { id: stream, holdId: String(holdId) },
    fields: {
      ...data,
      id: holdId ?? stream,
      from: stream,
      position: data['originalPosition'],
      expiresIn: secondsBetween(recordedAt, data['expiresAt']),
    },
    mayBeOurs: (field, value) => {
      if (field === 'id') return isMadeName(value);
      if (field === 'valueDate') return value === recordedAt.slice(0, 10);
      if (field === 'overdraftLimit') return isZero(value);
      // Of the fields that every request has to bring, a capture may leave these two out.
      if (field === 'amount') return isZero(data['released']);
      return field === 'currency';
    },
  };
}

function secondsBetween(from: string, to: unknown): number | undefined {
  return typeof to === 'string' ? (Date.parse(to) - Date.parse(from)) / 1000 : undefined;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function isMadeName(value: unknown): boolean {
  return typeof value === 'string' && UUID_V7.test(value);
}

function differences(first: First, { name, path, body }: Asked): readonly string[] {
  if (first.name !== name) return ['/path'];
  const route: CommandRoute = commandRoutes[name];
  const fields = (body ?? {}) as Fields;
  const differing = Object.keys(route.body.shape).filter((field) => {
    const [one, other] = [first.fields[field], fields[field]];
    if (one === undefined || other === undefined) {
      return one !== other && !(other === undefined && first.mayBeOurs(field, one));
    }
    return !same(field, one, other);
  });
  const elsewhere =
    (route.path.includes('{id}') && first.path.id !== path.id) ||
    (route.path.includes('{holdId}') && first.path.holdId !== path.holdId);
  const pointers = [...(elsewhere ? ['/path'] : []), ...differing.map((field) => `/${field}`)];
  // It may differ in what the log does not keep: then all that is known is that it does.
  return pointers.length === 0 ? [''] : pointers;
}

function same(field: string, one: unknown, other: unknown): boolean {
  const amount = field === 'amount' || field === 'overdraftLimit';
  return amount ? plain(one) === plain(other) : canonicalJson(one) === canonicalJson(other);
}

function isZero(value: unknown): boolean {
  return plain(value) === '0';
}

/** An amount without the digits that mean nothing: it is recorded with all of its currency's. */
function plain(amount: unknown): string {
  const text = String(amount);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
