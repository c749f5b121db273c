// Runs every check and test of the project, or those that are named:
// `node scripts/test.mjs [typecheck|lint|format|build|unit|contract|integration|ui …]`.
// It needs nothing but Node.js and npm, and ends with one line that counts everything.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { installDependencies } from './test/installDependencies.mjs';
import { PASSED_FOLDER, REPOSITORY } from './test/paths.mjs';
import { runStage } from './test/runStage.mjs';
import { runInOrder } from './test/runInOrder.mjs';
import { GROUPS, selectStages } from './test/stages.mjs';
import { digestOfFiles, PassedChecks } from './test/unchanged.mjs';

/**
 * What can be busy at once: each processor counts for two places, and there are four more because every program waits a
 * part of its time. A check or a test takes two, a window with its browser and its extension host three.
 */
const PLACES = Math.min(12, 2 * (availableParallelism() + 2));

const unknown = process.argv.slice(2).filter((name) => !GROUPS.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Choose from ${GROUPS.join(', ')}, or nothing for all.`);
  process.exit(2);
}

const started = Date.now();
const stages = selectStages(process.argv.slice(2));
let results;
try {
  installDependencies();
  const passedChecks = new PassedChecks(PASSED_FOLDER, digestOfFiles(REPOSITORY));
  results = await runInOrder(stages, PLACES, (stage) => runStage(stage, passedChecks));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  results = [{ stage: 'dependencies', passed: 0, failed: 1, skipped: 0, seconds: 0 }];
}

console.log(`\nSummary (${Math.round((Date.now() - started) / 1000)} s)`);
for (const { stage, passed, failed, skipped, seconds } of results) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(
    `  ${failed === 0 ? '✓' : '✗'} ${stage.padEnd(22)} ${counts.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s`,
  );
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
