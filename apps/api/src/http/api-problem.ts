// An error on its way to the client: which of the catalogue it is, and what belongs to it.

import { problems, type Problem, type ProblemCode } from '@passbook/contracts';

/** One fault of a request, with where it stands in it. */
export interface Fault {
  /** JSON pointer into the body, or the name of a parameter or header. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface ProblemExtras {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The error behind it, for the server's log only. */
  readonly cause?: unknown;
  /** Where the whole fails with another status than its part would. */
  readonly status?: number;
  /** Further members of the document, such as the numbers of a refusal. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown where a request can not be served; the problem filter writes it down. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail, { cause: extras.cause });
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return this.extras.status ?? problems[this.code].status;
  }

  /** The headers that the status asks for: every 503 says when to come again. */
  get headers(): Readonly<Record<string, string>> {
    return this.status === 503
      ? { 'retry-after': '1', ...this.extras.headers }
      : (this.extras.headers ?? {});
  }

  /** The problem document; `instance` names this very occurrence. */
  document(instance?: string): Problem {
    const { errors, members } = this.extras;
    return problemDocument(this.code, {
      detail: this.message,
      ...(instance !== undefined && { instance }),
      ...(errors && { errors: [...errors] }),
      ...members,
      status: this.status,
    });
  }
}

/** The members that each code brings, then those of the occurrence. RFC 9457. */
export function problemDocument(
  code: ProblemCode,
  { detail, ...rest }: { readonly detail: string } & Readonly<Record<string, unknown>>,
): Problem {
  const { status, title } = problems[code];
  return { type: `/errors/${code}`, title, status, detail, code, ...rest };
}
