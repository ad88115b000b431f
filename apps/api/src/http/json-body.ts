// Reads JSON bodies strictly: a field that is given twice has no value that both sides agree on.

import { ApiProblem } from './api-problem.ts';

/**
 * Parses the text of a body; an empty one is an empty object.
 * @throws ApiProblem malformed-request for what is not JSON, and for a field given twice
 */
export function parseJson(text: string): unknown {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw faulty(`not JSON: ${reason}`);
  }
  if (membersIn(text) !== membersOf(value)) throw faulty('a field is given twice');
  return value;
}

function faulty(detail: string): ApiProblem {
  return new ApiProblem('malformed-request', `The body is not usable: ${detail}.`, {
    errors: [{ pointer: '', code: 'malformed', detail }],
  });
}

/** How many members the text of valid JSON has: a colon stands for each, outside of strings. */
function membersIn(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === COLON) members += 1;
    else if (character === QUOTE) at = endOfString(text, at);
  }
  return members;
}

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

/** A quote is escaped when an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

/** How many members a parsed value has, in all its depth. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += membersOf(item);
    return members;
  }
  for (const name of Object.keys(value)) {
    members += 1 + membersOf((value as Readonly<Record<string, unknown>>)[name]);
  }
  return members;
}
