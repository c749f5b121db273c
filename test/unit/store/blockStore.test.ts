import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { TestFolder, recordChanges } from './testStore';

describe('BlockStore', () => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await TestFolder.make();
  });
  afterEach(() => folder.end());

  it('reads nothing and writes nothing while nothing is stored', async () => {
    const { blocks } = await folder.store();
    assert.deepEqual(await blocks.summaries(), []);
    assert.equal(existsSync(folder.file('data')), false);
  });

  it('keeps a block in a file that appears with it', async () => {
    const store = await folder.store();
    const changes = recordChanges(store);
    const block = await store.blocks.create({
      title: ' Intro ',
      content: 'Grüße\0\r\n',
      tags: ['a', ' b'],
      folderPath: '/One / Two/',
    });
    assert.deepEqual(changes, [
      [{ entity: 'block', action: 'created', id: block.id, folders: ['One/Two'], content: true }],
    ]);
    await store.close();
    const again = await folder.store();
    const read = await again.blocks.get(block.id);
    assert.ok(read);
    assert.deepEqual(read, block);
    assert.equal(read.content, 'Grüße\0\r\n');
    assert.equal(read.size, Buffer.byteLength('Grüße\0\r\n'));
    assert.deepEqual([read.title, read.tags, read.folderPath, read.version], ['Intro', ['a', 'b'], 'One/Two', 1]);
  });
});
