import type { Page } from 'playwright-core';
import { addSampleLibrary } from '../../src/extension/engine/addSampleLibrary';
import { startPracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { runCommand } from './workbench/commandPalette';
import { codeLens, editorTab } from './workbench/editor';
import { statusBarItem } from './workbench/notifications';
import { setTheme, THEME_KINDS } from './workbench/theme';
import { clickInlineAction, clickTreeItem, expandTreeItem, treeItem } from './workbench/tree';

const WORKFLOW = 'Announce a release';

describe('The extension in every kind of theme', function () {
  this.timeout(90_000);
  let window: LibraryWindow;
  let page: Page;

  before(async () => {
    const server = await startPracticeServer({ port: 0, tokensPerSecond: 0 });
    try {
      window = await takeWindow({
        fill: async (store) => {
          await addSampleLibrary(store);
          for (const { id } of await store.payloads.all()) await store.payloads.update(id, { port: server.port });
        },
      });
      page = window.page;
      await clickInlineAction(page, 'Workflows', WORKFLOW, 'Run Workflow');
      await statusBarItem(page, `${WORKFLOW}: done`).waitFor();
    } finally {
      await server.close();
    }
    for (const folder of ['Sample', 'Project', 'Style']) await expandTreeItem(page, 'Blocks', folder);
    await expandTreeItem(page, 'Payloads', 'Review');
    await expandTreeItem(page, 'Workflows', WORKFLOW);
    await treeItem(page, 'Runs', '3. Review').waitFor();
    // A block beside the responses.
    await clickTreeItem(page, 'Payloads', 'Review the draft');
    await editorTab(page, 'Review the draft').waitFor();
    await runCommand(page, 'View: Move Editor into Right Group');
    await editorTab(page, 'Review · run 1.md').click();
    await codeLens(page, 'Show the Prompt Sent').waitFor();
  });

  after(() => window.leave());

  for (const kind of THEME_KINDS) {
    it(`can be read: ${kind}`, async () => {
      await setTheme(window, kind);
      await takeScreenshot(page, `theme-${kind}`);
    });
  }

  it('can be used in a small window', async () => {
    await page.setViewportSize({ width: 640, height: 800 });
    await treeItem(page, 'Runs', '3. Review').waitFor();
    await takeScreenshot(page, 'theme-small');
  });
});
