// Answers what never became a request: broken HTTP, headers without end, a body that does not come.

import type { Socket } from 'node:net';
import { ApiProblem } from './api-problem.ts';
import { malformed } from './parse.ts';

/** Node's name for what went wrong on a connection before a request was whole. */
interface ConnectionError extends Error {
  readonly code?: string;
}

/** Writes the problem to the bare connection, where that can still be read, and closes it. */
export function refuseConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = JSON.stringify(problem.document());
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.document().title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function problemOf(code: string | undefined): ApiProblem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiProblem('request-timeout', 'The request took too long to arrive.');
    case 'HPE_HEADER_OVERFLOW':
      return new ApiProblem('headers-too-large', 'The headers have more than 16 KiB.');
    default:
      return malformed([], 'The request');
  }
}
