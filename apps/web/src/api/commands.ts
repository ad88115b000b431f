// Commands as the browser sends them: where each goes, with its key, its condition, its dry run.

import type {
  CommandBody,
  CommandOutcome,
  CommandReply,
  DryRunReply,
  PublicCommand,
  Receipt,
} from '@passbook/contracts';
import { address, read, write } from './client.ts';

/** Method and path of each command; a spec compares them with the contract. */
export const commandPaths = {
  OpenAccount: { method: 'POST', path: '/v1/accounts' },
  SetOverdraftLimit: { method: 'PUT', path: '/v1/accounts/{id}/overdraft-limit' },
  FreezeAccount: { method: 'POST', path: '/v1/accounts/{id}/freeze' },
  UnfreezeAccount: { method: 'POST', path: '/v1/accounts/{id}/unfreeze' },
  CloseAccount: { method: 'POST', path: '/v1/accounts/{id}/close' },
  DepositMoney: { method: 'POST', path: '/v1/accounts/{id}/deposits' },
  WithdrawMoney: { method: 'POST', path: '/v1/accounts/{id}/withdrawals' },
  TransferMoney: { method: 'POST', path: '/v1/transfers' },
  PlaceHold: { method: 'POST', path: '/v1/accounts/{id}/holds' },
  CaptureHold: { method: 'POST', path: '/v1/accounts/{id}/holds/{holdId}/capture' },
  ReleaseHold: { method: 'POST', path: '/v1/accounts/{id}/holds/{holdId}/release' },
  ReverseTransaction: { method: 'POST', path: '/v1/reversals' },
} as const satisfies Record<PublicCommand, { method: 'POST' | 'PUT'; path: string }>;

/** A command, ready to be sent: the same value makes the same request. */
export type CommandRequest = {
  readonly [Name in PublicCommand]: {
    readonly name: Name;
    /** The account and the hold that the path names. */
    readonly id?: string;
    readonly holdId?: string;
    readonly body: CommandBody<Name>;
  };
}[PublicCommand];

/** The path of a command with its names filled in. */
export function pathOf({ name, id = '', holdId = '' }: CommandRequest): string {
  return commandPaths[name].path
    .replace('{id}', encodeURIComponent(id))
    .replace('{holdId}', encodeURIComponent(holdId));
}

export interface SendOptions {
  readonly key: string;
  /** The version of the account that the person saw. */
  readonly ifVersion?: number | undefined;
}

/** Sends a command; the same key never makes a second fact. */
export async function sendCommand(
  request: CommandRequest,
  { key, ifVersion }: SendOptions,
): Promise<CommandReply> {
  const headers = {
    'idempotency-key': key,
    ...(ifVersion === undefined ? {} : { 'if-match': `"v${ifVersion}"` }),
  };
  const { method } = commandPaths[request.name];
  const { body } = await write<CommandReply>(pathOf(request), {
    method,
    body: request.body,
    headers,
  });
  return body;
}

/** Asks what a command would do; nothing is recorded. */
export async function dryRun(request: CommandRequest, signal: AbortSignal): Promise<DryRunReply> {
  const { method } = commandPaths[request.name];
  const path = address(pathOf(request), { dryRun: 'true' });
  return (await write<DryRunReply>(path, { method, body: request.body, signal })).body;
}

/** Asks what became of a key. A problem with status 404 says: nothing was recorded. */
export async function outcomeOf(key: string): Promise<CommandOutcome> {
  return (await read<CommandOutcome>(`/v1/commands/${encodeURIComponent(key)}`)).body;
}

/** The facts of a reply, the asked account's first. */
export function receiptsOf(reply: CommandReply): readonly Receipt[] {
  if ('transferId' in reply) return [reply.from, reply.to];
  const { counterpart, ...own } = reply as Receipt & { counterpart?: Receipt };
  return counterpart ? [own, counterpart] : [own];
}

/** The same request for a terminal. */
export function asCurl(request: CommandRequest, key: string, origin: string): string {
  const { method } = commandPaths[request.name];
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return [
    `curl -X ${method} ${quoted(origin + pathOf(request))}`,
    `-H 'content-type: application/json'`,
    `-H ${quoted(`idempotency-key: ${key}`)}`,
    `-d ${quoted(JSON.stringify(request.body))}`,
  ].join(' \\\n  ');
}
