import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { BuilderWindow } from './builderWindow';
import { PayloadBuilderView } from './payloadBuilderPage';
import { runCommand } from './workbench/commandPalette';
import { editorTab } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { quickInputField, quickPickRow } from './workbench/quickInput';
import { openViewContainer } from './workbench/sideBar';
import { clickTreeItem, contextMenu, dragTreeItemIntoPage, treeItem } from './workbench/tree';

/** Tests the payload builder beside the trees, as a suite in the suite that has opened the window. */
export function testBesideTrees(window: BuilderWindow): void {
  describe('beside the trees', () => {
    let page: Page;
    let builder: PayloadBuilderView;

    before(async () => {
      ({ page } = window);
      await window.withLibrary(async ({ blocks, payloads }) => {
        const texts = { Alpha: 'first letter', Beta: 'second letter', Gamma: 'a quicksilver comet', Delta: 'delta' };
        const ids: number[] = [];
        for (const [title, content] of Object.entries(texts)) {
          ids.push((await blocks.create({ title, content, tags: [], folderPath: '' })).id);
        }
        const payload = await payloads.create({ name: 'Alphabet' });
        await payloads.addBlocks(payload.id, ids.slice(3));
      });
      await runCommand(page, 'View: Close All Editors');
      await openViewContainer(page, 'LLM Orchestrator');
    });

    const whenBuilt = (rows: string): Promise<readonly string[]> =>
      eventually(
        'the rows of the payload',
        () => builder.rows(),
        (shown) => shown.join() === rows,
      );

    it('opens by a click on a payload, and leaves the keyboard in the tree', async () => {
      await clickTreeItem(page, 'Payloads', 'Alphabet');
      builder = await PayloadBuilderView.shown(page, 'Alphabet');
      await whenBuilt('Delta user');
      const item = treeItem(page, 'Payloads', 'Alphabet');
      await item.and(page.locator('.focused')).waitFor();
    });

    it('takes several blocks that are dragged out of the tree with Shift held, before the row they are dropped on', async () => {
      await clickTreeItem(page, 'Blocks', 'Alpha');
      await editorTab(page, 'Alpha').waitFor();
      await clickTreeItem(page, 'Payloads', 'Alphabet'); // the document stands in front of the panel
      await builder.row('Delta').waitFor();
      await clickTreeItem(page, 'Blocks', 'Beta', ['ControlOrMeta']);
      for (const label of ['Alpha', 'Beta']) {
        await treeItem(page, 'Blocks', label).and(page.locator('[aria-selected="true"]')).waitFor();
      }
      await dragTreeItemIntoPage(page, { view: 'Blocks', label: 'Beta' }, builder.row('Delta'), { x: 60, y: 4 });
      await whenBuilt('Alpha user,Beta user,Delta user');
    });

    it('takes blocks of the tree by a command, and takes them back by undo', async () => {
      await contextMenu(page, 'Blocks', 'Gamma', 'Add to Open Payload Builder');
      await whenBuilt('Alpha user,Beta user,Delta user,Gamma user');
      await builder.view.locator('[aria-label^="Undo"]').click();
      await whenBuilt('Alpha user,Beta user,Delta user');
    });

    it('finds blocks by their texts in its picker, and keeps what is ticked in the order of ticking', async () => {
      await builder.view.locator('.blocks vscode-button', { hasText: 'Add Blocks' }).click();
      const field = quickInputField(page);
      const tick = async (title: string): Promise<void> => {
        const row = quickPickRow(page, title).first();
        await row.click();
        await row.locator('input[type="checkbox"]:checked, .monaco-custom-toggle.checked').waitFor();
      };
      await tick('Delta');
      await field.fill('quicksilver');
      await quickPickRow(page, 'Gamma').waitFor();
      await tick('Gamma');
      await field.fill('letter');
      await quickPickRow(page, 'Alpha').waitFor();
      await tick('Alpha');
      await field.press('Enter');
      const rows = await whenBuilt('Alpha user,Beta user,Delta user,Delta user,Gamma user,Alpha user');
      assert.equal(rows.length, 6);
    });
  });
}
