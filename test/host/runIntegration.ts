/**
 * Runs the integration tests in one version of VS Code:
 * `node --import tsx test/host/runIntegration.ts [newest|1.105.1] [part of a file name …]`.
 * Writes its counts to the file that `LLM_ORCHESTRATOR_TEST_COUNTS` names.
 */
import { writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleSuite } from './bundleSuite';
import type { Host, WindowOptions } from './host';
import { parseHostVersion } from './hostVersion';
import { INTEGRATION_STATES, integrationFiles, UNREADABLE_DATABASE } from './integrationState';
import type { IntegrationState } from './integrationState';
import { newTemporaryFolder, outFolder, REPOSITORY } from './paths';
import { prepareHost } from './prepareHost';
import { readResults } from './testResults';
import type { TestResults } from './testResults';

/** Nobody looks at these windows: they draw little. */
const UNSEEN: Pick<WindowOptions, 'viewport' | 'settings'> = {
  viewport: { width: 800, height: 600 },
  settings: { 'editor.minimap.enabled': false, 'breadcrumbs.enabled': false },
};

const log = (line: string): void => {
  console.log(line);
};

async function main([versionText = 'newest', ...parts]: readonly string[]): Promise<void> {
  const version = parseHostVersion(versionText);
  const host = await prepareHost({ version, progress: log });
  const total = { passed: 0, failed: 0, pending: 0 };
  try {
    log(`VS Code ${host.version} (${host.kind})`);
    for (const state of INTEGRATION_STATES) {
      const files = (await integrationFiles(state)).filter(
        (file) => parts.length === 0 || parts.some((part) => file.includes(part)),
      );
      if (files.length === 0) continue;
      const results = await runState(host, `integration-${version}-${state}`, state, files);
      total.passed += results.passed;
      total.pending += results.pending;
      total.failed += results.failed;
    }
  } finally {
    await host.dispose();
  }
  log(`${total.passed} passed, ${total.failed} failed${total.pending > 0 ? `, ${total.pending} skipped` : ''}`);
  const counts = process.env['LLM_ORCHESTRATOR_TEST_COUNTS'];
  if (counts !== undefined) writeFileSync(counts, JSON.stringify(total));
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Runs the files of one state in a window of their own. A run that does not end counts as one more failure. */
async function runState(
  host: Host,
  name: string,
  state: IntegrationState,
  files: readonly string[],
): Promise<TestResults> {
  const workspace = await newTemporaryFolder('workspace');
  if (state === 'unreadable') {
    await mkdir(join(workspace, 'data'));
    await writeFile(join(workspace, 'data', 'llm-orchestration.db'), UNREADABLE_DATABASE);
  }
  const folder = await newTemporaryFolder('results');
  const resultsPath = join(folder, 'results.jsonl');
  // Runs of other processes have names of their own.
  const suitePath = await bundleSuite(`${name}-${process.pid}`, files);
  const started = Date.now();
  const hostLog: string[] = [];
  let problem: string | undefined;
  try {
    const exitCode = await host.runSuite({
      name,
      extensionPath: REPOSITORY,
      suitePath,
      ...(state === 'noFolder' ? {} : { workspacePath: workspace }),
      trusted: state !== 'restricted',
      ...UNSEEN,
      env: { LLM_ORCHESTRATOR_TEST_RESULTS: resultsPath, LLM_ORCHESTRATOR_TEST_STATE: state },
      onLog: (line) => hostLog.push(line),
    });
    const results = readResults(resultsPath);
    if (!results.ended || (exitCode !== 0 && results.failed === 0)) problem = `exit code ${exitCode}`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const results = readResults(resultsPath);
  await Promise.all(
    [workspace, folder, suitePath].map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })),
  );
  log(`\n${state} (${files.map((file) => basename(file, '.test.ts')).join(', ')}) in ${Date.now() - started} ms`);
  print(results);
  writeFileSync(join(await outFolder('logs'), `${name}-host.log`), hostLog.join('\n'));
  if (problem === undefined) return results;
  log(`  ✗ the suite did not end well: ${problem}`);
  for (const line of hostLog.slice(-40)) log(`    ${line}`);
  return { ...results, failed: results.failed + 1 };
}

function print(results: TestResults): void {
  for (const line of results.lines) {
    switch (line.state) {
      case 'passed':
        log(`  ✓ ${line.title} (${line.duration} ms)`);
        break;
      case 'pending':
        log(`  - ${line.title} (skipped)`);
        break;
      case 'failed':
        log(`  ✗ ${line.title}\n${line.message.replaceAll(/^/gm, '      ')}`);
        break;
      case 'end':
        break;
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
