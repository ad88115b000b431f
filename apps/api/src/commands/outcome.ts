// What became of a command, as the answer to its request.

import type { BankingEvent, Refusal } from '@passbook/banking';
import type { DryRunReply } from '@passbook/contracts';
import type { Emitted } from '@passbook/event-sourcing';
import type { Outcome, Preview } from '@passbook/event-store';
import { balanceAfter } from '@passbook/read-models';
import { ApiProblem } from '../http/api-problem.ts';
import { keyReused } from './key-reuse.ts';
import { refusalMembers, replyTo, type Reply } from './reply.ts';
import type { Asked } from './verbs.ts';

/**
 * The answer to an executed command.
 * @param asked the request that it came from
 * @throws ApiProblem for what is not in the log
 */
export function answerTo(outcome: Outcome<Refusal>, asked: Asked): Reply {
  switch (outcome.kind) {
    case 'recorded': {
      const reply = replyTo(outcome.facts);
      if (!outcome.replayed) return reply;
      return { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } };
    }
    case 'key-reused':
      throw keyReused(outcome.facts, asked);
    case 'refused':
    case 'version-mismatch':
      throw problemOf(outcome);
    default:
      return outcome satisfies never;
  }
}

/** The answer to a rehearsed command. @throws ApiProblem for what would be refused */
export function rehearsed(preview: Preview<BankingEvent, Refusal>): DryRunReply {
  if (preview.kind !== 'would-record') throw problemOf(preview);
  const balances = new Map(preview.events.map(({ stream, event }) => [stream, event.data]));
  return {
    dryRun: true,
    events: preview.events.map(wouldBe),
    balances: [...balances].map(([accountId, data]) => ({
      accountId,
      balance: balanceAfter(data),
    })),
  };
}

function wouldBe({ stream, event }: Emitted<BankingEvent>): DryRunReply['events'][number] {
  const { type, data } = event;
  return { accountId: stream, type, data: { ...data }, balance: balanceAfter(data) };
}

type NotRecorded = Extract<Outcome<Refusal>, { kind: 'refused' | 'version-mismatch' }>;

function problemOf(outcome: NotRecorded): ApiProblem {
  if (outcome.kind === 'refused') {
    const { detail, numbers } = refusalMembers(outcome.refusal);
    return new ApiProblem(outcome.refusal.code, detail, { members: numbers });
  }
  const { stream, actual } = outcome;
  const expected = outcome.expected === 'any' ? '*' : outcome.expected;
  const detail = `Account ${stream} is at version ${actual}, the request expected ${expected}.`;
  return new ApiProblem('version-mismatch', detail, {
    members: { account: stream, version: actual, expected },
    headers: { etag: `"v${actual}"` },
  });
}
