import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { takeScreenshot } from '../host/screenshot';
import { addBlocks } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { runCommand } from './workbench/commandPalette';
import { clickDialogButton, dialogButtons, dialogText } from './workbench/dialog';
import { editorTab, openTabs } from './workbench/editor';
import { clickMenuItem } from './workbench/menu';
import { quickInput, quickInputField, typeInInput, whenAsked } from './workbench/quickInput';
import { clickViewAction, collapseView, expandView, view } from './workbench/sideBar';
import { clickTreeItem, collapseTreeItem, dragTreeItem, expandTreeItem, treeRows, whenRows } from './workbench/tree';

const BLOCKS = 'Blocks';

describe('The tree of blocks', function () {
  this.timeout(60_000);
  stepByStep();
  let window: LibraryWindow;
  let page: Page;

  before(async () => {
    window = await takeWindow({
      fill: async (store) => {
        await addBlocks(
          store,
          ['Phase 1/Instructions/Goal', 'Say what the goal is.', 'goal'],
          ['Phase 1/Instructions/Rules', 'Keep to the rules.'],
          ['Phase 1/Intro', '{{block:Phase 1/Instructions/Goal}}'],
          ['Drafts/Old', 'An old text.'],
          ['Zeta', 'z'],
          ['Alpha', 'a'],
        );
        const ask = await store.payloads.create({ name: 'Ask' });
        await store.payloads.addBlocks(ask.id, [1]);
        await store.workflows.create('Job');
      },
    });
    page = window.page;
    for (const other of ['Runs', 'Workflows', 'Payloads']) await collapseView(page, other);
  });

  after(() => window.leave());

  it('shows folder paths as nested folders, before the blocks', async () => {
    await expandTreeItem(page, BLOCKS, 'Phase 1');
    await expandTreeItem(page, BLOCKS, 'Instructions');
    await whenRows(page, BLOCKS, (rows) => rows.includes('Rules'));
    assert.deepEqual(
      (await treeRows(page, BLOCKS)).map(({ label, level }) => `${'  '.repeat(level - 1)}${label}`),
      ['Drafts', 'Phase 1', '  Instructions', '    Goal', '    Rules', '  Intro', 'Alpha', 'Zeta'],
    );
  });

  it('shows a block on a click, renames it with F2, and the tab follows', async () => {
    await clickTreeItem(page, BLOCKS, 'Alpha');
    await editorTab(page, 'Alpha').waitFor();
    await page.keyboard.press('F2');
    await whenAsked(page, 'Rename Block');
    await typeInInput(page, 'Beta');
    await editorTab(page, 'Beta').waitFor();
    await whenRows(page, BLOCKS, (rows) => rows.includes('Beta') && !rows.includes('Alpha'));
    assert.deepEqual(
      (await openTabs(page)).map(({ label }) => label),
      ['Beta'],
    );
  });

  it('moves what is selected into a folder by the mouse', async () => {
    await clickTreeItem(page, BLOCKS, 'Beta');
    await clickTreeItem(page, BLOCKS, 'Zeta', ['ControlOrMeta']);
    await dragTreeItem(page, { view: BLOCKS, label: 'Zeta' }, { view: BLOCKS, label: 'Drafts' });
    await whenRows(page, BLOCKS, (rows) => rows.includes('Drafts | 3'));
    await expandTreeItem(page, BLOCKS, 'Drafts');
    await whenRows(page, BLOCKS, (rows) => rows.slice(0, 4).join() === 'Drafts | 3,Beta,Old,Zeta');
    await takeScreenshot(page, 'tree-1-dragged');
  });

  it('gives a payload the block that is dragged onto it', async () => {
    await expandView(page, 'Payloads');
    // The view of blocks has less room now: the block has to stand where it can be taken hold of.
    await collapseTreeItem(page, BLOCKS, 'Drafts');
    await dragTreeItem(page, { view: BLOCKS, label: 'Rules' }, { view: 'Payloads', label: 'Ask' });
    await whenRows(page, 'Payloads', (rows) => rows[0]?.endsWith('2 blocks') === true);
    await expandTreeItem(page, 'Payloads', 'Ask');
    await whenRows(page, 'Payloads', (rows) => rows.slice(1).join() === 'Goal,Rules');
    await expandTreeItem(page, BLOCKS, 'Drafts');
  });

  it('gives a workflow the payload that is dragged onto it', async () => {
    await expandView(page, 'Workflows');
    await dragTreeItem(page, { view: 'Payloads', label: 'Ask' }, { view: 'Workflows', label: 'Job' });
    await whenRows(page, 'Workflows', (rows) => rows[0] === 'Job | 1 step');
    await collapseView(page, 'Workflows');
  });

  it('asks before it deletes, and says what else is affected', async () => {
    await clickTreeItem(page, BLOCKS, 'Goal');
    await editorTab(page, 'Goal').waitFor();
    await page.keyboard.press('Delete');
    assert.equal(
      await dialogText(page),
      [
        'Delete the block "Goal"?',
        'Payloads that list what is deleted, and lose it: "Ask".',
        'Blocks that reference what is deleted, and then cannot be sent: "Intro".',
        'This cannot be undone.',
      ].join('\n'),
    );
    assert.deepEqual([...(await dialogButtons(page))].sort(), ['Cancel', 'Delete']);
    await takeScreenshot(page, 'tree-2-delete');
    await clickDialogButton(page, 'Cancel');
    assert.ok((await treeRows(page, BLOCKS)).some(({ label }) => label === 'Goal'));
    await page.keyboard.press('Delete');
    await clickDialogButton(page, 'Delete');
    await whenRows(page, BLOCKS, (rows) => !rows.some((row) => row.startsWith('Goal')));
    await whenRows(page, 'Payloads', (rows) => rows.slice(1).join() === 'Rules');
  });

  it('filters while it is typed, keeps the filter with Enter, and clears it', async () => {
    await clickViewAction(page, BLOCKS, 'Filter Blocks');
    await whenAsked(page, 'Filter Blocks');
    await quickInputField(page).pressSequentially('rul');
    await whenRows(page, BLOCKS, (rows) => rows.join() === 'Phase 1,Instructions | 1,Rules');
    await view(page, BLOCKS).getByText('Filter "rul": 1 of 5 blocks.').waitFor();
    await takeScreenshot(page, 'tree-3-filter');
    await quickInputField(page).press('Enter');
    await quickInput(page).waitFor({ state: 'hidden' });
    await clickViewAction(page, BLOCKS, 'Clear Filter');
    await whenRows(page, BLOCKS, (rows) => rows.length === 8);
  });

  it('is worked by the keyboard alone', async () => {
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'LLM Orchestrator: Focus on Blocks View');
    for (const key of ['Home', 'ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter']) {
      await page.keyboard.press(key);
    }
    await editorTab(page, 'Old').waitFor();
    await takeScreenshot(page, 'tree-6-keyboard');
    assert.deepEqual(
      (await treeRows(page, BLOCKS)).filter(({ selected }) => selected).map(({ label }) => label),
      ['Old'],
    );
  });

  it('sorts by what is chosen in its menu', async () => {
    await clickViewAction(page, BLOCKS, 'More Actions');
    await takeScreenshot(page, 'tree-4-menu');
    await clickMenuItem(page, 'Sort Blocks By…');
    await whenAsked(page, 'Sort Blocks');
    await page.keyboard.press('ArrowDown');
    await takeScreenshot(page, 'tree-5-sort');
    await page.keyboard.press('Enter');
    await whenRows(page, BLOCKS, (rows) => rows.slice(0, 4).join() === 'Drafts | 3,Zeta,Old,Beta');
    await clickViewAction(page, BLOCKS, 'More Actions');
    await clickMenuItem(page, 'Sort Blocks By…');
    await whenAsked(page, 'Sort Blocks');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await whenRows(page, BLOCKS, (rows) => rows.slice(0, 4).join() === 'Drafts | 3,Beta,Old,Zeta');
  });
});
