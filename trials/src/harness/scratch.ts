// A folder of a trial's own, gone when the trial is over.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes an empty folder; `remove` takes it away with everything in it. */
export function scratchFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'passbook-trial-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
