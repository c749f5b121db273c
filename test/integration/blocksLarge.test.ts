import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { LibraryIndex } from '../../src/extension/engine/libraryIndex';
import { BlocksTree } from '../../src/extension/features/blocks/blocksTree';
import { defaultBlockSort } from '../../src/extension/features/blocks/blockOrder';
import { nullLog } from '../../src/extension/platform/ports/log';
import type { BlocksItem } from '../../src/extension/treeItems';
import { FakeBlocks } from '../support/fakesBlocks';

const BLOCKS = 10_000;

/** Reads what VS Code would to draw a folder: its children and how each looks. Gives how many there are. */
async function draw(tree: BlocksTree, parent?: BlocksItem): Promise<number> {
  const children = (await tree.getChildren(parent)) ?? [];
  const items: readonly vscode.TreeItem[] = children.map((child) => tree.getTreeItem(child));
  return items.length;
}

/**
 * Milliseconds of the processor that something takes, the least of several times: unlike time on the wall they do not
 * depend on what else the machine does.
 */
async function leastTime(prepare: () => Promise<() => Promise<unknown>>): Promise<number> {
  const durations: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const work = await prepare();
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    durations.push((user + system) / 1000);
  }
  return Math.min(...durations);
}

for (const [arrangement, folderOf] of [
  ['in one folder', () => 'All'],
  ['in 100 folders', (number: number) => `Phase ${number % 10}/Part ${number % 100}`],
  ['outside all folders', () => ''],
] as const) {
  describe(`a tree of ${BLOCKS} blocks ${arrangement}`, () => {
    const blocks = new FakeBlocks();
    const folder = folderOf(1);

    before(() => {
      for (let number = 0; number < BLOCKS; number++) {
        const title = `Block ${(number * 7919) % BLOCKS}`;
        blocks.add({ title, folderPath: folderOf(number), tags: [`tag ${number % 50}`] });
      }
    });

    it('is read within 300 ms', async () => {
      const duration = await leastTime(() => {
        const index = new LibraryIndex(blocks, blocks.transactions);
        const tree = new BlocksTree(index, blocks, nullLog, defaultBlockSort);
        return Promise.resolve(async () => {
          await draw(tree);
          if (folder !== '') {
            await draw(tree, tree.items.folder(folder));
          }
          tree.dispose();
          index.dispose();
        });
      });
      assert.ok(duration < 300, `it took ${duration.toFixed(0)} ms`);
    });

    it('shows a rename within 100 ms, reading nothing but what changed', async () => {
      const index = new LibraryIndex(blocks, blocks.transactions);
      const tree = new BlocksTree(index, blocks, nullLog, defaultBlockSort);
      await index.ready();
      await draw(tree);
      await draw(tree, folder === '' ? undefined : tree.items.folder(folder));
      index.onDidChange((change) => {
        tree.update(change);
      });
      const fired: (BlocksItem | undefined)[] = [];
      tree.onDidChangeTreeData((what) => fired.push(...[what].flat()));
      let number = 0;
      const duration = await leastTime(() => {
        const id = [...blocks.stored.values()].find((block) => block.folderPath === folder)!.id;
        const title = `${number % 2 === 0 ? 'Zuletzt' : 'Anfang'} ${number++}`;
        fired.length = 0;
        return Promise.resolve(async () => {
          await blocks.update(id, { title });
          await index.ready();
          await draw(tree, fired[0]);
        });
      });
      assert.deepEqual(fired, [folder === '' ? undefined : tree.items.folder(folder)]);
      assert.ok(duration < 100, `it took ${duration.toFixed(0)} ms`);
      tree.dispose();
      index.dispose();
    });
  });
}
