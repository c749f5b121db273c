import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Fault } from '../../src/extension/practice/fault';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { openExtension, type ExtensionWindow } from './openExtension';
import { stepByStep } from './stepByStep';
import { clickDialogButton, dialogText } from './workbench/dialog';
import { codeLens, editorTab, visibleLines } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { notifications, statusBarItem } from './workbench/notifications';
import { openViewContainer } from './workbench/sideBar';
import { clickInlineAction, contextMenu, whenRows } from './workbench/tree';

/** What the server does with each request: some text, then nothing more. */
const STALLED: Fault = { kind: 'stall', afterTokens: 12 };
const CONTAINER = 'LLM Orchestrator';

describe('A run that one window executes', function () {
  this.timeout(90_000);
  stepByStep();
  let executing: LibraryWindow;
  let other: ExtensionWindow;
  let page: Page;
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({ port: 0, tokensPerSecond: 0, fault: STALLED });
    const steps = { Long: 'Write a long text about rivers.', Never: 'Write another one.' };
    executing = await takeWindow({
      fill: (store) => addWorkflow(store, 'Slow', steps, { port: server.port, responseLength: 2000 }),
    });
    page = executing.page;
    other = await openExtension({ workspace: executing.workspacePath });
    await openViewContainer(other.page, CONTAINER);
  });

  after(async () => {
    await other.close();
    await executing.leave();
    await server.close();
  });

  it('is seen in another window of the same folder while it goes on', async () => {
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await editorTab(page, 'Long · run 1.md').waitFor();
    await eventually(
      'some text',
      async () => (await visibleLines(page)).join(''),
      (text) => text.length > 20,
    );
    await whenRows(other.page, 'Runs', ([run = '']) => run.startsWith('Slow | '));
    await takeScreenshot(other.page, 'elsewhere-1-running');
  });

  it('stops when the other window deletes it: the server is idle, and the tab of the response says so', async () => {
    await contextMenu(other.page, 'Runs', 'Slow', 'Delete');
    assert.match(await dialogText(other.page), /^Delete the run of "Slow" .*\nWhat is going on is stopped first\./);
    await clickDialogButton(other.page, 'Delete');
    await eventually(
      'an idle server',
      () => server.engine.idle,
      (idle) => idle,
    );
    assert.equal(server.engine.last.finish, 'aborted');
    for (const one of [page, other.page]) await whenRows(one, 'Runs', (rows) => rows.length === 0);
    await codeLens(page, 'This response has been deleted').waitFor();
    // VS Code strikes through the name of what is gone.
    await editorTab(page, 'Long · run 1.md').locator('.strikethrough').first().waitFor();
    await statusBarItem(page, 'Slow 1/2').waitFor({ state: 'detached' });
    await takeScreenshot(page, 'elsewhere-2-deleted');
    assert.deepEqual(await notifications(page), [], 'what a person deleted is no failure');
    assert.equal(server.engine.total, 1, 'no later step began');
    const runs = await executing.withLibrary((store) => store.runs.page(10));
    assert.deepEqual(runs, []);
  });

  it('does not keep the next run from its turn', async () => {
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await eventually(
      'the next run at work',
      () => server.engine.idle,
      (idle) => !idle,
    );
    await clickInlineAction(page, 'Runs', 'Slow', 'Stop Run');
    await whenRows(page, 'Runs', ([run = '']) => run.endsWith(' · stopped'));
  });
});
