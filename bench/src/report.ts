// Puts figures into tables: the same on the terminal and in docs/benchmarks.md.

import type { Findings, Row, Scenario, Target } from './scenario.ts';

/** A scenario with what came of it. */
export interface Chapter {
  readonly scenario: Pick<Scenario, 'name' | 'title'>;
  readonly findings: Findings;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  return value >= 100 ? whole.format(value) : value.toPrecision(3);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function figures(rows: readonly Row[]): string {
  const head = ['what', 'per second', 'spread', 'CPU us', 'p50 ms', 'p95', 'p99', 'p99.9'];
  return table(
    [...head, 'conflicts', 'data'],
    rows.map((row) => [
      row.what,
      `${number(row.perSecond)} ${row.unit}`,
      `${number(Math.min(...row.runs))}-${number(Math.max(...row.runs))}`,
      number(row.cpuMicros),
      ...(['p50', 'p95', 'p99', 'p999'] as const).map((name) => number(row.latency?.[name])),
      `${(row.conflicts * 100).toFixed(row.conflicts === 0 ? 0 : 2)} %`,
      row.correctness.ok ? 'right' : 'WRONG',
    ]),
  );
}

/** What was written, how durably, and what checks of the data found: one, and all that failed. */
function conditions(rows: readonly Row[]): string {
  const lines = new Map<string, string>();
  for (const { what, payload, durability, correctness } of rows) {
    const same = `- ${payload}; durability: ${durability}; data: `;
    if (!correctness.ok) lines.set(what, `- WRONG: ${what}: ${correctness.found}`);
    else if (!lines.has(same)) lines.set(same, `${same}${correctness.found}`);
  }
  return [...lines.values()].join('\n');
}

export function isMet({ measured, target, better }: Target): boolean {
  return better === 'more' ? measured >= target : measured <= target;
}

function verdict(one: Target): string {
  if (!isMet(one)) return 'MISSED';
  if (one.stretch === undefined) return 'met';
  return isMet({ ...one, target: one.stretch }) ? 'met, both' : 'met, the first';
}

/** Every target with what was measured. */
export function targetTable(targets: readonly Target[]): string {
  const units = { times: 'x', 'per second': '/s', ms: 'ms' } as const;
  return table(
    ['target', 'wanted', 'measured', 'verdict'],
    targets.map((one) => {
      const sign = one.better === 'more' ? '>=' : '<=';
      const stretch = one.stretch === undefined ? '' : ` (${number(one.stretch)})`;
      return [
        one.what,
        `${sign} ${number(one.target)}${stretch} ${units[one.unit]}`,
        `${number(one.measured)} ${units[one.unit]}`,
        verdict(one),
      ];
    }),
  );
}

/** One scenario as text. */
export function chapterText({ scenario, findings }: Chapter): string {
  const notes = (findings.notes ?? []).join('\n');
  return [
    `## ${scenario.title} (\`${scenario.name}\`)`,
    figures(findings.rows),
    conditions(findings.rows),
    notes,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export interface Circumstances {
  readonly command: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly runs: number;
}

/** The whole document. */
export function documentText(
  { command, machine, seed, runs }: Circumstances,
  chapters: readonly Chapter[],
): string {
  const facts = { ...machine, seed: String(seed), runs: `${runs}, of which the median counts` };
  const targets = chapters.flatMap(({ findings }) => findings.targets);
  return `# Benchmarks

Written by the benchmark itself; to measure anew, on a machine that has nothing else to do:

\`\`\`
${command}
\`\`\`

Ratios are taken between runs that follow each other, and the median of the ratios counts. "CPU us"
is the processor time, in microseconds for each piece of work, of the process that does the work
(of PostgreSQL's own processes nothing is counted). Conflicts are the share of commands that had to
be done again or failed. "data" is the verdict of a check after the run: rows counted, balances
summed, and the invariants of the whole log verified. Where the time goes, and why a target is
missed: [performance.md](performance.md).

${table(
  ['measured on', ''],
  Object.entries(facts).map(([name, value]) => [name, value]),
)}

## Targets

${targetTable(targets)}

In brackets stands what is hoped for beyond the target.

${chapters.map(chapterText).join('\n\n')}
`;
}
