// Tries to rewrite the past, in a transaction that is undone, and reports if it was let through.

import type { Connections } from '@passbook/event-store';
import type { QueryRunner } from 'typeorm';

/** What was tried, and what was not refused. */
export interface Probe {
  readonly tried: string;
  readonly offences: readonly string[];
}

/** Attempts to update, delete and (on PostgreSQL) truncate facts. */
export async function probeAppendOnly({ engine, writes }: Connections): Promise<Probe> {
  const runner = writes.createQueryRunner();
  await runner.connect();
  try {
    const rows = (await runner.query(
      'SELECT position FROM events ORDER BY position DESC LIMIT 1',
    )) as unknown as readonly unknown[];
    if (rows.length === 0) return { tried: 'nothing to change yet', offences: [] };
    if (engine === 'sqlite') await runner.query('PRAGMA busy_timeout = 10000');
    const attempts = [
      'UPDATE events SET type = type',
      'DELETE FROM events',
      ...(engine === 'postgres' ? ['TRUNCATE events'] : []),
    ];
    const offences: string[] = [];
    for (const attempt of attempts) {
      if (!(await isRefused(runner, attempt, engine === 'postgres')))
        offences.push(`${attempt} was not refused`);
    }
    return { tried: `refused: ${attempts.join('; ')}`, offences };
  } finally {
    await runner.release();
  }
}

async function isRefused(
  runner: QueryRunner,
  attempt: string,
  postgres: boolean,
): Promise<boolean> {
  await runner.query('BEGIN');
  try {
    if (postgres) await runner.query(`SET LOCAL lock_timeout = '10s'`);
    await runner.query(attempt);
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.includes('append-only')) return true;
    throw error;
  } finally {
    await runner.query('ROLLBACK');
  }
}
