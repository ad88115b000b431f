// Speaks HTTP with the API: addresses, time-outs, and every failure as a value that can be told.

import type { Problem } from '@passbook/contracts';

/** The API answered no: its problem document, with the numbers. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: Problem,
    readonly requestId: string | undefined,
  ) {
    super(problem.detail);
  }
}

/** Nobody answered: of a command nobody can tell yet whether it was recorded. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  constructor(readonly reason: 'timeout' | 'network') {
    super(reason === 'timeout' ? 'The server took too long to answer.' : 'The server is away.');
  }
}

/** An answer that says no will say no again; a server that is away may come back. */
export function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status < 500;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** What a reply says, and the position of the log that it counts. */
export interface Answer<Body> {
  readonly body: Body;
  readonly position: number | undefined;
}

const READ_TIMEOUT = 15_000;
const WRITE_TIMEOUT = 12_000;

/** The address of a resource with its query; parameters that are not given are left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function ask<Body>(path: string, init: RequestInit, timeout: number): Promise<Answer<Body>> {
  const clock = AbortSignal.timeout(timeout);
  const signal = init.signal ? AbortSignal.any([init.signal, clock]) : clock;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { ...init, signal });
    text = await response.text();
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new NoAnswerError(clock.aborted ? 'timeout' : 'network');
  }
  const json: unknown = parse(text);
  if (!response.ok) throw new ProblemError(asProblem(json, response), requestIdOf(response));
  const position = Number(response.headers.get('x-position') ?? Number.NaN);
  return { body: json as Body, position: Number.isInteger(position) ? position : undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Proxies and crashed servers answer without a problem document; the page needs one anyway. */
function asProblem(json: unknown, response: Response): Problem {
  if (typeof json === 'object' && json !== null && 'code' in json && 'detail' in json) {
    return json as Problem;
  }
  return {
    type: 'about:blank',
    title: response.statusText || 'Unexpected answer',
    status: response.status,
    detail: `The server answered with status ${response.status} and did not say why.`,
    code: response.status >= 500 ? 'unavailable' : 'unexpected-answer',
  };
}

function requestIdOf(response: Response): string | undefined {
  return response.headers.get('x-request-id') ?? undefined;
}

/** Reads a resource. */
export async function read<Body>(
  path: string,
  query?: Query,
  signal?: AbortSignal,
): Promise<Answer<Body>> {
  return ask<Body>(address(path, query), signal ? { signal } : {}, READ_TIMEOUT);
}

export interface WriteOptions {
  readonly method: 'POST' | 'PUT';
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends a command. */
export async function write<Body>(
  path: string,
  { method, body, headers, signal }: WriteOptions,
): Promise<Answer<Body>> {
  const init: RequestInit = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  };
  return ask<Body>(path, init, WRITE_TIMEOUT);
}
