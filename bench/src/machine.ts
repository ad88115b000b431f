// The machine that was measured on: a figure says nothing without it.

import { statfsSync } from 'node:fs';
import os from 'node:os';

const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x01021994: 'tmpfs (memory: nothing here is durable)',
  0x794c7630: 'overlayfs',
};

/** Processor, memory, system, Node and file system, one line each. */
export function describeMachine(directory: string): Readonly<Record<string, string>> {
  const [cpu] = os.cpus();
  const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const { type } = statfsSync(directory);
  return {
    processor: `${os.availableParallelism()} x ${cpu?.model ?? 'unknown'}`,
    memory: gib(os.totalmem()),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    'file system': FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`,
    'load before': os
      .loadavg()
      .map((load) => load.toFixed(2))
      .join(' '),
  };
}
