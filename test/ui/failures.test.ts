import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { addWorkflow, DATABASE, withLibrary } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { openExtension, type ExtensionWindow } from './openExtension';
import { stepByStep } from './stepByStep';
import { runCommand } from './workbench/commandPalette';
import { editorTab, editorText, typeInEditor } from './workbench/editor';
import { clickNotificationButton, notification, notifications, statusBarItem } from './workbench/notifications';
import { typeInInput, whenAsked } from './workbench/quickInput';
import { clickWelcomeButton, openViewContainer, view, welcomeText } from './workbench/sideBar';
import { leaveWindow } from './windowsInUse';
import { clickInlineAction, clickTreeItem, treeItem, whenRows } from './workbench/tree';
import { grantTrust } from './workbench/trust';

const EXTENSION = 'LLM Orchestrator';
const VIEWS = ['Blocks', 'Payloads', 'Workflows', 'Runs'] as const;

describe('In Restricted Mode', function () {
  this.timeout(60_000);
  stepByStep();
  const requests: string[] = [];
  let window: ExtensionWindow;
  let page: Page;
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({
      port: 0,
      tokensPerSecond: 0,
      onRequest: ({ path }) => {
        requests.push(path);
      },
    });
    window = await openExtension({
      trusted: false,
      prepare: (path) =>
        withLibrary(path, (store) => addWorkflow(store, 'Safe', { Note: 'A text' }, { port: server.port })),
    });
    page = window.page;
    await openViewContainer(page, EXTENSION);
  });

  after(async () => {
    await window.close();
    await server.close();
  });

  it('blocks can be read and changed', async () => {
    assert.match(await welcomeText(page, 'Runs'), /^In Restricted Mode .* nothing is sent .*\nManage Workspace Trust$/);
    await clickTreeItem(page, 'Blocks', 'Note');
    await editorTab(page, 'Note').waitFor();
    assert.equal(await editorText(page), 'A text');
    await typeInEditor(page, 'Another text');
    await page.keyboard.press('ControlOrMeta+S');
    await editorTab(page, 'Note').and(page.locator(':not(.dirty)')).waitFor();
    const [block] = await withLibrary(window.workspacePath, ({ blocks }) => blocks.getMany([1]));
    assert.equal(block?.content, 'Another text');
  });

  it('a run is not begun, nothing is sent, and the way out is offered', async () => {
    await runCommand(page, `${EXTENSION}: Run Workflow`);
    const toast = await notification(page, 'In Restricted Mode nothing is sent');
    assert.match(await toast.innerText(), /Manage Workspace Trust/);
    await takeScreenshot(page, 'failures-4-restricted');
    await clickInlineAction(page, 'Workflows', 'Safe', 'Run Workflow');
    assert.deepEqual(requests, []);
    assert.deepEqual(await withLibrary(window.workspacePath, ({ runs }) => runs.page(10)), []);
  });

  it('ends when the folder is trusted: then the workflow runs', async () => {
    await grantTrust(page);
    await clickInlineAction(page, 'Workflows', 'Safe', 'Run Workflow');
    await statusBarItem(page, 'Safe: done').waitFor();
    assert.ok(requests.length > 0);
    const runs = await withLibrary(window.workspacePath, (store) => store.runs.page(10));
    assert.equal(runs.length, 1, 'what was refused before has not been kept for later');
  });
});

describe('Without a folder', function () {
  this.timeout(60_000);
  let window: ExtensionWindow;

  before(async () => {
    window = await openExtension({ workspace: 'none' });
  });

  after(() => window.close());

  it('every view offers to open one, and so does every command', async () => {
    const { page } = window;
    await openViewContainer(page, EXTENSION);
    await view(page, 'Endpoints').locator('.pane-header').first().click(); // at first it is collapsed
    for (const title of [...VIEWS, 'Endpoints']) {
      assert.equal(await welcomeText(page, title), 'Open a folder to keep a library of blocks in it.\nOpen Folder');
    }
    await runCommand(page, `${EXTENSION}: New Block`);
    const toast = await notification(page, 'keeps its library in a folder');
    assert.match(await toast.innerText(), /Open Folder/);
    await takeScreenshot(page, 'failures-5-no-folder');
  });
});

describe('When the database cannot be read', function () {
  this.timeout(60_000);
  stepByStep();
  const DAMAGED =
    /^The database is damaged, encrypted or no database at all\. It has not been changed\.\s+Restore Backup…/;
  const garbage = Buffer.from('This is not a database.\n'.repeat(300));
  let window: ExtensionWindow;
  let page: Page;
  let file: string;

  before(async () => {
    window = await openExtension({
      prepare: async (path) => {
        file = join(path, DATABASE);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, garbage);
      },
    });
    page = window.page;
    await openViewContainer(page, EXTENSION);
  });

  after(() => leaveWindow(window));

  it('says so in every view and once in a notification, with a way to try again', async () => {
    for (const title of VIEWS) {
      const expected = title === 'Blocks' ? DAMAGED : /^The database cannot be read\. .*\nOpen It Again\n/;
      assert.match(await welcomeText(page, title), expected);
    }
    const toast = await notification(page, 'llm-orchestration.db');
    assert.match(await toast.innerText(), /Restore Backup…\s+Open Read-Only\s+Choose Another File…/);
    assert.equal((await notifications(page)).length, 1);
    await takeScreenshot(page, 'failures-6-unreadable');
  });

  it('leaves the file as it is, whatever is tried', async () => {
    await runCommand(page, `${EXTENSION}: New Block`);
    await runCommand(page, `${EXTENSION}: Add Sample Library`);
    await view(page, 'Blocks').getByText('try again').click();
    assert.match(await welcomeText(page, 'Blocks'), DAMAGED);
    await takeScreenshot(page, 'failures-7-still-unreadable');
    assert.ok(garbage.equals(await readFile(file)), 'not a byte has changed');
  });

  it('opens again once the file is out of the way', async () => {
    await rm(file);
    await view(page, 'Blocks').getByText('try again').click();
    await view(page, 'Blocks').getByText('Create Block').waitFor();
    assert.match(await welcomeText(page, 'Blocks'), /^A block is a reusable piece of text\./);
    await clickWelcomeButton(page, 'Blocks', 'Create Block');
    await whenAsked(page, 'New Block');
    await typeInInput(page, 'Begun anew');
    await treeItem(page, 'Blocks', 'Begun anew').waitFor();
  });
});

describe('When a run cannot be', function () {
  this.timeout(60_000);
  stepByStep();
  let window: LibraryWindow;
  let page: Page;
  let port: number;

  before(async () => {
    const gone = await startPracticeServer({ port: 0 });
    port = gone.port;
    await gone.close();
    window = await takeWindow({
      fill: async (store) => {
        await addWorkflow(store, 'Nobody', { Ask: 'Is anybody there?' }, { port, responseLength: 20 });
        await addWorkflow(store, 'Typo', { Wrong: 'The first line.\nThen {{#no-such-tag}} here.' }, { port });
      },
    });
    page = window.page;
  });

  after(() => window.leave());

  it('says which payload found nothing on which host and port, and what to do', async () => {
    await clickInlineAction(page, 'Workflows', 'Nobody', 'Run Workflow');
    const toast = await notification(page, `127.0.0.1:${port}`);
    const text = await toast.innerText();
    assert.match(text, /"Ask"/);
    assert.match(text, /Nothing answers on 127\.0\.0\.1:\d+\. Start a model server on that port, run the command/);
    assert.match(text, /Run Again\s+Show Log/);
    const [run] = await whenRows(page, 'Runs', ([first = '']) => first.includes('Nothing answers'));
    assert.match(run ?? '', /^Nobody \| /);
    await takeScreenshot(page, 'failures-1-nothing-listens');
  });

  it('runs again from the notification once a server is there', async () => {
    const server = await startPracticeServer({ port, tokensPerSecond: 0 });
    try {
      await clickNotificationButton(page, 'Nothing answers', 'Run Again');
      await editorTab(page, 'Ask · run 2.md').waitFor();
      await statusBarItem(page, 'Nobody: done').waitFor();
      await whenRows(page, 'Runs', (rows) => rows[1]?.startsWith('1. Ask | ') === true);
    } finally {
      await server.close();
    }
  });

  it('is refused for a reference that leads nowhere, and shows the place', async () => {
    await clickInlineAction(page, 'Workflows', 'Typo', 'Run Workflow');
    const text = await (await notification(page, 'no-such-tag')).innerText();
    assert.match(text, /block "Wrong", line 2/);
    await takeScreenshot(page, 'failures-2-unresolved');
    await clickNotificationButton(page, 'no-such-tag', 'Show');
    await editorTab(page, 'Wrong').and(page.locator('.active')).waitFor();
    await statusBarItem(page, 'Ln 2, Col 22 (16 selected)').waitFor();
    await takeScreenshot(page, 'failures-3-shown');
    const runs = await window.withLibrary((store) => store.runs.page(10));
    assert.deepEqual(
      runs.map(({ workflowName }) => workflowName),
      ['Nobody', 'Nobody'],
    );
  });
});
