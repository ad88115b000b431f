// A part of a page that could not be loaded, told with the server's own words.

import { ProblemError } from '../../api/client.ts';
import { Failure } from '../../ui/panel.tsx';

interface ProblemPanelProps {
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

export function ProblemPanel({ what, error, onRetry }: ProblemPanelProps) {
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return <Failure what={what} detail={error.message} requestId={requestId} onRetry={onRetry} />;
}
