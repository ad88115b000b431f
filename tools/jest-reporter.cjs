// Leaves the counts of a Jest run in a file that Nx caches, so that a cached run still counts.
const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

module.exports = class CountingReporter {
  /** @param {{ readonly rootDir: string }} globalConfig */
  constructor(globalConfig) {
    this.directory = path.join(globalConfig.rootDir, '.jest');
  }

  /**
   * @param {unknown} _contexts
   * @param {import('@jest/reporters').AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    mkdirSync(this.directory, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(path.join(this.directory, 'counts.json'), `${JSON.stringify(counts)}\n`);
  }
};
