// The program that `npm run bench` runs: chooses scenarios, runs them, reports what they found.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { helpText, readArguments, type Arguments } from './arguments.ts';
import { describeMachine } from './machine.ts';
import { serverProfiles } from './profile.ts';
import { chapterText, documentText, targetTable, type Chapter } from './report.ts';
import type { Scenario } from './scenario.ts';
import { bulk } from './scenarios/bulk.ts';
import { hot } from './scenarios/hot.ts';
import { http } from './scenarios/http.ts';
import { library } from './scenarios/library.ts';
import { peers } from './scenarios/peers.ts';
import { raw } from './scenarios/raw.ts';
import { reads } from './scenarios/reads.ts';
import { scale } from './scenarios/scale.ts';
import { servers } from './scenarios/servers.ts';
import { Workplace } from './workplace.ts';

const SCENARIOS: readonly Scenario[] = [
  raw,
  library,
  http,
  bulk,
  hot,
  reads,
  scale,
  servers,
  peers,
];
const DOCUMENT = path.join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');

function chosen({ scenarios }: Arguments): readonly Scenario[] {
  const unknown = scenarios.find((name) => SCENARIOS.every((one) => one.name !== name));
  if (unknown !== undefined) throw new TypeError(`there is no scenario ${unknown}; see --help`);
  return scenarios.length === 0
    ? SCENARIOS
    : SCENARIOS.filter(({ name }) => scenarios.includes(name));
}

function tell(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args.help) {
    console.log(helpText(SCENARIOS));
    return 0;
  }
  const plan = chosen(args);
  const workplace = new Workplace(args.directory);
  const results = path.join(workplace.directory, 'results.json');
  const machine = describeMachine(workplace.directory);
  for (const [name, value] of Object.entries(machine)) console.log(`${name}: ${value}`);
  console.log(`seed: ${args.seed}\nruns: ${args.runs}${args.quick ? ' (quick sizes)' : ''}\n`);
  const chapters: Chapter[] = [];
  try {
    for (const scenario of plan) {
      tell(scenario.title);
      const findings = await scenario.run({ ...args, workplace, tell });
      chapters.push({ scenario, findings });
      console.log(`${chapterText({ scenario, findings })}\n`);
    }
  } finally {
    if (args.profile) for (const profile of serverProfiles(workplace.directory)) tell(profile);
    await workplace.close();
  }
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  const circumstances = { command, machine, seed: args.seed, runs: args.runs };
  console.log(targetTable(chapters.flatMap(({ findings }) => findings.targets)));
  writeFileSync(results, JSON.stringify({ ...circumstances, chapters }, null, 2));
  console.log(`\nAll figures: ${results}`);
  if (args.write) writeFileSync(DOCUMENT, documentText(circumstances, chapters));
  const rows = chapters.flatMap(({ findings }) => findings.rows);
  return rows.every(({ correctness, foreign }) => correctness.ok || foreign === true) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof TypeError ? error.message : error);
    process.exit(1);
  },
);
