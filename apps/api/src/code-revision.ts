// Names the code that folds facts into states, so that snapshots of other code are not used.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * A hash over the files of a package, as they run.
 * @param name such as `@passbook/banking`
 */
export function codeRevision(name: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve(name));
  const files = readdirSync(folder).filter((file) => /(?<!\.spec)\.[jt]s$/.test(file));
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}
