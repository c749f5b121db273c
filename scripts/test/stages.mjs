import process from 'node:process';
import { partsOf } from './partsOf.mjs';

/**
 * One thing to run.
 * @typedef {object} Stage
 * @property {string} name How it is called in the summary.
 * @property {string} group What selects it on the command line.
 * @property {readonly string[]} command The program and its arguments.
 * @property {'check' | 'tests'} kind A check counts as one; tests write their counts to a file.
 * @property {readonly string[]} needs Stages that must have passed; it fails without running when one has not.
 * @property {number} places How many of the machine's places it takes.
 * @property {true} [dependsOnFilesOnly] When it has passed, it need not run again until a file of the repository changes.
 */

/** What a person can choose from. */
export const GROUPS = ['typecheck', 'lint', 'format', 'build', 'unit', 'contract', 'crash', 'integration', 'ui'];

const node = process.execPath;
const npmRun = (script) => ['npm', 'run', '--silent', script];
const script = (...args) => [node, '--import', 'tsx', ...args];
const mocha = (...args) =>
  script('node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/test/countingReporter.cjs', ...args);

/** Every stage, in the order of starting. @type {readonly Stage[]} */
const STAGES = [
  // The installation waits for the network more than for the machine: it takes no place.
  {
    name: 'VS Code newest',
    group: 'host',
    kind: 'check',
    places: 0,
    needs: [],
    command: script('test/host/prepareHosts.ts', 'newest'),
  },
  {
    name: 'VS Code 1.105.1',
    group: 'host',
    kind: 'check',
    places: 0,
    needs: ['VS Code newest'],
    command: script('test/host/prepareHosts.ts', '1.105.1'),
  },
  { name: 'build', group: 'build', kind: 'check', places: 2, needs: [], command: npmRun('build') },
  checkOfFiles('typecheck', 'typecheck'),
  checkOfFiles('lint', 'lint'),
  checkOfFiles('format', 'format:check'),
  ...partsOf('test/unit', 2).map((files, index) => ({
    name: `unit ${index + 1}`,
    group: 'unit',
    kind: 'tests',
    places: 2,
    needs: [],
    command: mocha(...files),
  })),
  // One of them packs the extension, which builds it again.
  {
    name: 'contract',
    group: 'contract',
    kind: 'tests',
    places: 2,
    needs: ['build'],
    command: mocha('test/contract/**/*.test.ts'),
  },
  // These wait most of their time: for others to die, and for locks.
  { name: 'crash', group: 'crash', kind: 'tests', places: 0, needs: [], command: mocha('test/crash/**/*.test.ts') },
  // What takes longest begins first: then all end at about the same time.
  ...partsOf('test/ui', 2)
    .map((files, index) =>
      windowStage(`ui ${index + 1}`, 'VS Code newest', mocha('--require', 'test/ui/rootHooks.ts', ...files)),
    )
    .reverse(),
  windowStage('integration newest', 'VS Code newest', script('test/host/runIntegration.ts', 'newest')),
  windowStage('integration 1.105.1', 'VS Code 1.105.1', script('test/host/runIntegration.ts', '1.105.1')),
];

/** A check of the files as they stand in the repository, by a script of package.json. */
function checkOfFiles(name, script) {
  const command = npmRun(script);
  return { name, group: name, kind: 'check', places: 2, needs: [], dependsOnFilesOnly: true, command };
}

/** Tests in windows, of which two at a time fill a machine with two processors, or one beside the last of the others. */
function windowStage(name, host, command) {
  const [group] = name.split(' ');
  return { name, group, kind: 'tests', places: 3, needs: ['build', host], command };
}

/** Gives the stages of the named groups with everything they need; all stages when no group is named. */
export function selectStages(groups) {
  if (groups.length === 0) return STAGES;
  const chosen = new Set();
  const choose = (stage) => {
    if (chosen.has(stage)) return;
    chosen.add(stage);
    for (const name of stage.needs) choose(STAGES.find((other) => other.name === name));
  };
  STAGES.filter((stage) => groups.includes(stage.group)).forEach(choose);
  return STAGES.filter((stage) => chosen.has(stage));
}
