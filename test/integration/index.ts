import Mocha from 'mocha';
import { appendResult } from '../host/testResults';

/** A test file: its path, and the function that loads it. */
export type TestFile = readonly [path: string, load: () => Promise<unknown>];

/** How long one test may take, in milliseconds. */
const TEST_LIMIT = 20_000;

/**
 * Runs test files inside the extension host, and writes every result to the file that the variable
 * `LLM_ORCHESTRATOR_TEST_RESULTS` names. Throws when a test failed or there was none.
 */
export async function runTests(files: readonly TestFile[]): Promise<void> {
  const path = process.env['LLM_ORCHESTRATOR_TEST_RESULTS'];
  if (path === undefined) throw new Error('LLM_ORCHESTRATOR_TEST_RESULTS does not name a file for the results.');
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_LIMIT, reporter: 'min', color: false, forbidOnly: true });
  for (const [name, load] of files) {
    mocha.suite.emit('pre-require', globalThis, name, mocha);
    await load();
  }
  const failures = await new Promise<number>((resolve) => {
    report(mocha.run(resolve), path);
  });
  appendResult(path, { state: 'end' });
  if (failures > 0) throw new Error(`${failures} failed`);
}

function report(runner: Mocha.Runner, path: string): void {
  runner.on('pass', (test) => {
    appendResult(path, { state: 'passed', title: test.fullTitle(), duration: test.duration ?? 0 });
  });
  runner.on('pending', (test) => {
    appendResult(path, { state: 'pending', title: test.fullTitle() });
  });
  runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    appendResult(path, { state: 'failed', title: test.fullTitle(), message });
  });
}
