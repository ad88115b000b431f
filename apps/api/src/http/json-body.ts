// Reads JSON bodies strictly: a field that is given twice has no value that both sides agree on.

import { isUtf8 } from 'node:buffer';
import { ApiProblem } from './api-problem.ts';

/**
 * Parses the bytes of a body; an empty one is an empty object.
 * @throws ApiProblem malformed-request for what is not UTF-8 or not JSON, for a field given twice,
 * and for what is nested deeper than any request
 */
export function parseJson(body: Buffer | string): unknown {
  // Decoding would put a sign for "unreadable" in the place of what somebody meant.
  if (typeof body !== 'string' && !isUtf8(body)) throw faulty('not UTF-8');
  const text = body.toString();
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

/**
 * How many members a parsed value has, in all its depth; without recursion, for what clients nest
 * may be deeper than the stack.
 * @throws ApiProblem for what is nested deeper than any request
 */
function membersOf(value: unknown): number {
  let members = 0;
  let level = branches(value);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw faulty(`nested more than ${DEEPEST} deep`);
    const next: object[] = [];
    for (const branch of level) {
      const inner: readonly unknown[] = Array.isArray(branch) ? branch : Object.values(branch);
      if (!Array.isArray(branch)) members += inner.length;
      for (const one of inner) if (typeof one === 'object' && one !== null) next.push(one);
    }
    level = next;
  }
  return members;
}

/** A bulk nests five deep; who nests deeper than this wants to exhaust somebody. */
const DEEPEST = 50;

function branches(value: unknown): object[] {
  return typeof value === 'object' && value !== null ? [value] : [];
}
