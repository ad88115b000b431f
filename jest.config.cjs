// One Jest mode for the whole repository: every module runs as CommonJS, compiled by SWC.
const path = require('node:path');

// These packages are published as ES modules only, so Jest has to compile them too.
const esModulesOnly = [
  '@nestjs',
  '@fastify',
  '@tanstack',
  '@tokenizer',
  '@borewit',
  '@noble',
  'file-type',
  'jose',
  'load-esm',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
  'zod',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
  testMatch: ['<rootDir>/**/*.spec.ts', '<rootDir>/**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '^.+\\.(?:[cm]?js|tsx?)$': [
      path.join(__dirname, 'node_modules/@swc/jest'),
      {
        swcrc: false,
        jsc: {
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic' },
          },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esModulesOnly.join('|')})/)`],
  globalSetup: path.join(__dirname, 'tools/jest-setup.mjs'),
  globalTeardown: path.join(__dirname, 'tools/jest-teardown.mjs'),
  reporters: ['default', path.join(__dirname, 'tools/jest-reporter.cjs')],
  // Nx runs the packages in parallel. One process each also keeps failures that carry a bigint
  // readable: Jest cannot send them from a worker process to its parent.
  maxWorkers: 1,
  testTimeout: 20_000,
  passWithNoTests: true,
};
