// Checks a database against the invariants that can be asked of it, and says what it found.

import { bankingRulebook, type Account, type BankingEvent } from '@passbook/banking';
import {
  differences,
  leafHash,
  canonicalJson,
  pagesOf,
  Replay,
  type Connections,
  type StoredEvent,
} from '@passbook/event-store';
import type { QueryRunner } from 'typeorm';
import { accountsProjection } from './accounts.projection.ts';
import { Flows } from './flows.ts';
import { probeAppendOnly } from './probe-append-only.ts';

/** One invariant with its verdict. */
export interface Verdict {
  readonly id: string;
  readonly claim: string;
  readonly ok: boolean;
  /** What was counted, or the first thing that is wrong. */
  readonly found: string;
}

export interface VerifyOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

/** The first offence against each invariant, and what was counted on the way. */
class Findings {
  readonly #offences = new Map<string, string>();

  offend(id: string, offence: string): void {
    if (!this.#offences.has(id)) this.#offences.set(id, offence);
  }

  verdict(id: string, claim: string, counted: string): Verdict {
    const offence = this.#offences.get(id);
    return { id, claim, ok: offence === undefined, found: offence ?? counted };
  }
}

/**
 * Reads the whole log as of one moment, folds it, and compares what is stored with what it says.
 * @returns a verdict for I1, I2, I3, I6, I7 and I25, and for the hash of every fact
 */
export async function verify(
  connections: Connections,
  { onProgress }: VerifyOptions = {},
): Promise<readonly Verdict[]> {
  const findings = new Findings();
  const replay = new Replay<Account, BankingEvent>(bankingRulebook, accountsProjection);
  const flows = new Flows();
  const versions = new Map<string, number>();
  // First, for a TRUNCATE waits for every reader, and the rest of this is a long read.
  const { offences, tried } = await probeAppendOnly(connections);
  for (const offence of offences) findings.offend('I25', offence);
  const runner = connections.reads.createQueryRunner();
  await runner.connect();
  const postgres = connections.engine === 'postgres';
  await runner.query(postgres ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN');
  try {
    const total = await headOf(runner);
    let position = 0;
    for await (const facts of pagesOf(runner, 0)) {
      for (const fact of facts) {
        position = checkPlace(fact, position, versions, findings);
        checkHash(fact, findings);
        flows.add(fact);
      }
      foldPage(replay, facts, findings);
      onProgress?.(position, total);
    }
    if (position !== total) {
      findings.offend('I7', `the head says ${total}, the last fact is at ${position}`);
    }
    for (const name of await differences(runner, accountsProjection, replay.rows)) {
      findings.offend('I2', `account ${name} is not the fold of its events`);
    }
    for (const offence of await flows.compare(runner)) findings.offend('I1', offence);
    const accounts = replay.rows.size;
    const streams = versions.size;
    return verdicts(findings, { position, accounts, streams, flows, tried });
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
}

interface Counted {
  readonly position: number;
  readonly accounts: number;
  readonly streams: number;
  readonly flows: Flows;
  readonly tried: string;
}

function verdicts(findings: Findings, counted: Counted): readonly Verdict[] {
  const { position, accounts, streams, flows, tried } = counted;
  const [facts, money] = [`${position} facts`, flows.toString()];
  return [
    findings.verdict('I1', 'posted balances sum to what came in less what went out', money),
    findings.verdict('I2', 'every account is the fold of its events', `${accounts} rows`),
    findings.verdict('I3', 'every fact carries the balance it led to', facts),
    findings.verdict('I6', 'versions have no gap', `${streams} streams`),
    findings.verdict('I7', 'positions have no gap', `1 to ${position}`),
    findings.verdict('I25', 'events refuse to be changed', tried),
    findings.verdict('hash', 'every fact has the hash it was recorded with', facts),
  ];
}

async function headOf(runner: QueryRunner): Promise<number> {
  const rows = (await runner.query('SELECT position FROM log_head')) as unknown as readonly {
    readonly position: number | string;
  }[];
  return Number(rows[0]?.position ?? 0);
}

function checkPlace(
  fact: StoredEvent,
  before: number,
  versions: Map<string, number>,
  findings: Findings,
): number {
  if (fact.position !== before + 1) {
    findings.offend('I7', `position ${before} is followed by ${fact.position}`);
  }
  const version = (versions.get(fact.stream) ?? 0) + 1;
  if (fact.version !== version) {
    findings.offend('I6', `${fact.stream} has version ${fact.version} in place of ${version}`);
  }
  versions.set(fact.stream, fact.version);
  return fact.position;
}

function checkHash(fact: StoredEvent & { readonly leafHash: string }, findings: Findings): void {
  if (leafHash(fact, canonicalJson(fact.data)) !== fact.leafHash) {
    findings.offend('hash', `the fact at position ${fact.position} was changed`);
  }
}

function foldPage(
  replay: Replay<Account, BankingEvent>,
  facts: readonly StoredEvent[],
  findings: Findings,
): void {
  try {
    replay.add(facts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.offend(
      'I3',
      `within positions ${facts[0]?.position} to ${facts.at(-1)?.position}: ${reason}`,
    );
  }
}
