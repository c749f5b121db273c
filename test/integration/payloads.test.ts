import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { PayloadsItem } from '../../src/extension/treeItems';
import { answering } from './answering';
import { addBlocks, emptyLibrary, until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { dragOnto, treeRows, watchRedraws } from './treeRows';

/** Deletes everything that these tests make. */
async function clear(api: TestApi): Promise<void> {
  await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
  await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
  await emptyLibrary(api);
}

describe('the view Payloads', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
    await clear(api);
    api.errors.length = 0;
  });

  afterEach(() => {
    assert.deepEqual(api.errors, []);
  });

  /** A payload with a block of each title, and its items in order. */
  async function payloadOf(name: string, ...titles: readonly string[]) {
    const payload = await api.payloads.create({ name });
    const blockIds = await addBlocks(api, ...titles);
    if (blockIds.length > 0) await api.payloads.addBlocks(payload.id, blockIds);
    await api.trees.payloads.provider.getChildren();
    const items = await api.trees.payloads.provider.getChildren({ kind: 'payload', id: payload.id });
    return { id: payload.id, blockIds, items };
  }

  async function titlesOf(id: number): Promise<readonly string[]> {
    const payload = await api.payloads.get(id);
    return payload?.blocks.map(({ blockId }) => api.index.block(blockId)?.title ?? '?') ?? [];
  }

  function rows(): Promise<readonly string[]> {
    return treeRows(api.trees.payloads);
  }

  function run(command: string, ...items: readonly PayloadsItem[]): Thenable<unknown> {
    return vscode.commands.executeCommand(`llmOrchestrator.payloads.${command}`, items[0], items);
  }

  it('shows payloads by name with port, format and blocks in order, roles but that of the user, and what is off', async () => {
    const { id, items } = await payloadOf('Second', 'x/b', 'a', 'c');
    await payloadOf('First');
    await api.payloads.updateBlock(id, (items[1] as { id: number }).id, { role: 'system' });
    await api.payloads.updateBlock(id, (items[2] as { id: number }).id, { enabled: false });
    assert.deepEqual(await rows(), [
      'First | 5001 · default · 0 blocks',
      'Second | 5001 · default · 3 blocks',
      '  b',
      '  a | system',
      '  c | off',
    ]);
  });

  it('keeps ids and objects through a refresh, and draws the smallest node again', async () => {
    const { id, items, blockIds } = await payloadOf('One', 'a', 'b');
    const { provider } = api.trees.payloads;
    const [payload] = await provider.getChildren();
    assert.ok(payload);
    assert.match(provider.getTreeItem(payload).id ?? '', new RegExp(`^(\\d+ )?payload:${id}$`));
    assert.match(provider.getTreeItem(items[0]!).id ?? '', /^(\d+ )?place:\d+$/);
    assert.equal((await provider.getChildren())[0], payload);
    assert.equal(provider.getParent(items[0]!), payload);

    const redraws = watchRedraws(api.trees.payloads);
    await api.payloads.update(id, { temperature: 0 });
    await until('the payload is drawn again', () => redraws.fired.length > 0);
    assert.deepEqual(redraws.fired, [payload]);
    redraws.fired.length = 0;
    await api.blocks.update(blockIds[1]!, { title: 'B' });
    await until('the block is drawn again', () => redraws.fired.length > 0);
    assert.deepEqual(redraws.fired, [items[1]]);
    redraws.fired.length = 0;
    await api.payloads.update(id, { name: 'Other' });
    await until('the order of names is drawn again', () => redraws.fired.length > 0);
    assert.deepEqual(redraws.fired, [undefined]);
    redraws.dispose();
    assert.deepEqual(await rows(), ['Other | 5001 · default · 2 blocks', '  a', '  B']);
  });

  it('loses a block that is deleted', async () => {
    const { blockIds } = await payloadOf('One', 'a', 'b');
    await rows();
    const redraws = watchRedraws(api.trees.payloads);
    await api.blocks.delete([{ blockId: blockIds[0]! }]);
    await until('the payload is drawn again', () => redraws.fired.length > 0);
    redraws.dispose();
    assert.deepEqual(await rows(), ['One | 5001 · default · 1 block', '  b']);
  });

  it('opens a block by a click on its row and the builder of a payload by a click on its row', async () => {
    const { items, id } = await payloadOf('Click me', 'a block');
    for (const item of [items[0]!, { kind: 'payload', id } as const]) {
      const { command } = api.trees.payloads.provider.getTreeItem(item);
      assert.ok(command);
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
      const label = item.kind === 'payload' ? 'Click me' : 'a block';
      await until(
        `the tab "${label}"`,
        () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes(label) === true,
      );
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('creates a payload from a name and then offers the blocks, with their folders', async () => {
    await addBlocks(api, 'A/one', 'A/two', 'three');
    const asked = await reacting([{ type: '  ' }, { type: ' New one ' }, { pick: ['two', 'three'] }], () =>
      vscode.commands.executeCommand('llmOrchestrator.payloads.create'),
    );
    assert.match(asked[0]?.problem ?? '', /empty/);
    assert.deepEqual(asked[2]?.rows, ['three', 'one | A', 'two | A']);
    const [payload] = await api.payloads.all();
    assert.equal(payload?.name, 'New one');
    assert.deepEqual([...(await titlesOf(payload.id))].sort(), ['three', 'two']);
  });

  it('creates nothing on Escape, and an empty payload when no blocks are picked', async () => {
    await addBlocks(api, 'a');
    await reacting([{ escape: true }], () => vscode.commands.executeCommand('llmOrchestrator.payloads.create'));
    assert.deepEqual(await api.payloads.all(), []);
    await reacting([{ type: 'Empty' }, { escape: true }], () =>
      vscode.commands.executeCommand('llmOrchestrator.payloads.create'),
    );
    assert.deepEqual(await rows(), ['Empty | 5001 · default · 0 blocks']);
  });

  it('moves several blocks up and down together', async () => {
    const { id, items } = await payloadOf('P', 'a', 'b', 'c', 'd');
    await run('moveBlockUp', items[3]!, items[2]!);
    assert.deepEqual(await titlesOf(id), ['a', 'c', 'd', 'b']);
    await run('moveBlockDown', items[0]!);
    assert.deepEqual(await titlesOf(id), ['c', 'a', 'd', 'b']);
    await run('moveBlockUp', items[2]!);
    assert.deepEqual(await titlesOf(id), ['c', 'a', 'd', 'b'], 'what is at the top stays');
  });

  it('switches blocks on and off, and removes them, all that are selected', async () => {
    const { id, items } = await payloadOf('P', 'a', 'b', 'c');
    await run('toggleBlock', items[0]!);
    await run('toggleBlock', items[0]!, items[1]!);
    const enabled = async () => (await api.payloads.get(id))?.blocks.map((place) => place.enabled);
    assert.deepEqual(await enabled(), [false, false, true], 'a mixed selection becomes off');
    await run('toggleBlock', items[0]!, items[1]!);
    assert.deepEqual(await enabled(), [true, true, true]);
    await run('delete', items[0]!, items[2]!); // the Delete key on blocks takes them out, without a question
    assert.deepEqual(await titlesOf(id), ['b']);
  });

  it('sets the role of several blocks', async () => {
    const { id, items } = await payloadOf('P', 'a', 'b');
    await reacting([{ pick: 'system' }], () => run('setRole', ...items));
    assert.deepEqual(
      (await api.payloads.get(id))?.blocks.map(({ role }) => role),
      ['system', 'system'],
    );
  });

  it('adds blocks that are picked, duplicates and renames', async () => {
    const { id } = await payloadOf('P', 'a');
    await addBlocks(api, 'b');
    const item = { kind: 'payload', id } as const;
    await reacting([{ pick: ['b'] }], () => run('addBlocks', item));
    assert.deepEqual(await titlesOf(id), ['a', 'b']);
    await run('duplicate', item);
    const asked = await reacting([{ type: 'Renamed' }], () => run('rename', item));
    assert.equal(asked[0]?.value, 'P');
    assert.deepEqual(await rows(), [
      'P copy | 5001 · default · 2 blocks',
      '  a',
      '  b',
      'Renamed | 5001 · default · 2 blocks',
      '  a',
      '  b',
    ]);
  });

  it('deletes after one question that names the workflows, and nothing on Escape', async () => {
    const { id } = await payloadOf('P', 'a');
    const other = await payloadOf('Q');
    const workflow = await api.workflows.create('Uses P');
    await api.workflows.addSteps(workflow.id, [id]);
    const items: readonly PayloadsItem[] = [
      { kind: 'payload', id },
      { kind: 'payload', id: other.id },
    ];
    const asked = await answering(
      'showWarningMessage',
      () => undefined,
      () => run('delete', ...items),
    );
    assert.equal((await api.payloads.all()).length, 2);
    assert.equal(asked.length, 1);
    assert.match(JSON.stringify(asked[0]), /Delete 2 payloads.*Uses P/);
    await answering(
      'showWarningMessage',
      (...args) => args.at(-1),
      () => run('delete', ...items),
    );
    assert.deepEqual(await rows(), []);
    assert.deepEqual((await api.workflows.get(workflow.id))?.steps, []);
  });

  it('survives items that have vanished', async () => {
    const { id, items } = await payloadOf('P', 'a');
    await api.payloads.delete([id]);
    for (const command of ['preview', 'rename', 'duplicate', 'delete', 'editSettings', 'addBlocks'] as const) {
      const told = await answering(
        'showInformationMessage',
        () => undefined,
        () => run(command, { kind: 'payload', id }),
      );
      assert.equal(told.length, 1, command);
    }
    for (const command of ['removeBlock', 'moveBlockUp', 'moveBlockDown', 'toggleBlock', 'setRole'] as const) {
      const told = await answering(
        'showInformationMessage',
        () => undefined,
        () => run(command, items[0]!),
      );
      assert.equal(told.length, 1, command);
    }
  });

  describe('dragging', () => {
    it('reorders inside a payload and moves to another one with role and switch', async () => {
      const one = await payloadOf('One', 'a', 'b', 'c');
      const two = await payloadOf('Two', 'x', 'y');
      const { payloads } = api.trees;
      await dragOnto(payloads.dragAndDrop, [one.items[0]!], payloads, one.items[2]);
      assert.deepEqual(await titlesOf(one.id), ['b', 'c', 'a']);
      await run('toggleBlock', one.items[1]!);
      await dragOnto(payloads.dragAndDrop, [one.items[1]!], payloads, two.items[1]);
      assert.deepEqual(await titlesOf(one.id), ['c', 'a']);
      assert.deepEqual(await titlesOf(two.id), ['x', 'b', 'y']);
      assert.equal((await api.payloads.get(two.id))?.blocks[1]?.enabled, false);
    });

    it('takes blocks and folders of the view Blocks, a folder as all its blocks in order', async () => {
      const { id, items } = await payloadOf('P', 'end');
      const [two] = await addBlocks(api, 'F/two', 'F/one', 'F/G/three');
      const { blocks, payloads } = api.trees;
      await dragOnto(blocks.dragAndDrop, [{ kind: 'folder', path: 'F' }], payloads, items[0]);
      await dragOnto(blocks.dragAndDrop, [{ kind: 'block', id: two! }], payloads, { kind: 'payload', id });
      assert.deepEqual(await titlesOf(id), ['one', 'two', 'three', 'end', 'two']);
    });
  });
});
