// The house rules: each holds for every file of the repository, and each is able to fail.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { linksLeadSomewhere, shortDocuments } from './house-rules/document-rules.ts';
import {
  everyTestRuns,
  noAny,
  noBarrels,
  noEmptyCatch,
  noFloatingMoney,
  tellingNames,
} from './house-rules/syntax-rules.ts';
import {
  kebabNames,
  noMachine,
  nothingLeftForLater,
  opensWithAComment,
  shortFiles,
  shortLines,
} from './house-rules/text-rules.ts';
import { type HouseRule, type TrackedFile, trackedFiles } from './house-rules/tracked-file.ts';

interface Claim {
  readonly claim: string;
  readonly rule: HouseRule;
  /** Files that break the rule, each in one place. */
  readonly broken: readonly TrackedFile[];
  /** Files that come close and keep it. */
  readonly kept: readonly TrackedFile[];
}

const root = path.dirname(__dirname);
const files = trackedFiles(root);
const allPaths = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\0');

const ts = (text: string, name = 'libs/banking/src/planted.ts'): TrackedFile => ({
  path: name,
  text: `// Planted.\n${text}\n`,
});
const doc = (name: string, text: string): TrackedFile => ({ path: name, text });
const spec = (text: string): TrackedFile => ts(text, 'libs/banking/src/planted.spec.ts');

const claims: readonly Claim[] = [
  {
    claim: 'a file has at most 250 lines, a test 400',
    rule: shortFiles,
    broken: [ts('\n'.repeat(250)), spec('\n'.repeat(400))],
    kept: [ts('\n'.repeat(248)), spec('\n'.repeat(390)), doc('README.md', '\n'.repeat(900))],
  },
  {
    claim: 'a line has at most 100 columns',
    rule: shortLines,
    broken: [ts(`// ${'x'.repeat(98)}`)],
    kept: [ts(`// ${'x'.repeat(97)}`)],
  },
  {
    claim: 'a file opens with a comment that says why it exists',
    rule: opensWithAComment,
    broken: [
      doc('libs/banking/src/x.ts', 'export const x = 1;\n'),
      doc('.ci/run', '#!/bin/sh\nls\n'),
    ],
    kept: [ts('export const x = 1;'), doc('.ci/run', '#!/bin/sh\n# Tests.\n')],
  },
  {
    claim: 'nothing is left for later',
    rule: nothingLeftForLater,
    broken: [ts('// TO' + 'DO: finish'), ts('// FIX' + 'ME')],
    kept: [ts('// To do this is right.')],
  },
  {
    claim: 'nothing names a machine or a package registry',
    rule: noMachine,
    broken: [
      ts("const x = '/wo" + "rk/main';"),
      doc('package-lock.json', '"resolved": ' + '"https://example.org/x.tgz"'),
      doc('README.md', 'npm --registry=registry' + '.example.org'),
    ],
    kept: [ts(`const x = '/v1/work/orders';`), doc('README.md', 'http://localhost:3000/docs')],
  },
  {
    claim: 'files are named in kebab-case',
    rule: kebabNames,
    broken: [ts('', 'apps/web/src/AccountPage.tsx')],
    kept: [ts('', 'apps/web/src/account-page.tsx'), doc('README.md', '')],
  },
  {
    claim: 'nobody uses any',
    rule: noAny,
    broken: [ts('export const f = (x: any): void => undefined;'), ts('const y = x as any[];')],
    kept: [ts(`const text = 'as any'; // any`)],
  },
  {
    claim: 'nobody swallows an error',
    rule: noEmptyCatch,
    broken: [ts('try { f(); } catch { /* why not */ }'), ts('p.catch(() => {});')],
    kept: [ts('try { f(); } catch (error) { report(error); }'), ts('p.catch(report);')],
  },
  {
    claim: 'money is never a float',
    rule: noFloatingMoney,
    broken: [ts('Number(event.amount)'), ts('parseFloat(text)'), ts('balance.toFixed(2)')],
    kept: [
      ts('Number(position)'),
      ts('seconds.toFixed(1)'),
      ts('Number(balance)', 'apps/web/src/balance-chart.tsx'),
      ts('Number(amount)', 'bench/src/x.ts'),
    ],
  },
  {
    claim: 'every test runs',
    rule: everyTestRuns,
    broken: [spec("test.skip('x', f);"), spec("describe.only('x', f);"), spec(`xit('x', f);`)],
    kept: [spec(`test('it.skip is a word', f);`), ts('query.skip(10);')],
  },
  {
    claim: 'a library has no barrels inside',
    rule: noBarrels,
    broken: [ts(`export { x } from './x.ts';`), ts(`export * from './x.ts';`)],
    kept: [ts(`export { x } from './x.ts';`, 'libs/banking/src/index.ts'), ts('export { x };')],
  },
  {
    claim: 'names say what a thing is',
    rule: tellingNames,
    broken: [
      ts('class AccountManager {}'),
      ts('const moneyUtils = 1;'),
      ts('interface IAccount {}'),
    ],
    kept: [ts('class Implication {}'), ts('interface Icon {}'), ts('const it: EntityManager = m;')],
  },
  {
    claim: 'a README has at most 150 lines and a decision 60',
    rule: shortDocuments,
    broken: [doc('README.md', '\n'.repeat(151)), doc('docs/decisions/1-x.md', '\n'.repeat(61))],
    kept: [doc('README.md', '\n'.repeat(150)), doc('CHANGELOG.md', '\n'.repeat(500))],
  },
  {
    claim: 'relative links lead to files of the repository',
    rule: linksLeadSomewhere([...allPaths, 'docs/errors.md']),
    broken: [doc('docs/x.md', '[gone](../nowhere.md)'), doc('a.md', '![p](docs/no.png "t")')],
    kept: [
      doc('docs/x.md', '[errors](errors.md#a) [root](../package.json) [docs](../docs/)'),
      doc('a.md', '[web](https://example.org) [here](#there) [api](/docs)'),
    ],
  },
];

describe('the house rules', () => {
  test.each(claims)('$claim', ({ rule }) => {
    const breaches = files.flatMap(rule).map(({ path, line, says }) => `${path}:${line} ${says}`);
    expect(breaches).toEqual([]);
  });

  test.each(claims)('are able to fail: $claim', ({ rule, broken, kept }) => {
    expect(broken.map((file) => rule(file).length)).toEqual(broken.map(() => 1));
    expect(kept.flatMap(rule)).toEqual([]);
  });

  test('read the whole repository', () => {
    const paths = files.map((file) => file.path);
    expect(paths).toContain('package-lock.json');
    expect(paths).toContain('tools/house-rules.spec.ts');
    expect(paths.some((file) => file.includes('node_modules/'))).toBe(false);
  });
});
