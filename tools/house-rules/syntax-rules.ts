// House rules that read files as the compiler does, so that words in texts never trip them.
import ts from 'typescript';
import { type Breach, type HouseRule, isCode, isTest, type TrackedFile } from './tracked-file.ts';

const MONEY = /amount|balance|posted|\bheld\b|available|overdraft|minorUnits/i;
const EMPTY_NAMES = /(?:Manager|Helper|Utils|Impl)(?![a-z])/;
const SKIPPED = /^(?:xit|xtest|xdescribe|fit|fdescribe)$/;
const SKIPPING = /^(?:skip|only|todo|fixme|failing)$/;
const TEST_WORDS = /^(?:it|test|describe)(?:\.|$)/;

/** Says what is wrong with one node of a syntax tree, or nothing. */
type NodeRule = (node: ts.Node, source: ts.SourceFile) => string | undefined;

const visit = (node: ts.Node, seen: (node: ts.Node) => void): void => {
  seen(node);
  ts.forEachChild(node, (child) => visit(child, seen));
};

const parsed = new WeakMap<TrackedFile, ts.SourceFile>();

const parse = (file: TrackedFile): ts.SourceFile => {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  parsed.set(file, source);
  return source;
};

const byNode =
  (concerns: (file: TrackedFile) => boolean, rule: NodeRule): HouseRule =>
  (file) => {
    if (!isCode(file) || !concerns(file)) return [];
    const source = parse(file);
    const breaches: Breach[] = [];
    visit(source, (node) => {
      const says = rule(node, source);
      if (says === undefined) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      breaches.push({ path: file.path, line: line + 1, says });
    });
    return breaches;
  };

const everywhere = (): boolean => true;

/** What may be anything is checked by nobody. */
export const noAny = byNode(everywhere, (node) =>
  node.kind === ts.SyntaxKind.AnyKeyword ? 'uses any' : undefined,
);

const isNothing = (body: ts.ConciseBody): boolean =>
  ts.isBlock(body) ? body.statements.length === 0 : body.getText() === 'undefined';

/** An error is answered or passed on, never swallowed. */
export const noEmptyCatch = byNode(everywhere, (node) => {
  if (ts.isCatchClause(node) && node.block.statements.length === 0) return 'swallows an error';
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const [handler] = node.arguments;
  const swallows =
    node.expression.name.text === 'catch' &&
    handler !== undefined &&
    ts.isArrowFunction(handler) &&
    isNothing(handler.body);
  return swallows ? 'swallows a rejection' : undefined;
});

/** Benchmarks measure with fractions, and a chart is drawn in pixels. */
const MAY_FLOAT = /^bench\/|-chart\.tsx$/;

/** Money is never a floating-point number. */
export const noFloatingMoney = byNode(
  (file) => !MAY_FLOAT.test(file.path) && !isTest(file),
  (node, source) => {
    if (!ts.isCallExpression(node)) return undefined;
    const callee = node.expression.getText(source);
    if (/^(?:Number\.)?parseFloat$/.test(callee)) return 'reads a number as floating-point';
    const converts = callee === 'Number' || callee.endsWith('.toFixed');
    return converts && MONEY.test(node.getText(source)) ? 'makes money a float' : undefined;
  },
);

/** A test that does not run proves nothing, and a test that runs alone hides the others. */
export const everyTestRuns = byNode(
  (file) => isTest(file) || file.path.includes('/e2e/'),
  (node, source) => {
    if (ts.isIdentifier(node) && SKIPPED.test(node.text)) return `uses ${node.text}`;
    const skips =
      ts.isPropertyAccessExpression(node) &&
      SKIPPING.test(node.name.text) &&
      TEST_WORDS.test(node.expression.getText(source));
    return skips ? `uses ${node.getText(source)}` : undefined;
  },
);

/** A library has one public face; a barrel inside it hides where things are. */
export const noBarrels = byNode(
  (file) =>
    /^libs\/[^/]+\/src\//.test(file.path) && !/^libs\/[^/]+\/src\/index\.ts$/.test(file.path),
  (node) =>
    ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined
      ? 're-exports another module'
      : undefined,
);

const isNamed = (node: ts.Node): node is ts.Node & { readonly name: ts.Identifier } =>
  (ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isEnumDeclaration(node)) &&
  node.name !== undefined &&
  ts.isIdentifier(node.name);

/** A name says what a thing is, not that somebody needed a place for it. */
export const tellingNames = byNode(everywhere, (node) => {
  if (!isNamed(node)) return undefined;
  const { text } = node.name;
  if (ts.isInterfaceDeclaration(node) && /^I[A-Z][a-z]/.test(text)) return `${text} starts with I`;
  return EMPTY_NAMES.test(text.charAt(0).toUpperCase() + text.slice(1))
    ? `${text} is an empty name`
    : undefined;
});
