// Lints every package with its types, keeps the libraries apart and the pure ones pure.
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import {
  hostGlobals,
  importConstraints,
  impureProperties,
  impureSyntax,
  noDeepImports,
  onlyPureImports,
} from './tools/boundaries.mjs';
import { ensureProjectGraph } from './tools/project-graph.mjs';

await ensureProjectGraph();

const PURE = ['event-sourcing', 'banking', 'contracts'].map((name) => `libs/${name}/src/**/*.ts`);
const SPECS = ['**/*.spec.{ts,tsx}', '**/testing/**/*.ts', '**/e2e/**/*.ts', '**/*.e2e.ts'];
const TYPED = ['**/*.{ts,tsx}', 'tools/**/*.mjs', 'eslint.config.mjs', 'jest.config.cjs'];

/**
 * Plugins describe themselves in the types of older configuration files than ESLint's are.
 * @param {unknown} plugin
 */
const asPlugin = (plugin) => /** @type {import('eslint').ESLint.Plugin} */ (plugin);

/**
 * @param {{ readonly specs: boolean }} scope
 * @returns {import('eslint').Linter.RulesRecord}
 */
const boundaries = (scope) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      depConstraints: importConstraints(scope),
      allow: [],
      enforceBuildableLibDependency: false,
      banTransitiveDependencies: false,
    },
  ],
  'no-restricted-imports': ['error', noDeepImports(scope)],
});

/** One compiler program per package covers its sources and its specs. */
const programs = [
  ...['event-sourcing', 'banking', 'contracts', 'event-store', 'read-models'].map((name) => ({
    files: [`libs/${name}/**/*.ts`],
    project: `libs/${name}/tsconfig.spec.json`,
  })),
  { files: ['apps/api/**/*.ts'], project: 'apps/api/tsconfig.spec.json' },
  { files: ['apps/web/**/*.{ts,tsx}'], project: 'apps/web/tsconfig.spec.json' },
  ...['bench', 'simulation', 'trials'].map((name) => ({
    files: [`${name}/**/*.ts`],
    project: `${name}/tsconfig.spec.json`,
  })),
  {
    files: ['tools/**/*.{ts,mjs}', 'eslint.config.mjs', 'jest.config.cjs'],
    project: 'tools/tsconfig.json',
  },
].map(({ files, project }) => ({
  files,
  languageOptions: { parserOptions: { project, tsconfigRootDir: import.meta.dirname } },
}));

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/.jest*/',
    'coverage/',
    '.nx/',
    'data/',
    '**/test-results/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: TYPED, extends: [tseslint.configs.strictTypeChecked] },
  ...programs,
  {
    files: TYPED,
    plugins: { '@nx': asPlugin(nx) },
    rules: {
      ...boundaries({ specs: false }),
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // Nest reads classes as modules, and modules may well be empty.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // There are no enums here, and these two take a third of the time of all rules.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // The compiler already refuses unused names and knows which ones are meant.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    files: PURE,
    ignores: SPECS,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...onlyPureImports.patterns, ...noDeepImports({ specs: false }).patterns] },
      ],
      'no-restricted-syntax': ['error', ...impureSyntax],
      'no-restricted-properties': ['error', ...impureProperties],
      'no-restricted-globals': ['error', ...hostGlobals],
    },
  },
  {
    files: ['apps/web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': asPlugin(reactHooks) },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      // It walks the whole of Mantine's types, for seconds.
      '@typescript-eslint/no-deprecated': 'off',
      // TanStack Router redirects by throwing what is no Error.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    files: SPECS,
    rules: {
      ...boundaries({ specs: true }),
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: ['{bench,simulation,trials}/**/*.ts'], rules: boundaries({ specs: true }) },
  {
    files: ['tools/**', 'bench/**', 'apps/api/src/cli/**', '*.config.{mjs,cjs}'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: ['tools/**/*.mjs'],
    // Casts in comments are invisible to these rules; the compiler checks the same files.
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['apps/web/public/**/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
        window: 'readonly',
      },
    },
    rules: { 'no-unused-vars': ['error', { caughtErrorsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
