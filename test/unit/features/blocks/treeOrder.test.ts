import assert from 'node:assert/strict';
import { FolderTree } from '../../../../src/extension/engine/folderTree';
import { blocksBelow, entriesBelow } from '../../../../src/extension/features/blocks/treeOrder';
import { summary } from './summaries';

describe('the order of everything in the tree', () => {
  const tree = new FolderTree();
  tree.put(summary(1, { title: 'last' }));
  tree.put(summary(2, { title: 'b', folderPath: 'A' }));
  tree.put(summary(3, { title: 'a', folderPath: 'A' }));
  tree.put(summary(4, { title: 'deep', folderPath: 'A/B' }));
  tree.setKept('Empty', true);

  it('is that of the rows of a tree that is wholly expanded', () => {
    const rows = [...entriesBelow('', tree)].map((entry) => ('block' in entry ? entry.block.title : entry.folderPath));
    assert.deepEqual(rows, ['A', 'A/B', 'deep', 'a', 'b', 'Empty', 'last']);
  });

  it('gives the blocks below a folder', () => {
    assert.deepEqual(
      blocksBelow('A', tree).map(({ id }) => id),
      [4, 3, 2],
    );
  });
});
