import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Store } from '../../src/extension/store/openStore';
import { writeFolderSettings } from './folderSettings';
import { DATABASE, withLibrary } from './library';
import { openExtension, type ExtensionWindow } from './openExtension';
import { runCommand } from './workbench/commandPalette';
import { eventually } from './workbench/eventually';
import { clearNotifications, runsItem } from './workbench/notifications';
import { collapseView, expandView, openViewContainer } from './workbench/sideBar';
import { whenThemed } from './workbench/theme';
import { treeRows, type TreeRow } from './workbench/tree';
import { leaveWindow, takeLeftWindow } from './windowsInUse';

const EXTENSION = 'LLM Orchestrator';

/** What a suite wants to find in its window. */
export interface LibraryWindowOptions {
  /** Stores something in the library before it is shown; without it the library is empty. */
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

/** The views of libraries, as they are in a new window: the first four open. */
const VIEWS = ['Blocks', 'Payloads', 'Workflows', 'Runs'] as const;
const VIEWPORT = { width: 1280, height: 800 };
/** A library that is never stored: what a window shows between two suites, so that none finds that of another. */
const NOTHING = join('data', 'nothing.db');

let libraries = 0;

/**
 * Gives a window with a library of its own. To open one costs as much as a dozen tests, so this is the one that the suite
 * before has left, where it has: without editors, notifications and runs, in the dark theme, with its views as they are at
 * first, and with a database of its own. A suite for which the opening itself matters calls `openExtension` instead.
 */
export async function takeWindow(options: LibraryWindowOptions = {}): Promise<LibraryWindow> {
  const { fill, settings = {}, viewport = VIEWPORT } = options;
  const left = takeLeftWindow();
  const window =
    left ??
    (await openExtension({
      viewport,
      prepare: async (path) => {
        if (fill !== undefined) await withLibrary(path, fill);
        await writeSettings(path, DATABASE, settings);
      },
    }));
  const database = left === undefined ? DATABASE : join('data', `suite-${++libraries}.db`);
  const { page, kind, workspacePath } = window;
  if (left !== undefined) {
    await page.setViewportSize(viewport);
    if (fill === undefined) {
      await tidyUp(left, () => writeSettings(workspacePath, database, settings));
    } else {
      await tidyUp(left, () => writeSettings(workspacePath, NOTHING, {}));
      await withLibrary(workspacePath, fill, database);
      await writeSettings(workspacePath, database, settings);
      await eventually(
        'another library',
        () => shownRows(page),
        (rows) => rows.length > 0,
      );
    }
  } else {
    await openViewContainer(page, EXTENSION);
  }
  return {
    ...{ page, kind, workspacePath },
    withLibrary: (work) => withLibrary(workspacePath, work, database),
    leave: () => leaveWindow(window),
  };
}

/** Removes what a suite has left in a window, which shows an empty library then. */
async function tidyUp(window: ExtensionWindow, showEmptyLibrary: () => Promise<void>): Promise<void> {
  const { page } = window;
  await page.mouse.move(0, 0);
  await runCommand(page, 'View: Close All Editors');
  await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  await openViewContainer(page, EXTENSION);
  await collapseView(page, 'Endpoints');
  for (const title of VIEWS) await expandView(page, title);
  await eventually(
    'the library of the suite before, in which something has to be',
    () => shownRows(page),
    (rows) => rows.length > 0,
  );
  await showEmptyLibrary();
  await eventually(
    'an empty library',
    () => shownRows(page),
    (rows) => rows.length === 0,
  );
  await whenThemed(page, 'dark');
  await clearNotifications(page);
  await runsItem(page).waitFor({ state: 'detached' }); // it stays for some seconds after the last run
}

/** Everything that the views of a library show. */
async function shownRows(page: Page): Promise<readonly TreeRow[]> {
  return (await Promise.all(VIEWS.map((title) => treeRows(page, title)))).flat();
}

/** Writes the settings of a folder, with the place of its database. */
async function writeSettings(
  workspacePath: string,
  database: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const place = { 'llmOrchestrator.databasePath': database.replaceAll('\\', '/') };
  await writeFolderSettings(workspacePath, { ...settings, ...place });
}
