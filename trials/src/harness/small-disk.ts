// A disk that is small enough to be filled, where this machine lets us have one.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from './scratch.ts';

const KIB = 1024;

/** A small file system of its own. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free, whatever else is on it. */
  fill(leave: number): void;
  /** Takes the filling away. */
  free(): void;
  /** Lets nobody write to it, root included; or everybody again. */
  writable(is: boolean): void;
  remove(): void;
}

/** Mounts a file system in memory; undefined where only another user may do that. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const scratch = scratchFolder();
  const folder = path.join(scratch.folder, 'disk');
  mkdirSync(folder);
  const size = `size=${megabytes}m`;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    scratch.remove();
    process.stdout.write(`  trials: no small disk can be mounted here: ${String(error)}\n`);
    return undefined;
  }
  const filling = path.join(folder, 'filling');
  return {
    folder,
    fill: (leave) => {
      const { bavail, bsize } = statfsSync(folder);
      const bytes = Math.max(0, bavail * bsize - leave);
      writeFileSync(filling, Buffer.alloc(Math.floor(bytes / KIB) * KIB));
    },
    free: () => {
      rmSync(filling);
    },
    writable: (is) => {
      execFileSync('mount', ['-o', `remount,${is ? 'rw' : 'ro'},${size}`, folder]);
    },
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      scratch.remove();
    },
  };
}
