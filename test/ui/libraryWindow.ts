import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../../src/extension/store/openStore';
import { addBlocks, DATABASE, withLibrary } from './library';
import { openExtension, type ExtensionWindow } from './openExtension';
import { runCommand } from './workbench/commandPalette';
import { eventually } from './workbench/eventually';
import { clearNotifications, runsItem } from './workbench/notifications';
import { collapseView, expandView, openViewContainer } from './workbench/sideBar';
import { setTheme } from './workbench/theme';
import { treeRows } from './workbench/tree';
import { leaveWindow, takeLeftWindow } from './windowsInUse';

/** What a suite wants to find in its window. */
export interface LibraryWindowOptions {
  /** Fills the library before it is shown; without it the library is empty. */
  readonly fill?: (library: Store) => Promise<unknown>;
  /** Settings of the folder. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The inner size of the window in pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A trusted window in which the views of the extension are open, and its library. */
export interface LibraryWindow extends Pick<ExtensionWindow, 'page' | 'kind' | 'workspacePath'> {
  /** Does something with the library as another window would. */
  withLibrary<Result>(work: (library: Store) => Promise<Result>): Promise<Result>;
  /** Leaves the window to the next suite. */
  leave(): Promise<void>;
}

const VIEWS = ['Blocks', 'Payloads', 'Workflows', 'Runs'] as const;
const VIEWPORT = { width: 1280, height: 800 };
/** What a window shows between two suites, so that the library of one is never taken for that of the other. */
const BETWEEN = { database: join('data', 'between.db'), title: 'Between two suites' };

let libraries = 0;

/**
 * Gives a window with a library of its own. To open one costs as much as a dozen tests, so this is the one that the suite
 * before has left, where it has: without editors, notifications and runs, in the dark theme, with its views as they are at
 * first, and with a database of its own. A suite for which the opening itself matters calls `openExtension` instead.
 */
export async function takeWindow(options: LibraryWindowOptions = {}): Promise<LibraryWindow> {
  const { fill = () => Promise.resolve(), settings = {}, viewport = VIEWPORT } = options;
  const left = takeLeftWindow();
  const database = left === undefined ? DATABASE : join('data', `suite-${++libraries}.db`);
  const prepare = async (workspacePath: string): Promise<void> => {
    await withLibrary(workspacePath, fill, database);
    await writeSettings(workspacePath, database, settings);
  };
  const window = left ?? (await openExtension({ viewport, prepare }));
  const { page, kind, workspacePath } = window;
  if (left !== undefined) {
    await page.setViewportSize(viewport);
    await tidyUp(left);
    await prepare(workspacePath);
    await eventually(
      'another library',
      () => treeRows(page, 'Blocks'),
      (rows) => !rows.some(({ label }) => label === BETWEEN.title),
    );
  }
  await openViewContainer(page, 'LLM Orchestrator');
  return {
    ...{ page, kind, workspacePath },
    withLibrary: (work) => withLibrary(workspacePath, work, database),
    leave: () => leaveWindow(window),
  };
}

/** Removes what a suite has left in a window. */
async function tidyUp({ page, workspacePath }: ExtensionWindow): Promise<void> {
  await page.mouse.move(0, 0);
  await runCommand(page, 'View: Close All Editors');
  await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  await setTheme(page, 'dark');
  await withLibrary(
    workspacePath,
    async (library) => {
      if ((await library.blocks.summaries()).length === 0) await addBlocks(library, [BETWEEN.title, '']);
    },
    BETWEEN.database,
  );
  await writeSettings(workspacePath, BETWEEN.database, {});
  await openViewContainer(page, 'LLM Orchestrator');
  await collapseView(page, 'Endpoints');
  for (const title of VIEWS) {
    await expandView(page, title);
    await eventually(
      `what ${title} shows between two suites`,
      async () => (await treeRows(page, title)).map(({ label }) => label).join(),
      (labels) => labels === (title === 'Blocks' ? BETWEEN.title : ''),
    );
  }
  await clearNotifications(page);
  await runsItem(page).waitFor({ state: 'detached' }); // it stays for some seconds after the last run
}

/** Writes the settings of a folder, with the place of its database. */
async function writeSettings(
  workspacePath: string,
  database: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await mkdir(join(workspacePath, '.vscode'), { recursive: true });
  const text = JSON.stringify({ ...settings, 'llmOrchestrator.databasePath': database.replaceAll('\\', '/') });
  await writeFile(join(workspacePath, '.vscode/settings.json'), text);
}
