// What a process costs: its memory and its open files, as the kernel counts them.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Figures {
  /** Memory of its own, in mebibytes. */
  readonly memory: number;
  /** Open files, sockets and pipes; undefined where the system does not tell. */
  readonly handles: number | undefined;
}

export function figuresOf(pid: number): Figures {
  const proc = `/proc/${pid}`;
  if (!existsSync(proc)) {
    const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return { memory: Math.round(kib / 1024), handles: undefined };
  }
  const status = readFileSync(`${proc}/status`, 'utf8');
  // Without the pages of files that are mapped: those are the system's to take away again.
  const kib = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { memory: Math.round(kib / 1024), handles: readdirSync(`${proc}/fd`).length };
}
