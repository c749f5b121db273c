import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { BlocksItem } from '../../src/extension/treeItems';
import { answering } from './answering';
import { addBlocks, block, commits, emptyLibrary, folder, redrawn, rows, until } from './blocksTree';
import { testApi } from './testApi';

type Name = 'create' | 'open' | 'rename' | 'duplicate' | 'delete' | 'copyReference' | 'addToPayload' | 'createFolder';

function run(name: Name, item?: BlocksItem, items?: readonly BlocksItem[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`llmOrchestrator.blocks.${name}`, item, items);
}

/** What an input box says about an input; undefined when it takes it. */
async function remarkOn(asked: readonly (readonly unknown[])[], input: string): Promise<string | undefined> {
  const options = asked[0]?.[0] as vscode.InputBoxOptions;
  const remark = await options.validateInput?.(input);
  return typeof remark === 'object' ? remark?.message : remark;
}

describe('the commands of the view Blocks', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
    await emptyLibrary(api);
    api.errors.length = 0;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(api.errors, []);
  });

  describe('New Block', () => {
    it('makes a block in the folder it is called on, opens it, and selects it in the tree', async () => {
      await addBlocks(api, 'A/B/other');
      await vscode.commands.executeCommand('llmOrchestrator.blocks.focus');
      const { view } = api.trees.blocks;
      await until('the view', () => view.visible);
      await answering(
        'showInputBox',
        () => '  Tone  ',
        () => run('create', folder('A/B')),
      );
      await api.index.ready();
      const made = api.index.byPath('A/B/Tone');
      assert.ok(made);
      await until('the editor', () => vscode.window.activeTextEditor?.document.uri.scheme === 'llm-block');
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, `/llm-blocks/${made.id}/Tone`);
      await until('the selection', () => view.selection.some((item) => item.kind === 'block' && item.id === made.id));
    });

    it('says what is wrong with a title while it is typed', async () => {
      await addBlocks(api, 'A/taken');
      const asked = await answering(
        'showInputBox',
        () => undefined,
        () => run('create', folder('A')),
      );
      assert.match((await remarkOn(asked, 'a/b')) ?? '', /"\/"/);
      assert.match((await remarkOn(asked, 'taken')) ?? '', /already/);
      assert.match((await remarkOn(asked, 'bra{ces')) ?? '', /braces/);
      assert.equal(await remarkOn(asked, 'free'), undefined);
      assert.equal(api.index.size, 1);
    });
  });

  describe('Rename', () => {
    it('gives a block another title, and its open tab keeps the text that was not saved', async () => {
      const [id] = await addBlocks(api, ['A/old', 'stored']);
      await run('open', block(id));
      await until('the editor', () => vscode.window.activeTextEditor?.document.uri.scheme === 'llm-block');
      await vscode.window.activeTextEditor?.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), 'typed ');
      });
      await answering(
        'showInputBox',
        () => 'new',
        () => run('rename', block(id)),
      );
      assert.equal((await api.blocks.get(id!))?.title, 'new');
      await until('the tab', () => vscode.window.activeTextEditor?.document.uri.path === `/llm-blocks/${id!}/new`);
      const { document } = vscode.window.activeTextEditor!;
      assert.equal(document.getText(), 'typed stored');
      assert.equal(document.isDirty, true);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('renames a folder with everything in it in one commit, and keeps it expanded', async () => {
      const [id] = await addBlocks(api, 'Old/Inner/one', 'Old/two');
      const { provider } = api.trees.blocks;
      provider.setExpanded(provider.items.folder('Old'), true);
      provider.setExpanded(provider.items.folder('Old/Inner'), true);
      const count = await commits(api, () =>
        answering(
          'showInputBox',
          () => 'New',
          () => run('rename', folder('Old')),
        ),
      );
      await api.index.ready();
      assert.equal(count, 1);
      assert.equal((await api.blocks.get(id!))?.folderPath, 'New/Inner');
      assert.deepEqual(await rows(api), ['New/ 1', '  Inner/ 1', '    one', '  two']);
      const { collapsibleState } = provider.getTreeItem(provider.items.folder('New/Inner'));
      assert.equal(collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    });

    it('warns before two folders become one', async () => {
      await addBlocks(api, 'A/one', 'B/two');
      const asked = await answering(
        'showInputBox',
        () => undefined,
        () => run('rename', folder('A')),
      );
      assert.match((await remarkOn(asked, 'B')) ?? '', /become one/);
      assert.equal(await remarkOn(asked, 'A'), undefined);
    });

    it('takes the same title as no change', async () => {
      const [id] = await addBlocks(api, 'A/one');
      assert.equal(
        await commits(api, () =>
          answering(
            'showInputBox',
            () => 'one',
            () => run('rename', block(id)),
          ),
        ),
        0,
      );
    });
  });

  describe('Duplicate', () => {
    it('copies every selected block beside it', async () => {
      const [one, two] = await addBlocks(api, ['A/one', 'text', 'tag'], 'B/two');
      const fired = await redrawn(api, () => run('duplicate', block(one), [block(one), block(two)]));
      assert.deepEqual(await rows(api), ['A/ 2', '  one #tag', '  one copy #tag', 'B/ 2', '  two', '  two copy']);
      assert.ok(!fired.includes(undefined), 'only the folders are drawn again');
      assert.equal((await api.blocks.get(api.index.byPath('A/one copy')!.id))?.content, 'text');
    });
  });

  describe('Delete', () => {
    it('asks once, with everything else that is affected, and deletes only then', async () => {
      const [one, , three] = await addBlocks(api, 'A/one', 'A/two', ['three', 'See {{block:A/one}}'], 'four');
      const payload = await api.payloads.create({ name: 'Affected' });
      await api.payloads.addBlocks(payload.id, [one!]);
      const items = [folder('A'), block(api.index.byPath('four')!.id)];
      const asked = await answering(
        'showWarningMessage',
        () => undefined,
        () => run('delete', items[0], items),
      );
      assert.equal(asked.length, 1);
      const { detail, modal } = asked[0]?.[1] as vscode.MessageOptions;
      assert.equal(modal, true);
      assert.match(detail ?? '', /inside.*: 2\./);
      assert.match(detail ?? '', /"Affected"/);
      assert.match(detail ?? '', /reference.*: "three"\./);
      assert.equal(api.index.size, 4);

      const count = await commits(api, () =>
        answering(
          'showWarningMessage',
          (...[, , remove]) => remove,
          () => run('delete', items[0], items),
        ),
      );
      await api.index.ready();
      assert.equal(count, 1);
      assert.deepEqual(
        [...api.index.blocks()].map(({ id }) => id),
        [three],
      );
      await api.payloads.delete([payload.id]);
    });
  });

  it('Copy Reference puts one reference a line into the clipboard, a folder standing for its blocks', async () => {
    const [, loose] = await addBlocks(api, 'A/one', 'loose', 'A/two');
    await run('copyReference', folder('A'), [folder('A'), block(loose)]);
    assert.equal(await vscode.env.clipboard.readText(), '{{block:A/one}}\n{{block:A/two}}\n{{block:loose}}');
  });

  it('Add to Payload makes a payload where there is none yet, with the blocks in order', async () => {
    const ids = await addBlocks(api, 'A/one', 'A/two');
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    await answering(
      'showInputBox',
      () => 'Fresh',
      () => run('addToPayload', folder('A')),
    );
    const [payload] = await api.payloads.all();
    assert.equal(payload?.name, 'Fresh');
    assert.deepEqual(
      payload.blocks.map(({ blockId }) => blockId),
      ids,
    );
    await api.payloads.delete([payload.id]);
  });

  for (const name of ['open', 'rename', 'duplicate', 'delete', 'copyReference', 'addToPayload'] as const) {
    it(`${name} does nothing to what has vanished`, async () => {
      await addBlocks(api, 'A/one');
      const gone = [block(987_654), folder('Gone')];
      for (const item of gone) {
        assert.equal(await commits(api, () => run(name, item, gone)), 0);
      }
    });
  }
});
