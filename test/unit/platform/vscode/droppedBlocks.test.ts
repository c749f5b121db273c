import assert from 'node:assert/strict';
import { blockIdsOf, isBlocksItem } from '../../../../src/extension/platform/vscode/droppedBlocks';
import type { BlockSummary } from '../../../../src/shared/model/block';

function block(id: number, folderPath: string, title: string): BlockSummary {
  const never = '2026-01-01 00:00:00';
  return {
    id,
    title,
    folderPath,
    tags: [],
    size: 0,
    version: 1,
    contentChangedAt: 0,
    createdAt: never,
    updatedAt: never,
  };
}

const all = [block(1, 'B', 'z'), block(2, 'B', 'a'), block(3, 'B/C', 'a'), block(4, 'BC', 'a'), block(5, '', 'root')];
const index = {
  block: (id: number) => all.find((one) => one.id === id),
  blocks: () => all,
};

describe('blocks dropped on a payload', () => {
  it('are themselves, in the order of the drag', () => {
    assert.deepEqual(
      blockIdsOf(
        [
          { kind: 'block', id: 5 },
          { kind: 'block', id: 1 },
        ],
        index,
      ),
      [5, 1],
    );
  });

  it('are all blocks of a folder and below it, by folder path, then title', () => {
    assert.deepEqual(blockIdsOf([{ kind: 'folder', path: 'B' }], index), [2, 1, 3]);
  });

  it('stand once when a block is dragged together with its folder', () => {
    assert.deepEqual(
      blockIdsOf(
        [
          { kind: 'block', id: 1 },
          { kind: 'folder', path: 'B' },
        ],
        index,
      ),
      [1, 2, 3],
    );
  });

  it('leave out what has vanished', () => {
    assert.deepEqual(blockIdsOf([{ kind: 'block', id: 99 }], index), []);
  });

  it('are told from whatever else a drag may hold', () => {
    assert.ok(isBlocksItem({ kind: 'folder', path: '' }));
    assert.ok(isBlocksItem({ kind: 'block', id: 1 }));
    for (const other of [null, 1, 'x', {}, { kind: 'block' }, { kind: 'block', id: '1' }, { kind: 'folder' }]) {
      assert.equal(isBlocksItem(other), false);
    }
  });
});
