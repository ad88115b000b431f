// Who may import whom: the drawing in ARCHITECTURE.md as rules that ESLint enforces.

/**
 * For each kind of project, the kinds it may import. Nothing may import an app, a benchmark,
 * the simulation or the trials.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const MAY_IMPORT = {
  vocabulary: [],
  rules: ['vocabulary'],
  wire: ['rules', 'vocabulary'],
  facts: ['vocabulary'],
  views: ['facts', 'wire', 'rules', 'vocabulary'],
  web: ['wire', 'rules', 'vocabulary'],
  app: ['views', 'facts', 'wire', 'rules', 'vocabulary'],
  bench: ['views', 'facts', 'wire', 'rules', 'vocabulary', 'tools'],
  simulation: ['views', 'facts', 'wire', 'rules', 'vocabulary', 'tools'],
  trials: ['views', 'facts', 'wire', 'rules', 'vocabulary', 'tools'],
  tools: [],
};

/** The whole list of packages from outside that a pure library may use. */
const EXTERNAL_IMPORTS_OF_PURE = { vocabulary: [], rules: [], wire: ['zod', 'zod/*'] };

/**
 * The constraints in the words of `@nx/enforce-module-boundaries`.
 * @param {{ readonly specs: boolean }} scope Specs may also use the testing tools and any package.
 */
export function importConstraints({ specs }) {
  const kinds = Object.entries(MAY_IMPORT).map(([kind, allowed]) => ({
    sourceTag: `kind:${kind}`,
    onlyDependOnLibsWithTags: [...allowed, ...(specs ? ['tools'] : [])].map((to) => `kind:${to}`),
  }));
  const externals = Object.entries(EXTERNAL_IMPORTS_OF_PURE).map(([kind, allowed]) => ({
    sourceTag: `kind:${kind}`,
    allowedExternalImports: allowed,
  }));
  return specs ? kinds : [...kinds, ...externals];
}

/** Nx knows packages only, so that Node's own modules need a rule of their own. */
export const onlyPureImports = {
  patterns: [
    {
      regex: '^(?!\\.{1,2}/|@passbook/[^/]+$|zod(?:/|$))',
      message: 'A pure library has no imports from outside (contracts: zod).',
    },
  ],
};

/**
 * One public face per library; what a library or the tools offer to specs has a path of its own.
 * @param {{ readonly specs: boolean }} scope
 */
export const noDeepImports = ({ specs }) => ({
  patterns: [
    {
      regex: specs ? '^@passbook/[^/]+/(?!testing$)' : '^@passbook/[^/]+/',
      message: 'Import a library by its name: its index.ts is its only public face.',
    },
    // They have no face at all, and Nx's rule passes what it cannot resolve.
    {
      regex: '^@passbook/(?:api|web|bench|simulation|trials)(?:/|$)',
      message: 'Nothing imports a program.',
    },
  ],
});

const TIME = 'Time enters at the edge: take it as an argument.';
const CHANCE = 'Chance enters at the edge: take it as an argument.';
const WAIT = 'A pure library never waits: decide and evolve are synchronous.';

/** Syntax by which a pure library would stop being a function of its arguments. */
export const impureSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: TIME },
  { selector: 'CallExpression[callee.name="Date"]', message: TIME },
  { selector: 'AwaitExpression', message: WAIT },
  { selector: 'ForOfStatement[await=true]', message: WAIT },
  { selector: ':function[async=true]', message: WAIT },
  { selector: 'ImportExpression', message: WAIT },
];

/** Properties by which a pure library would read the clock or the dice. */
export const impureProperties = [
  { object: 'Date', property: 'now', message: TIME },
  { object: 'performance', property: 'now', message: TIME },
  { object: 'Math', property: 'random', message: CHANCE },
  { object: 'crypto', property: 'randomUUID', message: CHANCE },
  { object: 'crypto', property: 'getRandomValues', message: CHANCE },
];

/** Globals that only exist because some host provides them. */
export const hostGlobals = [
  ...['process', 'Buffer', 'global', 'globalThis', 'require', 'fetch', 'performance', 'crypto'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['window', 'document', 'localStorage', 'sessionStorage', 'navigator', 'location'],
];
