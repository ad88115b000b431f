// Says in what a request differs from the one that its key stands for, as far as the log knows.

import { parseAmount, type BankingCommand } from '@passbook/banking';
import { commandRoutes, type PublicCommand } from '@passbook/contracts';
import { canonicalJson, type StoredEvent } from '@passbook/event-store';
import { ApiProblem } from '../http/api-problem.ts';
import { verbAnsweredBy } from './verbs.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A request as far as it is known: the verb, and the fields of its command. */
export interface Known {
  readonly name: string;
  readonly fields: Fields;
}

/** The problem of a key that was used for another request. */
export function keyReused(facts: readonly StoredEvent[], request: Known): ApiProblem {
  const differingFields = differences(firstRequest(facts), request);
  const [{ position } = { position: 0 }] = facts;
  const detail = `The key stands for another request, recorded at position ${position}.`;
  return new ApiProblem('idempotency-key-reused', detail, {
    members: { differingFields, position },
  });
}

/** What a command tells of its request. */
export function requestOf(command: BankingCommand): Known {
  if (command.type !== 'ReverseTransaction') {
    return { name: command.type, fields: command.data as Fields };
  }
  const { reason, originals } = command.data;
  return { name: command.type, fields: { reason, position: originals[0].position } };
}

/** What the facts of the first request tell of it. */
function firstRequest([first]: readonly StoredEvent[]): Known {
  if (!first) throw new Error('a key is known by its facts, and there are none');
  const data = first.data as Fields;
  if (first.type === 'CommandRefused') {
    return { name: String(data['command']), fields: data['request'] as Fields };
  }
  const { after: _, effect: __, ...known } = data;
  const fields = {
    ...known,
    account: first.stream,
    from: first.stream,
    hold: data['holdId'],
    position: data['originalPosition'],
    expiresIn: secondsBetween(first.recordedAt, data['expiresAt']),
  };
  return { name: verbAnsweredBy(first.type) ?? first.type, fields };
}

function secondsBetween(from: string, to: unknown): number | undefined {
  return typeof to === 'string' ? (Date.parse(to) - Date.parse(from)) / 1000 : undefined;
}

/** Fields that the server fills in: where a request leaves them out, they tell nothing. */
const filledIn = new Set(['account', 'hold', 'transfer', 'valueDate', 'amount', 'overdraftLimit']);

function differences(first: Known, second: Known): readonly string[] {
  if (first.name !== second.name) return ['/path'];
  const route = commandRoutes[second.name as PublicCommand];
  const names = ['account', 'hold', ...Object.keys(route.body.shape)].filter(
    (name) => name !== 'id',
  );
  const differing = names.filter((name) => {
    const [one, other] = [first.fields[name], second.fields[name]];
    if (other === undefined && filledIn.has(name)) return false;
    return !same(one, other, second.fields['currency']);
  });
  // The names of a path can differ, or what the log does not keep: then it is the whole request.
  return differing.length === 0
    ? ['']
    : [...new Set(differing.map((name) => pointer(name, route)))];
}

function pointer(name: string, { path }: { readonly path: string }): string {
  if (name === 'account') return path.includes('{id}') ? '/path' : '/id';
  if (name === 'hold') return path.includes('{holdId}') ? '/path' : '/id';
  return `/${name}`;
}

function same(one: unknown, other: unknown, currency: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (canonicalJson(one) === canonicalJson(other)) return true;
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  const [left, right] = [minorOf(one, currency), minorOf(other, currency)];
  return left !== undefined && left === right;
}

/** Amounts are recorded with all digits of the currency, however they were sent. */
function minorOf(text: string, currency: unknown): bigint | undefined {
  if (!/^[0-9]+(\.[0-9]+)?$/.test(text) || typeof currency !== 'string') return undefined;
  const minor = parseAmount(text, currency);
  return typeof minor === 'bigint' ? minor : undefined;
}
