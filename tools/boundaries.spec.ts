// Proves the import rules by planting what they forbid, and that they let through what they allow.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Refusal {
  readonly ruleId: string | null;
  readonly message: string;
}

interface Claim {
  readonly claim: string;
  readonly file: string;
  readonly text: string;
  /** The rule that refuses the text, or null where it is allowed. */
  readonly refusedBy: string | null;
}

const NX = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';

const inFile = (kind: string): string => `${kind}/src/index.ts`;
const importing = (name: string): string =>
  `import * as it from '${name}';\nexport const x = it;\n`;

/** Builds the claim that one library must not, or may, import a module. */
const imports = (from: string, name: string, refusedBy: string | null): Claim => ({
  claim: `${from} ${refusedBy === null ? 'may' : 'must not'} import ${name}`,
  file: inFile(from),
  text: importing(name),
  refusedBy,
});

const claims: readonly Claim[] = [
  imports('libs/event-sourcing', '@passbook/banking', NX),
  imports('libs/banking', '@passbook/event-store', NX),
  imports('libs/banking', '@passbook/contracts', NX),
  imports('libs/contracts', '@passbook/read-models', NX),
  imports('libs/event-store', '@passbook/banking', NX),
  imports('libs/read-models', '@passbook/api', IMPORTS),
  imports('libs/banking', 'node:fs', IMPORTS),
  imports('libs/banking', 'fs', IMPORTS),
  imports('libs/banking', 'zod', NX),
  imports('libs/contracts', 'uuid', NX),
  imports('libs/event-store', '@passbook/event-sourcing/src/event.ts', IMPORTS),
  imports('libs/banking', '../../event-store/src/index.ts', NX),
  imports('libs/event-store', '@passbook/tools/testing', NX),
  imports('libs/banking', '@passbook/event-sourcing', null),
  imports('libs/contracts', '@passbook/banking', null),
  imports('libs/contracts', 'zod', null),
  imports('libs/event-store', 'node:crypto', null),
  imports('libs/read-models', '@passbook/event-store', null),
  {
    claim: 'a web page must not import the event store',
    file: 'apps/web/src/main.tsx',
    text: importing('@passbook/event-store'),
    refusedBy: NX,
  },
  {
    claim: 'a web page may import the contracts',
    file: 'apps/web/src/main.tsx',
    text: importing('@passbook/contracts'),
    refusedBy: null,
  },
  {
    claim: 'a pure library must not read the clock',
    file: inFile('libs/banking'),
    text: 'export const now = (): number => Date.now();\n',
    refusedBy: 'no-restricted-properties',
  },
  {
    claim: 'a pure library must not make a date of now',
    file: inFile('libs/banking'),
    text: 'export const now = (): Date => new Date();\n',
    refusedBy: 'no-restricted-syntax',
  },
  {
    claim: 'a pure library must not throw dice',
    file: inFile('libs/banking'),
    text: 'export const dice = (): number => Math.random();\n',
    refusedBy: 'no-restricted-properties',
  },
  {
    claim: 'a pure library must not wait',
    file: inFile('libs/banking'),
    text: 'export const wait = async (): Promise<void> => { await Promise.resolve(); };\n',
    refusedBy: 'no-restricted-syntax',
  },
  {
    claim: 'nobody may use any',
    file: inFile('libs/event-store'),
    text: 'export const blind = (x: any): void => { String(x); };\n',
    refusedBy: '@typescript-eslint/no-explicit-any',
  },
  {
    claim: 'nobody may swallow an error',
    file: inFile('libs/event-store'),
    text: 'try { JSON.parse(""); } catch {}\nexport const x = 1;\n',
    refusedBy: 'no-empty',
  },
];

const lintPlanted = (planted: readonly Claim[]): readonly (readonly Refusal[])[] => {
  const script = path.join(__dirname, 'lint-planted.mjs');
  // A project graph of its own: others may be writing theirs, and without one the rule is silent.
  const graph = mkdtempSync(path.join(tmpdir(), 'passbook-graph-'));
  try {
    const output = execFileSync(process.execPath, [script, JSON.stringify(planted)], {
      encoding: 'utf8',
      env: {
        ...process.env,
        // In CI the parser takes the file on the disk for what it is given: nothing is planted.
        CI: undefined,
        NX_TASK_TARGET_PROJECT: undefined,
        NX_WORKSPACE_DATA_DIRECTORY: graph,
      },
    });
    return JSON.parse(output) as readonly (readonly Refusal[])[];
  } finally {
    rmSync(graph, { recursive: true, force: true });
  }
};

describe('the boundaries', () => {
  let answers: readonly (readonly Refusal[])[] = [];

  beforeAll(() => {
    answers = lintPlanted(claims);
  }, 120_000);

  test.each(claims.map((claim, index) => ({ ...claim, index })))(
    '$claim',
    ({ index, refusedBy }) => {
      const rules = (answers[index] ?? []).map(({ ruleId }) => ruleId);
      if (refusedBy === null) expect(rules).toEqual([]);
      else expect(rules).toContain(refusedBy);
    },
  );
});
