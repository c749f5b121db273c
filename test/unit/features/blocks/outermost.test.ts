import assert from 'node:assert/strict';
import { folderOf, outermost, toSelection } from '../../../../src/extension/features/blocks/outermost';
import type { BlocksItem } from '../../../../src/extension/treeItems';
import { summary } from './summaries';

const folder = (path: string): BlocksItem => ({ kind: 'folder', path });
const block = (id: number): BlocksItem => ({ kind: 'block', id });

const library = {
  block: (id: number) =>
    [
      summary(1),
      summary(2, { folderPath: 'A' }),
      summary(3, { folderPath: 'A/B' }),
      summary(4, { folderPath: 'AB' }),
    ].find((one) => one.id === id),
  hasFolder: (path: string) => ['', 'A', 'A/B', 'AB'].includes(path),
};

describe('what a command on several items acts on', () => {
  it('leaves out what lies in a folder that is there as well', () => {
    const items = [block(3), folder('A/B'), block(4), folder('A'), block(2), block(1)];
    assert.deepEqual(outermost(items, library), [folder('A'), block(4), block(1)]);
  });

  it('leaves out what has vanished, what stands twice, and the root', () => {
    const items = [block(99), folder('Gone'), folder(''), block(1), block(1), folder('AB'), folder('AB')];
    assert.deepEqual(outermost(items, library), [folder('AB'), block(1)]);
  });

  it('reaches the repository as ids and folder paths', () => {
    assert.deepEqual(toSelection([folder('A'), block(4)]), [{ folderPath: 'A' }, { blockId: 4 }]);
  });
});

describe('the folder for a new thing', () => {
  it('is the folder itself, or that of a block, or the root', () => {
    assert.equal(folderOf(folder('A/B'), library), 'A/B');
    assert.equal(folderOf(block(3), library), 'A/B');
    assert.equal(folderOf(undefined, library), '');
  });

  it('is the root for what has vanished', () => {
    assert.equal(folderOf(folder('Gone'), library), '');
    assert.equal(folderOf(block(99), library), '');
  });
});
