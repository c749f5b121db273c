import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { LOG_FOLDER, REPOSITORY } from './paths.mjs';

/** How many lines of a failed stage's output are shown; its log has all. */
const SHOWN_LINES = 150;

/**
 * Runs a stage, keeps its output in a log, and shows one line when it passed and the end of its output when not.
 * `passedChecks` remembers which checks need not run.
 */
export async function runStage({ name, group, kind, command, dependsOnFilesOnly }, passedChecks) {
  if (dependsOnFilesOnly && passedChecks.has(name)) {
    console.log(`✓ ${name} (no file has changed since it passed)`);
    return { stage: name, passed: 1, failed: 0, skipped: 0, seconds: 0 };
  }
  mkdirSync(LOG_FOLDER, { recursive: true });
  const fileName = name.replaceAll(' ', '-').toLowerCase();
  const logPath = join(LOG_FOLDER, `${fileName}.log`);
  // Another run at the same time must not write into the same file.
  const countsPath = join(mkdtempSync(join(tmpdir(), 'llm-orchestrator-counts-')), 'counts.json');

  const started = Date.now();
  const lines = [];
  const exitCode = await runProgram(command, logPath, countsPath, (line) => {
    lines.push(line);
    // An installation takes a while: say what it is doing.
    if (group === 'host') console.log(line);
  });
  const seconds = (Date.now() - started) / 1000;
  const result = { stage: name, ...count(kind, exitCode, countsPath), seconds };
  rmSync(dirname(countsPath), { recursive: true, force: true });
  if (dependsOnFilesOnly) passedChecks.note(name, result.failed === 0);

  if (result.failed === 0) {
    console.log(`✓ ${name} (${seconds.toFixed(1)} s)`);
  } else {
    console.log(`\n✗ ${name} (${seconds.toFixed(1)} s, ${logPath})`);
    for (const line of lines.slice(-SHOWN_LINES)) console.log(`    ${line}`);
  }
  return result;
}

function runProgram([program, ...args], logPath, countsPath, onLine) {
  return new Promise((resolve) => {
    const log = createWriteStream(logPath);
    const child = spawn(program, args, {
      cwd: REPOSITORY,
      env: { ...process.env, LLM_ORCHESTRATOR_TEST_COUNTS: countsPath, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        onLine(line);
      });
    }
    child.on('error', (error) => {
      onLine(error.message);
      resolve(1);
    });
    child.on('close', (code) => {
      log.end();
      resolve(code ?? 1);
    });
  });
}

/** Tests that crashed wrote no counts, and no tests at all prove nothing: both count as one failure. */
function count(kind, exitCode, countsPath) {
  if (kind === 'check') return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  if (!existsSync(countsPath)) return { passed: 0, failed: 1, skipped: 0 };
  const { passed, failed, pending } = JSON.parse(readFileSync(countsPath, 'utf8'));
  const crashed = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: crashed ? 1 : failed, skipped: pending };
}
