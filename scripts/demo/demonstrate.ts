import process from 'node:process';
import { sampleWorkflowName } from '../../src/extension/domain/sample/sampleLibrary';
import type { Store } from '../../src/extension/store/openStore';
import type { HostWindow } from '../../test/host/host';
import { REPOSITORY } from '../../test/host/paths';
import { prepareHost } from '../../test/host/prepareHost';
import { runCommand } from '../../test/host/runCommand';
import { pickTheme } from '../../test/ui/workbench/theme';
import { addSample } from './addSample';
import { arrangeSideBar } from './arrangeSideBar';
import { chooseServer } from './chooseServer';
import { DemoError } from './demoError';
import { followRun, type EndOnScreen } from './followRun';
import type { Interruption } from './interruption';
import type { DemoOptions } from './options.mjs';
import { Pictures } from './pictures';
import { databasePathOf, prepareWorkspace } from './prepareWorkspace';
import { readRun } from './readRun';
import { responseReport } from './responseReport';
import type { Teardown } from './teardown';
import { withLibrary } from './withLibrary';

/** What the demo came to. */
export interface Demonstration {
  readonly window: HostWindow;
  /** How many responses the run stored. */
  readonly responses: number;
  readonly databasePath: string;
}

/**
 * Builds the extension, runs the sample workflow in a real VS Code and prints what came of it. Everything it starts is
 * left running, and ends with the teardown.
 * @throws {DemoError} and other errors whose message is for a person
 */
export async function demonstrate(
  options: DemoOptions,
  teardown: Teardown,
  interruption: Interruption,
): Promise<Demonstration> {
  const server = await chooseServer(options.port);
  teardown.add(() => server.stop());
  console.log(`Model server: ${server.description}.`);
  const workspace = await prepareWorkspace(options.workspace);
  const databasePath = databasePathOf(workspace);
  console.log('Building the extension …');
  await runCommand(process.execPath, ['esbuild.mjs'], { cwd: REPOSITORY });
  const lastRun = await withLibrary(databasePath, (store) => prepareLibrary(store, server.port));
  console.log(`Workspace: ${workspace}`);

  const window = await openWindow(workspace, options.open, teardown);
  interruption.claim();
  const pictures = await Pictures.begin();
  const end = await showRun(window, pictures);
  const stored = await withLibrary(databasePath, (store) => readRun(store, sampleWorkflowName, lastRun));
  if (stored === undefined) throw nothingStored(end, databasePath);
  const { run, responses } = stored;
  console.log('');
  for (const response of responses) console.log(responseReport(response, run));
  console.log(`Screenshots: ${pictures.folder}`);
  console.log(`Database: ${databasePath}`);
  if (run.status !== 'completed') {
    const message = run.errorMessage ?? (end.kind === 'failed' ? end.message : `its status is "${run.status}".`);
    throw new DemoError(`The run failed: ${message}`);
  }
  if (responses.length === 0) throw new DemoError('The run ended well, but stored no responses.');
  return { window, responses: responses.length, databasePath };
}

/** Makes the sample ready and gives the id of the last run so far. */
async function prepareLibrary(store: Store, port: number): Promise<number> {
  const { added, redirected } = await addSample(store, port);
  console.log(added ? 'Added the sample library.' : 'The sample library is there already.');
  if (!added && redirected.length > 0) console.log(`Set the port of ${redirected.join(', ')} to ${port}.`);
  const [last] = await store.runs.page(1);
  return last?.id ?? 0;
}

async function openWindow(workspacePath: string, staysOpen: boolean, teardown: Teardown): Promise<HostWindow> {
  const preparing = prepareHost({
    version: 'newest',
    progress: (line) => {
      console.log(line);
    },
    ...(staysOpen && { installed: REPOSITORY }),
  });
  teardown.add(async () => (await preparing).dispose());
  const host = await preparing;
  console.log(`Opening VS Code ${host.version} (${host.kind}) …`);
  const opening = host.openWindow({ extensionPath: REPOSITORY, workspacePath });
  teardown.add(async () => (await opening).close());
  return opening;
}

/** Runs the workflow as a person does, and takes pictures on the way. */
async function showRun({ page }: HostWindow, pictures: Pictures): Promise<EndOnScreen> {
  try {
    await arrangeSideBar(page);
    console.log(`Running "${sampleWorkflowName}" from the command palette …`);
    const end = await followRun(page, sampleWorkflowName, {
      step: ({ number, count, payloadName }) => {
        console.log(`  step ${number} of ${count}: ${payloadName}`);
      },
      writing: async ({ number }) => {
        await pictures.take(page, `step-${number}`);
      },
    });
    await pictures.take(page, 'end-dark');
    if (end.kind === 'done') {
      await pickTheme(page, 'light');
      await pictures.take(page, 'end-light');
      await pickTheme(page, 'dark');
    }
    return end;
  } catch (error) {
    if (page.isClosed()) throw new DemoError('The window was closed before the run ended.', { cause: error });
    if (error instanceof DemoError) throw error;
    const picture = await pictures.take(page, 'failed').catch(() => 'of which no picture could be taken');
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new DemoError(`VS Code did not do what was expected (${what}). Its window: ${picture}`, { cause: error });
  }
}

function nothingStored(end: EndOnScreen, databasePath: string): DemoError {
  if (end.kind === 'failed') return new DemoError(`The workflow did not run: ${end.message}`);
  return new DemoError(
    `The run is not in ${databasePath}. When the workspace sets llmOrchestrator.databasePath, take that setting away.`,
  );
}
