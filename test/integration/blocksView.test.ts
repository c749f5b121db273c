import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { LibraryIndex } from '../../src/extension/engine/libraryIndex';
import { blockUri } from '../../src/extension/platform/vscode/documentUris';
import { addBlocks, block, commits, dragAndDrop, emptyLibrary, folder, redrawn, rows, until } from './blocksTree';
import { answering } from './answering';
import { testApi } from './testApi';

describe('the tree of blocks', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
    await emptyLibrary(api);
  });

  it('shows folder paths as folders in folders, before the blocks beside them, with their tags', async () => {
    await addBlocks(
      api,
      ['Phase 1/Instructions/Tone', 'text', 'style', 'system'],
      'Phase 1/Goal',
      'Phase 10/x',
      'Phase 2/y',
      'Loose',
    );
    assert.deepEqual(await rows(api), [
      'Phase 1/ 1',
      '  Instructions/ 1',
      '    Tone #style #system',
      '  Goal',
      'Phase 2/ 1',
      '  y',
      'Phase 10/ 1',
      '  x',
      'Loose',
    ]);
  });

  it('hands out the same object for the same thing, with an id that a refresh does not change', async () => {
    await addBlocks(api, 'A/one');
    const { provider } = api.trees.blocks;
    const [first] = (await provider.getChildren()) ?? [];
    const [again] = (await provider.getChildren()) ?? [];
    assert.ok(first);
    assert.equal(first, again);
    assert.equal(provider.getTreeItem(first).id, 'folder:A');
    const [inside] = (await provider.getChildren(first)) ?? [];
    assert.ok(inside);
    assert.equal(provider.getParent(inside), first);
    assert.match(provider.getTreeItem(inside).id ?? '', /^block:\d+$/);
  });

  it('draws again the block alone when its title changes and not its place', async () => {
    const [, id] = await addBlocks(api, 'A/a', 'A/c', 'A/e');
    await rows(api);
    const fired = await redrawn(api, () => api.blocks.update(id!, { title: 'd' }));
    assert.deepEqual(fired, [block(id)]);
  });

  it('draws again the folder when a title changes the order in it, and nothing else', async () => {
    const [id] = await addBlocks(api, 'A/a', 'A/c', 'B/x');
    await rows(api);
    const fired = await redrawn(api, () => api.blocks.update(id!, { title: 'z' }));
    assert.deepEqual(fired, [folder('A')]);
    assert.deepEqual(await rows(api), ['A/ 2', '  c', '  z', 'B/ 1', '  x']);
  });

  it('keeps an empty folder that was made by hand, also for whoever reads the library anew', async () => {
    await answering(
      'showInputBox',
      () => 'Empty/Inner',
      () => vscode.commands.executeCommand('llmOrchestrator.blocks.createFolder', undefined, undefined),
    );
    await api.index.ready();
    assert.deepEqual(await rows(api), ['Empty/', '  Inner/']);
    const fresh = new LibraryIndex(api.blocks, api.events);
    await fresh.ready();
    assert.equal(fresh.hasFolder('Empty/Inner'), true);
    fresh.dispose();
  });

  it('tells in a tooltip the tags, the size and the payloads that list the block', async () => {
    const [id] = await addBlocks(api, ['A/one', 'four', 'first']);
    const payload = await api.payloads.create({ name: 'Uses *it*' });
    await api.payloads.addBlocks(payload.id, [id!]);
    const { provider } = api.trees.blocks;
    const item = provider.items.block(id!);
    const { token } = new vscode.CancellationTokenSource();
    const resolved = await provider.resolveTreeItem(provider.getTreeItem(item), item, token);
    assert.ok(resolved);
    assert.equal(resolved.command?.command, 'vscode.open');
    assert.deepEqual(resolved.command.arguments?.map(String), [blockUri(id!, 'one').toString()]);
    const tooltip = resolved.tooltip as vscode.MarkdownString;
    const shown = tooltip.value.replaceAll('&nbsp;', ' ').replaceAll('\\', '');
    for (const part of ['first', '4 bytes', 'Uses *it*']) {
      assert.ok(shown.includes(part), `${part} is missing in ${shown}`);
    }
    assert.ok(tooltip.value.includes(String.raw`\*it\*`), 'names are text, not Markdown');
    assert.notEqual(tooltip.isTrusted, true);
    const fired = await redrawn(api, () => api.payloads.delete([payload.id]));
    assert.deepEqual(fired, [item], 'a tooltip that was shown is asked for again when payloads change');
  });

  describe('dragging', () => {
    it('moves several blocks and folders into a folder in one commit', async () => {
      const [one] = await addBlocks(api, 'A/one', 'B/C/two', 'T/three');
      const count = await commits(api, () => dragAndDrop(api, [block(one), folder('B')], folder('T')));
      await api.index.ready();
      assert.equal(count, 1);
      assert.deepEqual(
        (await rows(api)).map((row) => row.trim()).filter((row) => !row.startsWith('A/')),
        ['T/ 2', 'B/', 'C/ 1', 'two', 'one', 'three'],
      );
    });

    it('moves into the folder of the block it is dropped on, and out of all folders below the rows', async () => {
      const [one, two] = await addBlocks(api, 'A/one', 'B/two');
      await dragAndDrop(api, [block(one)], block(two));
      assert.equal((await api.blocks.get(one!))?.folderPath, 'B');
      await dragAndDrop(api, [block(one), block(two)], undefined);
      assert.equal((await api.blocks.get(two!))?.folderPath, '');
    });

    it('refuses to put a folder into itself, says so, and moves nothing', async () => {
      const [one] = await addBlocks(api, 'A/B/one', 'loose');
      const asked = await answering(
        'showErrorMessage',
        () => undefined,
        () => dragAndDrop(api, [folder('A')], folder('A/B')),
      );
      assert.match(String(asked[0]?.[0]), /itself/);
      assert.equal((await api.blocks.get(one!))?.folderPath, 'A/B');
    });

    it('changes nothing when things are dropped where they are', async () => {
      const [one] = await addBlocks(api, 'A/one');
      assert.equal(await commits(api, () => dragAndDrop(api, [block(one)], folder('A'))), 0);
    });

    it('hands editors the addresses of the documents and references to the blocks', async () => {
      const [one] = await addBlocks(api, 'A/one');
      const data = await dragAndDrop(api, [folder('A')], folder('A'));
      assert.match(
        (await data.get('text/uri-list')?.asString()) ?? '',
        new RegExp(`^llm-block:/llm-blocks/${one!}/one$`),
      );
      assert.equal(await data.get('text/plain')?.asString(), '{{block:A/one}}');
    });
  });

  describe('a filter', () => {
    it('leaves the blocks whose title, tags or content match, in their folders, expanded', async () => {
      await addBlocks(api, 'A/needle', ['A/B/tagged', '', 'needle'], ['C/text', 'hay NEEDLE hay'], 'C/other', 'D/none');
      const { filter, provider, view } = api.trees.blocks;
      await filter.set('needle');
      assert.deepEqual(await rows(api), ['A/ 1', '  B/ 1', '    tagged #needle', '  needle', 'C/ 1', '  text']);
      const [first] = (await provider.getChildren()) ?? [];
      assert.equal(provider.getTreeItem(first!).collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
      assert.match(view.message ?? '', /needle.*3.*5/);
      await vscode.commands.executeCommand('llmOrchestrator.blocks.clearFilter');
      assert.equal((await rows(api)).length, 9);
      assert.equal(view.message, '');
    });

    it('follows the library while it is on', async () => {
      const [one] = await addBlocks(api, 'A/needle', 'A/other');
      const { filter } = api.trees.blocks;
      await filter.set('needle');
      const results: number[] = [];
      const listener = filter.onDidChange((found) => results.push(found?.size ?? -1));
      await api.blocks.update(one!, { title: 'gone' });
      await until('the new result', () => results.length > 0);
      listener.dispose();
      assert.deepEqual(results, [0]);
      assert.deepEqual(await rows(api), []);
    });
  });
});
