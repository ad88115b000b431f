// One open form, one idempotency key: sends, retries, asks what became of it, never doubles.

import type { CommandReply } from '@passbook/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 } from 'uuid';
import { NoAnswerError, ProblemError } from '../../api/client.ts';
import { outcomeOf, receiptsOf, sendCommand, type CommandRequest } from '../../api/commands.ts';
import { keys } from '../../api/queries.ts';
import { noteOwn } from '../live/own.ts';

export type Phase =
  | { readonly name: 'editing' }
  | { readonly name: 'sending' }
  /** No answer came: nobody can tell yet whether it was recorded. */
  | {
      readonly name: 'unknown';
      readonly request: CommandRequest;
      /** It was asked for by its key, and that question was not answered either. */
      readonly asked?: boolean;
    }
  | { readonly name: 'checking'; readonly request: CommandRequest }
  /** Asked by its key: nothing was recorded, and the same form can be sent again. */
  | { readonly name: 'absent' }
  | { readonly name: 'refused'; readonly error: ProblemError }
  | { readonly name: 'offline' };

interface CommandOptions {
  /** The version of the account that the person saw; it becomes the condition of the command. */
  readonly ifVersion: number | undefined;
  readonly onDone: (reply: CommandReply) => void;
  /** A refusal was recorded; the account, one fact later, is in the cache. */
  readonly onRefused: () => void;
}

export interface CommandState {
  readonly key: string;
  readonly phase: Phase;
  readonly busy: boolean;
  readonly send: (request: CommandRequest) => Promise<void>;
  readonly check: () => Promise<void>;
  readonly edit: () => void;
}

/** Keys that ascend with time stand side by side in the log's index. */
const newKey = (): string => v7();

/** These answers are recorded with the key, so that another attempt needs another key. */
function isRecorded({ problem: { status, code } }: ProblemError): boolean {
  if (code === 'idempotency-in-progress') return false;
  return status === 409 || status === 422;
}

export function useCommand({ ifVersion, onDone, onRefused }: CommandOptions): CommandState {
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  const [phase, setPhase] = useState<Phase>({ name: 'editing' });

  const refresh = (accounts: readonly string[]) =>
    Promise.all([
      ...accounts.map((id) => client.invalidateQueries({ queryKey: keys.account(id) })),
      client.invalidateQueries({ queryKey: keys.accounts }),
      client.invalidateQueries({ queryKey: keys.summary }),
    ]);

  const succeed = async (reply: CommandReply) => {
    noteOwn(receiptsOf(reply).map(({ position }) => position));
    await refresh(receiptsOf(reply).map(({ accountId }) => accountId));
    setPhase({ name: 'editing' });
    setKey(newKey());
    onDone(reply);
  };

  const fail = async (error: unknown, request: CommandRequest) => {
    if (error instanceof NoAnswerError) {
      setPhase({ name: 'unknown', request });
      return;
    }
    if (!(error instanceof ProblemError)) throw error;
    if (request.id !== undefined && error.problem.status < 500) {
      await client.refetchQueries({ queryKey: keys.account(request.id) });
    }
    if (isRecorded(error)) {
      setKey(newKey());
      onRefused();
    }
    setPhase({ name: 'refused', error });
  };

  const send = async (request: CommandRequest) => {
    if (!navigator.onLine) {
      setPhase({ name: 'offline' });
      return;
    }
    setPhase({ name: 'sending' });
    try {
      await succeed(await sendCommand(request, { key, ifVersion }));
    } catch (error) {
      await fail(error, request);
    }
  };

  const check = async () => {
    if (phase.name !== 'unknown') return;
    const { request } = phase;
    setPhase({ name: 'checking', request });
    try {
      const { status, response } = await outcomeOf(key);
      if (status === 'succeeded') {
        await succeed(response as CommandReply);
        return;
      }
      const problem = response as ProblemError['problem'];
      await fail(new ProblemError(problem, undefined), request);
    } catch (error) {
      const absent = error instanceof ProblemError && error.problem.status === 404;
      setPhase(absent ? { name: 'absent' } : { name: 'unknown', request, asked: true });
    }
  };

  return {
    key,
    phase,
    busy: phase.name === 'sending' || phase.name === 'checking',
    send,
    check,
    edit: () => setPhase((now) => (now.name === 'unknown' ? now : { name: 'editing' })),
  };
}
