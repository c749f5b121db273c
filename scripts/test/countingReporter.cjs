// A Mocha reporter: the usual list, and the counts in the file that LLM_ORCHESTRATOR_TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const path = process.env.LLM_ORCHESTRATOR_TEST_COUNTS;
    if (path === undefined) return;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(path, JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
};
