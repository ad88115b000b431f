// What each error of the layers below is to a client; what is not known shows nothing of itself.

import { HttpException } from '@nestjs/common';
import {
  CommitUnknown,
  isUnavailable,
  Overloaded,
  Stopping,
  StoreUnavailable,
} from '@passbook/event-store';
import { CursorMismatch, MalformedCursor } from '@passbook/read-models';
import { ApiProblem } from './api-problem.ts';

/** The problem that an error of any layer is to the client. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof CursorMismatch) return new ApiProblem('cursor-mismatch', say(error));
  if (error instanceof MalformedCursor) {
    const errors = [{ pointer: 'cursor', code: 'malformed', detail: error.message }];
    return new ApiProblem('malformed-request', say(error), { errors });
  }
  if (error instanceof Overloaded) return new ApiProblem('overloaded', say(error));
  if (error instanceof Stopping) return new ApiProblem('unavailable', say(error));
  if (error instanceof CommitUnknown) {
    const ask = 'Ask GET /v1/commands/{key}, or send the command again with its key.';
    return new ApiProblem(
      'unavailable',
      `The database went away and it is not known yet whether the command was recorded. ${ask}`,
    );
  }
  if (error instanceof StoreUnavailable) {
    return new ApiProblem('unavailable', 'The database is not available; nothing was recorded.');
  }
  if (isOfClient(error)) {
    return new ApiProblem('malformed-request', 'The request did not arrive whole.');
  }
  if (isUnavailable(error)) {
    return new ApiProblem('unavailable', 'The database is not available.', { cause: error });
  }
  return error instanceof HttpException ? ofFramework(error) : internal();
}

/** What the HTTP server below says of a request that broke off or breaks HTTP. */
function isOfClient(error: unknown): boolean {
  const { statusCode = 0 } = error as { readonly statusCode?: number };
  return !(error instanceof HttpException) && statusCode >= 400 && statusCode < 500;
}

function ofFramework(error: HttpException): ApiProblem {
  const status = error.getStatus();
  switch (status) {
    case 413:
      return new ApiProblem('body-too-large', 'The body is larger than this resource takes.');
    case 415:
      return new ApiProblem('unsupported-media-type', 'Commands are sent as application/json.');
    default:
      return status >= 400 && status < 500
        ? new ApiProblem('malformed-request', `The request is malformed: ${error.message}.`)
        : internal();
  }
}

function internal(): ApiProblem {
  return new ApiProblem('internal-error', 'Something broke; the request id leads to what it was.');
}

function say({ message }: Error): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
