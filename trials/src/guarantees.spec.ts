// Holds docs/guarantees.md to the repository: every guarantee names tests that are still there.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './harness/server-process.ts';

interface Row {
  readonly id: string;
  readonly proofs: readonly { readonly title: string; readonly file: string }[];
}

/** The rows of all tables of a page, with the tests that each names. */
function rowsOf(page: string): readonly Row[] {
  const lines = page.split('\n').filter((line) => /^\| (?!---|id |bug |what happens )/.test(line));
  return lines.map((line) => {
    const links = line.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g);
    const proofs = [...links].map(([, title = '', file = '']) => ({ title, file }));
    return { id: line.split('|')[1]?.trim() ?? '', proofs };
  });
}

const TEST = /^(it|test|describe)(\.each)?\b/;

/** The titles of all tests and groups of a file, as its author wrote them. */
function titlesOf(file: string): ReadonlySet<string> {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const titles = new Set<string>();
  const constants = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      constants.set(node.name.text, node.initializer);
    }
    if (ts.isCallExpression(node) && TEST.test(node.expression.getText(source))) {
      const [first] = node.arguments;
      if (first) titles.add(textOf(first, constants));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

function textOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.getText().slice(1, -1);
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value ? textOf(value, constants) : '';
  }
  if (!ts.isBinaryExpression(node)) return '';
  return textOf(node.left, constants) + textOf(node.right, constants);
}

/** What is wrong with a page: rows without a proof, and proofs that are not there. */
function lost(page: string): readonly string[] {
  return rowsOf(page).flatMap(({ id, proofs }) => {
    if (proofs.length === 0) return [`${id} has no proof`];
    return proofs
      .filter(({ file, title }) => !existsSync(path.join(ROOT, file)) || !titlesOf(file).has(title))
      .map(({ file, title }) => `${id}: ${file} has no test "${title}"`);
  });
}

const page = readFileSync(path.join(ROOT, 'docs', 'guarantees.md'), 'utf8');

test('every test that docs/guarantees.md names is there', () => {
  expect(lost(page)).toEqual([]);
});

test('docs/guarantees.md has every invariant and every bug of the museum', () => {
  const ids = rowsOf(page).map(({ id }) => id);
  const invariants = Array.from({ length: 27 }, (_, index) => `I${index + 1}`);
  expect(ids.slice(0, 27)).toEqual(invariants);
  expect(
    page
      .split('## Museum')[1]
      ?.split('## Faults')[0]
      ?.match(/^\| [A-Z]/gm),
  ).toHaveLength(21);
});

test('a row without a proof, a lost file and a renamed test are found', () => {
  const own = 'trials/src/guarantees.spec.ts';
  expect(lost('| I1 | holds | nobody |')).toEqual(['I1 has no proof']);
  expect(lost('| I2 | holds | [x](../libs/gone.spec.ts) |')).toHaveLength(1);
  expect(lost(`| I3 | holds | [no such test](../${own}) |`)).toHaveLength(1);
  expect(
    lost(`| I4 | holds | [every test that docs/guarantees.md names is there](../${own}) |`),
  ).toEqual([]);
});
