// Reads what a client sent by its schema, and says of each fault where it stands.

import { minPosition } from '@passbook/contracts';
import * as z from 'zod';
import { ApiProblem, type Fault } from './api-problem.ts';

type Issue = z.core.$ZodIssue;

/** The parameters of what takes none. */
export const noQuery = z.strictObject({});

/** The parameters of reads that have none of their own. */
export const plainQuery = z.strictObject(minPosition);

/**
 * Reads the body of a command.
 * @throws ApiProblem malformed-request, with a fault for each thing that is wrong
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => faults(issue, pointerTo));
  throw malformed(errors, 'The body');
}

/**
 * Reads the parameters of a query string.
 * @throws ApiProblem unknown-parameter or malformed-request
 */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => faults(issue, ([name]) => String(name)));
  const unknown = errors.find(({ code }) => code === 'unknown-field');
  if (unknown) {
    throw new ApiProblem('unknown-parameter', `There is no parameter ${unknown.pointer}.`, {
      errors: errors.map((fault) =>
        fault.code === 'unknown-field'
          ? { ...fault, code: 'unknown-parameter', detail: 'is not a parameter of this resource' }
          : fault,
      ),
    });
  }
  throw malformed(errors, 'The query');
}

/** A request that breaks a rule of form. */
export function malformed(errors: readonly Fault[], what: string): ApiProblem {
  const [first] = errors;
  const where = first && first.pointer !== '' ? ` ${first.pointer}` : '';
  const detail = first ? `${what}${where}: ${first.detail}.` : `${what} is malformed.`;
  return new ApiProblem('malformed-request', detail, { errors });
}

function faults(issue: Issue, pointer: (path: readonly PropertyKey[]) => string): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      code: 'unknown-field',
      detail: 'is not a field of this request',
    }));
  }
  const where = issue.path.length === 0 ? '' : pointer(issue.path);
  return [{ pointer: where, code: 'malformed', detail: sentence(issue) }];
}

function sentence(issue: Issue): string {
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return missing ? 'is missing' : issue.message.replace(/^Invalid /, 'invalid ');
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
