// Opaque cursors: where a page ended, sealed to the question that it was the answer to.

import { createHash } from 'node:crypto';
import { canonicalJson } from '@passbook/event-store';

/** The cursor is not one of ours. */
export class MalformedCursor extends Error {
  override readonly name = 'MalformedCursor';
}

/** The cursor belongs to another filter or order. */
export class CursorMismatch extends Error {
  override readonly name = 'CursorMismatch';
}

/** Everything of a query that must be the same on the next page. */
export type Question = Readonly<Record<string, unknown>>;

/** The end of a page as text. */
export function sealCursor(question: Question, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([sealOf(question), ...place])).toString('base64url');
}

/**
 * The place that a cursor stands for.
 * @param length how many values a place of this list has
 * @throws MalformedCursor, CursorMismatch
 */
export function openCursor(question: Question, cursor: string, length: number): readonly string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new MalformedCursor('the cursor is not one of this API', { cause });
  }
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) {
    throw new MalformedCursor('the cursor is not one of this API');
  }
  const [seal, ...place] = parts;
  if (seal !== sealOf(question)) {
    throw new CursorMismatch('the cursor belongs to another filter, sort or list');
  }
  if (place.length !== length) throw new MalformedCursor('the cursor is cut short');
  return place;
}

function sealOf(question: Question): string {
  return createHash('sha256').update(canonicalJson(question)).digest('base64url').slice(0, 16);
}
