// What became of a sent form, where it is not a receipt: refused, unknown, not recorded, not sent.

import { Button } from '@mantine/core';
import type { Problem } from '@passbook/contracts';
import { Note } from '../../ui/panel.tsx';
import { sayProblem } from '../facts/sentences.ts';
import type { CommandState } from './use-command.ts';

/** What to try instead, for the refusals where there is something. */
const advice: Readonly<Record<string, string>> = {
  'insufficient-funds':
    'Holds count against what can be spent, an overdraft limit adds to it. Nothing was moved.',
  'account-frozen': 'Money moves again once the account is unfrozen. Nothing was moved.',
  'balance-not-zero': 'Move the rest to another account first.',
  'holds-open': 'Capture or release them in the Holds tab first.',
  'overdraft-in-use': 'Bring money in first, or choose a higher limit.',
  'amount-beyond-hold': 'Capture at most what was set aside.',
  'already-reversed': 'A transaction is reversed once.',
};

export function Outcome({ command }: { readonly command: CommandState }) {
  const { phase } = command;
  switch (phase.name) {
    case 'editing':
    case 'sending':
      return null;
    case 'offline':
      return (
        <Note tone="warn" title="You are offline." live>
          Nothing was sent. What you typed stays here.
        </Note>
      );
    case 'unknown':
    case 'checking':
      return <Unknown command={command} />;
    case 'absent':
      return (
        <Note title="It was not recorded." live>
          Nothing happened on the account. You can send it again: it carries the same key.
        </Note>
      );
    case 'refused':
      return <Refused problem={phase.error.problem} requestId={phase.error.requestId} />;
  }
}

function Unknown({ command }: { readonly command: CommandState }) {
  const { phase } = command;
  const request = phase.name === 'unknown' ? phase.request : undefined;
  const asked = phase.name === 'unknown' && phase.asked;
  return (
    <Note
      tone="warn"
      live
      title="We cannot tell yet whether it was recorded."
      actions={
        <>
          <Button size="xs" loading={request === undefined} onClick={() => void command.check()}>
            Check
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={request === undefined}
            onClick={() => request && void command.send(request)}
          >
            Send again
          </Button>
        </>
      }
    >
      {asked ? 'The server did not answer this question either. ' : 'No answer came back. '}
      Both are safe: the form carries one key, and one key makes one fact. If you close the form,
      look into the history before you fill in another.
    </Note>
  );
}

function Refused({ problem, requestId }: { problem: Problem; requestId: string | undefined }) {
  // A changed account has its own note, with the difference and what to do.
  if (problem.status === 412) return null;
  return (
    <Note tone="warn" title={`${problem.title}.`} live>
      {sayProblem(problem)} {advice[problem.code]}
      {problem.errors?.map(({ pointer, detail }) => (
        <div key={pointer}>
          <code>{pointer}</code> {detail}
        </div>
      ))}
      {problem.status >= 500 && requestId !== undefined ? (
        <div>
          Request <code>{requestId}</code>
        </div>
      ) : null}
    </Note>
  );
}
