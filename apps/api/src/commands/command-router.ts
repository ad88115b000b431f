// Finds the verb of a method and a path, for commands that come in a bulk.

import { commandRoutes, type PublicCommand } from '@passbook/contracts';
import { publicCommands, type PathNames } from './verbs.ts';

interface Pattern {
  readonly name: PublicCommand;
  readonly method: string;
  /** Undefined where the path names an account or a hold. */
  readonly literals: readonly (string | undefined)[];
  readonly idAt: number;
  readonly holdIdAt: number;
}

/** A verb and what the path names, or why there is none. */
export type Routed =
  | { readonly name: PublicCommand; readonly path: PathNames }
  | 'route-not-found'
  | { readonly allow: readonly string[] };

const patterns = new Map<number, Pattern[]>();
for (const name of publicCommands) {
  const { method, path } = commandRoutes[name];
  const segments = path.split('/');
  const literals = segments.map((segment) => (segment.startsWith('{') ? undefined : segment));
  const [idAt, holdIdAt] = [segments.indexOf('{id}'), segments.indexOf('{holdId}')];
  const pattern: Pattern = { name, method, literals, idAt, holdIdAt };
  patterns.set(segments.length, [...(patterns.get(segments.length) ?? []), pattern]);
}

/** The verb that a single request to this address would reach. */
export function routeOf(method: string, path: string): Routed {
  const segments = path.split('/');
  const allow: string[] = [];
  for (const pattern of patterns.get(segments.length) ?? []) {
    if (!matches(pattern, segments)) continue;
    allow.push(pattern.method);
    if (pattern.method !== method) continue;
    const id = decoded(segments[pattern.idAt]);
    const holdId = decoded(segments[pattern.holdIdAt]);
    // What is not given stays away: only names that a path has are checked.
    return { name: pattern.name, path: { id, holdId } as PathNames };
  }
  return allow.length === 0 ? 'route-not-found' : { allow };
}

function matches({ literals }: Pattern, segments: readonly string[]): boolean {
  for (let at = 0; at < segments.length; at += 1) {
    const literal = literals[at];
    if (literal !== undefined && literal !== segments[at]) return false;
  }
  return true;
}

function decoded(segment: string | undefined): string | undefined {
  if (segment === undefined || !segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
