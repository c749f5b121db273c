import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { BlockRepository } from '../../../src/extension/domain/ports/blockRepository';
import { InvalidInputError } from '../../../src/extension/domain/ports/invalidInputError';
import type { Store } from '../../../src/extension/store/openStore';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestClock, TestFolder } from './testStore';

describe('BlockStore', () => {
  let folder: TestFolder;
  let store: Store;
  let blocks: BlockRepository;
  let clock: TestClock;
  beforeEach(async () => {
    folder = await TestFolder.make();
    clock = new TestClock();
    store = await folder.store(undefined, { clock });
    ({ blocks } = store);
  });
  afterEach(() => folder.end());

  const make = (path: string, content = '', tags: string[] = []) => {
    const names = path.split('/');
    return blocks.create({ title: names.pop()!, folderPath: names.join('/'), content, tags });
  };
  const paths = async () => (await blocks.summaries()).map(({ folderPath, title }) => `${folderPath}/${title}`).sort();
  const contentOf = async (id: number) => (await blocks.get(id))?.content;

  it('reads nothing and writes nothing while nothing is stored', async () => {
    assert.deepEqual(await blocks.summaries(), []);
    assert.deepEqual(await blocks.folders(), []);
    assert.equal(await blocks.get(1), undefined);
    assert.equal(existsSync(folder.file('data')), false);
  });

  it('keeps a block byte for byte in a file that appears with it', async () => {
    const changes = recordChanges(store);
    const content = '\uFEFFGrüße an alle, die das lesen\0\r\n{{#x}}';
    const block = await blocks.create({ title: ' Intro ', content, tags: ['a', ' b'], folderPath: '/One / Two/' });
    assert.deepEqual(changes, [
      [{ entity: 'block', action: 'created', id: block.id, folders: ['One/Two'], content: true }],
    ]);
    await store.close();
    const again = await folder.store();
    const read = await again.blocks.get(block.id);
    assert.ok(read);
    assert.deepEqual(read, block);
    assert.equal(read.content, content);
    assert.equal(read.size, Buffer.byteLength(content));
    assert.deepEqual([read.title, read.tags, read.folderPath, read.version], ['Intro', ['a', 'b'], 'One/Two', 1]);
    assert.deepEqual(await again.blocks.summariesOf([block.id, 99]), [
      Object.fromEntries(Object.entries(block).filter(([key]) => key !== 'content')),
    ]);
  });

  it('refuses names that break the rules, and changes nothing', async () => {
    const block = await make('A');
    for (const patch of [{ title: '' }, { title: 'a/b' }, { title: 'a}}' }, { folderPath: '../x' }, { tags: ['{x'] }]) {
      await assert.rejects(blocks.update(block.id, patch), InvalidInputError);
    }
    await assert.rejects(blocks.createFolder(' / '), InvalidInputError);
    assert.deepEqual(await blocks.get(block.id), block);
  });

  it('counts versions, and raises the time of the content only with the content', async () => {
    const first = await make('A', 'one');
    clock.time -= 5000;
    const second = await blocks.update(first.id, { content: 'two' });
    assert.equal(second.contentChangedAt, first.contentChangedAt + 1, 'the clock went back');
    clock.time += 60_000;
    const third = await blocks.update(first.id, { title: 'B', tags: ['x'] });
    assert.equal(third.contentChangedAt, second.contentChangedAt);
    const same = await blocks.update(first.id, { title: 'B', content: 'two', tags: ['x'] });
    assert.deepEqual([first.version, second.version, third.version, same.version], [1, 2, 3, 3]);
  });

  it('says what it cannot find', async () => {
    await rejectsWith('not-found', blocks.update(7, { title: 'x' }));
    await rejectsWith('not-found', blocks.duplicate(7));
    await rejectsWith('not-found', blocks.moveFolder('No such', 'x'));
  });

  it('names copies so that they are free in their folder', async () => {
    const { id } = await make('F/A', 'text', ['t']);
    await make('A copy 2');
    const copies = [await blocks.duplicate(id), await blocks.duplicate(id)];
    assert.deepEqual(
      copies.map(({ title, folderPath, content, tags }) => [title, folderPath, content, tags]),
      [
        ['A copy', 'F', 'text', ['t']],
        ['A copy 2', 'F', 'text', ['t']],
      ],
    );
  });

  it('finds words in titles, tags and contents, wildcards taken literally', async () => {
    const a = await make('100% sure');
    const b = await make('B', 'an UNDER_score');
    const c = await make('C', '', ['back\\slash', 'Tag']);
    assert.deepEqual(await blocks.search('0% S'), [a.id]);
    assert.deepEqual(await blocks.search('under_'), [b.id]);
    assert.deepEqual(await blocks.search('_'), [b.id]);
    assert.deepEqual(await blocks.search('k\\s'), [c.id]);
    assert.deepEqual(await blocks.search("' OR 1=1 --"), []);
    assert.equal((await blocks.search('')).length, 3);
    await assert.rejects(blocks.search('x', AbortSignal.abort()), { name: 'AbortError' });
    await assert.rejects(blocks.search('x'.repeat(60_000)), InvalidInputError);
  });

  describe('references', () => {
    it('follow a block that gets another name or place', async () => {
      const target = await make('F/Target');
      const user = await make('User', 'a {{block:F/Target}} b {{ block: F/Target }} \\{{block:F/Target}}');
      const other = await make('Other', 'F/Target {{block:F/Target 2}}');
      const changes = recordChanges(store);
      await blocks.update(target.id, { title: 'Goal', folderPath: 'G' });
      assert.equal(await contentOf(user.id), 'a {{block:G/Goal}} b {{ block: G/Goal }} \\{{block:F/Target}}');
      assert.deepEqual(await blocks.get(other.id), other);
      assert.deepEqual(changes, [
        [
          { entity: 'block', action: 'changed', id: target.id, folders: ['F', 'G'], content: false },
          { entity: 'block', action: 'changed', id: user.id, folders: [''], content: true },
        ],
      ]);
      const rewritten = await blocks.get(user.id);
      assert.ok(rewritten && rewritten.contentChangedAt > user.contentChangedAt && rewritten.version === 2);
      await blocks.move([{ blockId: target.id }], 'H/I');
      assert.match((await contentOf(user.id))!, /^a \{\{block:H\/I\/Goal\}\}/);
    });

    it('stay with the first of several blocks with the same path', async () => {
      const first = await make('Same');
      const second = await make('Same');
      const user = await make('User', '{{block:Same}}');
      await blocks.update(second.id, { title: 'Second' });
      assert.equal(await contentOf(user.id), '{{block:Same}}');
      await make('Same');
      await blocks.update(first.id, { title: 'First' });
      assert.equal(await contentOf(user.id), '{{block:First}}');
    });

    it('follow a folder with everything below it, in one pass', async () => {
      await make('A/B/x');
      await make('A/y');
      const user = await make('A/B/user', '{{block:A/B/x}} {{block:A/y}} {{block:AB/z}} {{block:A}}');
      await blocks.moveFolder('A', 'New/Place');
      assert.deepEqual(await paths(), ['New/Place/B/user', 'New/Place/B/x', 'New/Place/y']);
      assert.equal(
        await contentOf(user.id),
        '{{block:New/Place/B/x}} {{block:New/Place/y}} {{block:AB/z}} {{block:A}}',
      );
    });

    it('follow a tag that is renamed, but not one that others have', async () => {
      const tagged = await make('T', '', ['x', 'old']);
      const user = await make('User', '{{#old}} {{#older}}');
      await blocks.update(tagged.id, { tags: ['x', 'new'] });
      assert.equal(await contentOf(user.id), '{{#new}} {{#older}}');
      await make('T2', '', ['new']);
      await blocks.update(tagged.id, { tags: ['x', 'newest'] });
      assert.equal(await contentOf(user.id), '{{#new}} {{#older}}');
      await blocks.update(tagged.id, { tags: ['x'] });
      assert.equal(await contentOf(user.id), '{{#new}} {{#older}}');
    });
  });

  describe('folders', () => {
    it('that were made by hand exist while they are empty', async () => {
      const changes = recordChanges(store);
      await blocks.createFolder('A/B ');
      await blocks.createFolder('A/B');
      assert.deepEqual(changes, [[{ entity: 'folder', action: 'created', path: 'A/B' }]]);
      await store.close();
      assert.deepEqual(await (await folder.store()).blocks.folders(), ['A/B']);
    });

    it('move with what is below them, and merge with one that is there', async () => {
      await make('A/x');
      await make('B/A/y');
      await blocks.createFolder('A/Empty');
      const changes = recordChanges(store);
      await blocks.move([{ folderPath: 'A' }], 'B');
      assert.deepEqual(await paths(), ['B/A/x', 'B/A/y']);
      assert.deepEqual(await blocks.folders(), ['B/A/Empty']);
      assert.deepEqual(changes, [
        [
          { entity: 'folder', action: 'deleted', path: 'A' },
          { entity: 'folder', action: 'created', path: 'B/A' },
          { entity: 'block', action: 'changed', id: 1, folders: ['A', 'B/A'], content: false },
        ],
      ]);
    });

    it('cannot move into themselves', async () => {
      await make('A/B/x');
      await assert.rejects(blocks.moveFolder('A', 'A/B/C'), InvalidInputError);
      await assert.rejects(blocks.move([{ folderPath: 'A' }], 'A/B'), InvalidInputError);
      await assert.rejects(blocks.moveFolder('', 'A'), InvalidInputError);
      await blocks.move([{ folderPath: 'A/B' }, { blockId: 1 }], 'A');
      assert.deepEqual(await paths(), ['A/B/x']);
    });

    it('are not mixed up with others whose names begin alike, or hold wildcards', async () => {
      for (const path of ['A/x', 'A%/x', 'AB/x', 'a/x', 'A b/x']) await make(path);
      await blocks.moveFolder('A', 'Z');
      await blocks.delete([{ folderPath: 'A%' }]);
      assert.deepEqual(await paths(), ['A b/x', 'AB/x', 'Z/x', 'a/x']);
    });

    it('are found in whatever form another program has stored their paths', async () => {
      await store.database.run(
        "INSERT INTO blocks (title, folder_path) VALUES ('x', '/A / B/'), ('y', 'A/B'), ('z', NULL)",
      );
      assert.deepEqual(await paths(), ['/z', 'A/B/x', 'A/B/y']);
      await blocks.moveFolder('A', 'C');
      assert.deepEqual(await paths(), ['/z', 'C/B/x', 'C/B/y']);
    });
  });

  it('moves several blocks and folders at once', async () => {
    const a = await make('A/a');
    const b = await make('b');
    await make('F/G/c');
    await blocks.move([{ blockId: a.id }, { blockId: b.id }, { folderPath: 'F/G' }, { blockId: 99 }], 'T');
    assert.deepEqual(await paths(), ['T/G/c', 'T/a', 'T/b']);
  });

  it('takes deleted blocks out of the payloads that list them', async () => {
    const [a, b, c] = [await make('a'), await make('F/b'), await make('F/G/c')];
    await blocks.createFolder('F/Empty');
    const payload = await store.payloads.create({ name: 'P' });
    await store.payloads.addBlocks(payload.id, [a.id, b.id, c.id, a.id]);
    assert.deepEqual(await blocks.uses([b.id, c.id]), [
      { blockId: b.id, payloadId: payload.id, payloadName: 'P' },
      { blockId: c.id, payloadId: payload.id, payloadName: 'P' },
    ]);
    const changes = recordChanges(store);
    await blocks.delete([{ folderPath: 'F' }, { blockId: b.id }]);
    assert.deepEqual(await paths(), ['/a']);
    assert.deepEqual(await blocks.folders(), []);
    assert.deepEqual(changes, [
      [
        { entity: 'folder', action: 'deleted', path: 'F' },
        { entity: 'block', action: 'deleted', id: b.id, folders: ['F'], content: true },
        { entity: 'block', action: 'deleted', id: c.id, folders: ['F/G'], content: true },
        { entity: 'payload', action: 'changed', id: payload.id },
      ],
    ]);
    assert.deepEqual(
      (await store.payloads.get(payload.id))?.blocks.map(({ blockId }) => blockId),
      [a.id, a.id],
    );
    const places = await store.database.rows('SELECT order_index FROM payload_blocks ORDER BY id');
    assert.deepEqual(places.flat(), [0, 1]);
  });

  it('shows rows that another program has filled with nonsense', async () => {
    await store.database.run(
      `INSERT INTO blocks (title, content, tags, folder_path, version, content_changed_at, created_at, updated_at)
       VALUES (x'41', NULL, 12, 3.5, 'many', 'never', 'yesterday', -1)`,
    );
    assert.deepEqual(await blocks.getMany([1]), [
      {
        id: 1,
        title: 'A',
        content: '',
        tags: ['12'],
        folderPath: '3.5',
        size: 0,
        version: 1,
        contentChangedAt: 0,
        createdAt: '1970-01-01 00:00:00',
        updatedAt: '1970-01-01 00:00:00',
      },
    ]);
  });
});
