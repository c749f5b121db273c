import assert from 'node:assert/strict';
import type { Store } from '../../../src/extension/store/openStore';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestFolder } from './testStore';

describe('PayloadStore.addPlaces', () => {
  let folder: TestFolder;
  let store: Store;
  beforeEach(async () => {
    folder = await TestFolder.make();
    store = await folder.store();
  });
  afterEach(() => folder.end());

  it('puts places with their roles before another one, in one transaction, and gives their ids', async () => {
    const blocks = [];
    for (const title of ['A', 'B']) {
      blocks.push((await store.blocks.create({ title, content: '', tags: [], folderPath: '' })).id);
    }
    const [a, b] = blocks as [number, number];
    const { id } = await store.payloads.create({ name: 'P' });
    await store.payloads.addBlocks(id, [a]);
    const before = (await store.payloads.get(id))!.blocks[0]!.id;
    const changes = recordChanges(store);
    const added = await store.payloads.addPlaces(
      id,
      [
        { blockId: b, role: 'system', enabled: false },
        { blockId: a, role: 'assistant', enabled: true },
      ],
      before,
    );
    assert.equal(changes.length, 1);
    assert.deepEqual((await store.payloads.get(id))?.blocks, [
      { id: added[0], blockId: b, role: 'system', enabled: false },
      { id: added[1], blockId: a, role: 'assistant', enabled: true },
      { id: before, blockId: a, role: 'user', enabled: true },
    ]);
  });

  it('adds nothing when one of the blocks does not exist', async () => {
    const { id } = await store.payloads.create({ name: 'P' });
    await rejectsWith('constraint', store.payloads.addPlaces(id, [{ blockId: 7, role: 'user', enabled: true }]));
    assert.deepEqual((await store.payloads.get(id))?.blocks, []);
  });
});
