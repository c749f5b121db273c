import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { LibraryIndex, type IndexChange } from '../../../src/extension/engine/libraryIndex';
import { text } from '../../../src/shared/model/text';
import { FakeBlocks } from '../../support/fakesBlocks';
import { settled } from '../../support/fakesClock';

function library(...blocks: readonly { title: string; folderPath?: string; tags?: readonly string[] }[]) {
  const repository = new FakeBlocks();
  const ids = blocks.map((block) => repository.add(block).id);
  const index = new LibraryIndex(repository, repository.transactions);
  const changes: IndexChange[] = [];
  index.onDidChange((change) => changes.push(change));
  return { repository, index, changes, ids, operations: repository.transactions.operations };
}

/** Everything that the index answers, and the same worked out directly from what is stored. */
function pictures(index: LibraryIndex, repository: FakeBlocks) {
  const blocks = [...repository.stored.values()];
  const folders = new Set<string>();
  for (const path of [...repository.storedFolders, ...blocks.map(({ folderPath }) => folderPath)]) {
    const names = path.split('/');
    names.forEach((_, last) => folders.add(names.slice(0, last + 1).join('/')));
  }
  folders.delete('');
  const isBelow = (path: string, folder: string) => folder === '' || path === folder || path.startsWith(`${folder}/`);
  const tags = new Set(blocks.flatMap((block) => block.tags));
  const key = ({ folderPath, title, id }: (typeof blocks)[number]) => `${folderPath}\u0000${title}\u0000${id}`;
  const sorted = blocks.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const byId = sorted.map(({ id }) => id).sort((one, other) => one - other);
  const paths = ['', ...folders].sort();
  return {
    stored: {
      blocks: byId.map((id) => [id, repository.stored.get(id)?.version, repository.stored.get(id)?.title]),
      folders: paths.map((path) => ({
        path,
        count: blocks.filter(({ folderPath }) => isBelow(folderPath, path)).length,
        blocks: byId.filter((id) => repository.stored.get(id)?.folderPath === path),
        folders: paths.filter((child) => child !== '' && child.split('/').slice(0, -1).join('/') === path),
      })),
      tags: Object.fromEntries(
        [...tags].sort().map((tag) => [tag, sorted.filter((block) => block.tags.includes(tag)).map(({ id }) => id)]),
      ),
    },
    indexed: {
      blocks: [...index.blocks()]
        .sort((one, other) => one.id - other.id)
        .map(({ id }) => [id, index.block(id)?.version, index.block(id)?.title]),
      folders: ['', ...index.folderPaths()].sort().map((path) => ({
        path,
        count: index.countIn(path),
        blocks: index
          .children(path)
          .blocks.map(({ id }) => id)
          .sort((one, other) => one - other),
        folders: [...index.children(path).folders].sort(),
      })),
      tags: Object.fromEntries([...index.tags()].sort(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}

describe('The index of the library', () => {
  it('reads nothing until it is asked, then everything once', async () => {
    const { repository, index, changes, operations } = library({ title: 'One', folderPath: 'A/B' });
    await repository.update(1, { title: 'Two' });
    await settled();
    assert.deepEqual(operations, ['update block']);
    assert.equal(index.loaded, false);
    await Promise.all([index.ready(), index.ready()]);
    await index.ready();
    assert.deepEqual(operations, ['update block', 'summaries', 'folders']);
    assert.equal(index.loaded, true);
    assert.deepEqual(changes, []);
    assert.equal(index.byPath('A/B/Two')?.id, 1);
    assert.equal(index.byPath('A/B/One'), undefined);
  });

  it('knows folders that were made by hand and those that hold something, and counts what is below', async () => {
    const { repository, index } = library(
      { title: 'One', folderPath: 'Phase 10/Deep/Deeper' },
      { title: 'Two', folderPath: 'Phase 2' },
      { title: 'Root' },
    );
    repository.storedFolders.add('phase 3/Empty');
    await index.ready();
    assert.deepEqual(index.children('').folders, ['Phase 2', 'phase 3', 'Phase 10']);
    assert.deepEqual(
      index.children('').blocks.map(({ title }) => title),
      ['Root'],
    );
    assert.deepEqual(index.folderPaths(), [
      'Phase 2',
      'phase 3',
      'phase 3/Empty',
      'Phase 10',
      'Phase 10/Deep',
      'Phase 10/Deep/Deeper',
    ]);
    assert.deepEqual([index.countIn(''), index.countIn('Phase 10'), index.countIn('phase 3')], [3, 1, 0]);
    assert.deepEqual(
      [index.hasFolder(''), index.hasFolder('Phase 10/Deep'), index.hasFolder('Nowhere')],
      [true, true, false],
    );
    assert.deepEqual(index.children('Nowhere'), { folders: [], blocks: [] });
  });

  it('lists the blocks of a tag by folder path, then title', async () => {
    const { repository, index, ids } = library(
      { title: 'b', folderPath: 'Z', tags: ['x', 'y'] },
      { title: 'b', folderPath: 'A', tags: ['x'] },
      { title: 'a', folderPath: 'Z', tags: ['x'] },
    );
    const [zb, ab, za] = ids;
    await index.ready();
    assert.deepEqual(index.tags().get('x'), [ab, za, zb]);
    await repository.update(ab!, { folderPath: 'ZZ' });
    await repository.update(zb!, { tags: ['y'] });
    await index.ready();
    assert.deepEqual(
      [...index.tags()],
      [
        ['x', [za, ab]],
        ['y', [zb]],
      ],
    );
    await repository.update(zb!, { tags: [] });
    await index.ready();
    assert.equal(index.tags().has('y'), false);
  });

  it('reads after a commit only the blocks that changed, in one query', async () => {
    const { repository, index, operations } = library({ title: 'One' }, { title: 'Two' }, { title: 'Three' });
    await index.ready();
    operations.length = 0;
    await repository.move([{ blockId: 1 }, { blockId: 2 }], 'Folder');
    await index.ready();
    assert.deepEqual(operations, ['move', 'summariesOf']);
  });

  it('does not read for changes of runs and responses', async () => {
    const { repository, index, operations } = library({ title: 'One' });
    await index.ready();
    operations.length = 0;
    repository.transactions.commit([{ entity: 'response', action: 'changed', id: 1, runId: 1 }]);
    await settled();
    assert.deepEqual(operations, []);
  });

  describe('says which folders to draw again', () => {
    async function changeOf(
      act: (repository: FakeBlocks) => Promise<unknown>,
      ...blocks: readonly { title: string; folderPath?: string }[]
    ) {
      const { repository, index, changes } = library(...blocks);
      await index.ready();
      await act(repository);
      await settled();
      return changes;
    }

    it('a rename concerns the folder of the block', async () => {
      const changes = await changeOf((blocks) => blocks.update(1, { title: 'New' }), { title: 'a', folderPath: 'A/B' });
      assert.deepEqual(changes, [{ folders: ['A/B'], blockIds: [1] }]);
    });

    it('a new text concerns the block alone', async () => {
      const changes = await changeOf((blocks) => blocks.update(1, { content: 'New' }), { title: 'a', folderPath: 'A' });
      assert.deepEqual(changes, [{ folders: [], blockIds: [1] }]);
    });

    it('a move concerns both folders', async () => {
      const changes = await changeOf(
        (blocks) => blocks.move([{ blockId: 1 }], 'B'),
        { title: 'a', folderPath: 'A' },
        { title: 'b', folderPath: 'A' },
        { title: 'c', folderPath: 'B' },
      );
      assert.deepEqual(changes, [{ folders: ['B', 'A'], blockIds: [1] }]);
    });

    it('for new folders it is the nearest above that was there before', async () => {
      const changes = await changeOf(
        (blocks) => blocks.create({ title: 'n', content: '', tags: [], folderPath: 'A/B/C' }),
        { title: 'a', folderPath: 'A' },
      );
      assert.deepEqual(changes, [{ folders: ['A'], blockIds: [2] }]);
    });

    it('for vanished folders it is the nearest above that is still there', async () => {
      const changes = await changeOf((blocks) => blocks.delete([{ folderPath: 'A/B' }]), {
        title: 'a',
        folderPath: 'A/B/C',
      });
      assert.deepEqual(changes, [{ folders: [''], blockIds: [1] }]);
    });

    it('an empty folder that comes or goes concerns the one above', async () => {
      const { repository, index, changes } = library({ title: 'a', folderPath: 'A' });
      await index.ready();
      await repository.createFolder('A/New');
      await index.ready();
      assert.equal(index.hasFolder('A/New'), true);
      await repository.delete([{ folderPath: 'A/New' }]);
      await index.ready();
      assert.equal(index.hasFolder('A/New'), false);
      assert.deepEqual(changes, [
        { folders: ['A'], blockIds: [] },
        { folders: ['A'], blockIds: [] },
      ]);
    });

    it('says nothing when what was read is what it knew', async () => {
      const changes = await changeOf(
        (blocks) => {
          blocks.transactions.commit([{ entity: 'block', action: 'changed', id: 1, folders: [''], content: true }]);
          return Promise.resolve();
        },
        { title: 'a' },
      );
      assert.deepEqual(changes, []);
    });

    it('says everything after another window wrote', async () => {
      const { repository, index, changes } = library({ title: 'a' });
      await index.ready();
      repository.add({ title: 'from elsewhere' });
      repository.transactions.commit('everything');
      await index.ready();
      assert.deepEqual(changes, ['everything']);
      assert.equal(index.size, 2);
    });
  });

  it('rejects when it cannot be read, and reads again when asked again', async () => {
    const { repository, index } = library({ title: 'a' });
    const failure = new StoreError('busy', text('Busy.'));
    repository.transactions.turn = () => Promise.reject(failure);
    await assert.rejects(index.ready(), failure);
    assert.equal(index.loaded, false);
    repository.transactions.turn = () => Promise.resolve();
    await index.ready();
    assert.equal(index.loaded, true);
    assert.equal(index.size, 1);
  });

  it('keeps what it knew when a refresh fails, and makes up for it with the next event', async () => {
    const { repository, index } = library({ title: 'a' }, { title: 'b' });
    await index.ready();
    repository.transactions.turn = (operation) =>
      operation === 'summariesOf' ? Promise.reject(new Error('disk')) : Promise.resolve();
    await repository.update(1, { title: 'unread' });
    await settled();
    assert.equal(index.block(1)?.title, 'a');
    assert.equal(index.loaded, true);
    repository.transactions.turn = () => Promise.resolve();
    await repository.update(2, { title: 'B' });
    await settled();
    assert.deepEqual([index.block(1)?.title, index.block(2)?.title], ['unread', 'B']);
  });

  it('finds the older of two blocks that have one path', async () => {
    const { repository, index } = library({ title: 'same' }, { title: 'same' });
    await index.ready();
    assert.equal(index.byPath('same')?.id, 1);
    await repository.delete([{ blockId: 1 }]);
    await index.ready();
    assert.equal(index.byPath('same')?.id, 2);
  });

  it('is quiet after it is disposed', async () => {
    const { repository, index, changes, operations } = library({ title: 'a' });
    await index.ready();
    const update = repository.update(1, { title: 'b' });
    index.dispose();
    await update;
    await settled();
    assert.deepEqual(changes, []);
    assert.equal(operations.includes('summariesOf'), false);
  });

  it('ends in the true state however commits and answers interleave', async function () {
    this.timeout(120_000); // many interleavings, on a machine that may be busy
    const folder = fc.constantFrom('', 'A', 'A/B', 'A/B/C', 'D', 'D/B');
    const tags = fc.subarray(['x', 'y', 'z']);
    const id = fc.integer({ min: 1, max: 8 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), folder, tags }),
      fc.record({ kind: fc.constant('update' as const), id, folder, tags, title: fc.constantFrom('t', 'u', 'v') }),
      fc.record({ kind: fc.constant('delete' as const), id }),
      fc.record({ kind: fc.constant('createFolder' as const), folder }),
      fc.record({ kind: fc.constant('deleteFolder' as const), folder }),
      fc.record({ kind: fc.constant('moveFolder' as const), from: folder, to: folder }),
      fc.record({ kind: fc.constant('elsewhere' as const), folder, tags }),
      fc.record({ kind: fc.constant('ready' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 25 }), async (scheduler, steps) => {
        const { repository, index, changes } = library({ title: 'first', folderPath: 'A/B' }, { title: 'second' });
        const known = new Map<string, string>();
        const complaints: string[] = [];
        const snapshot = () => {
          const now = new Map<string, string>([['', contents(index, '')]]);
          index.folderPaths().forEach((path) => now.set(path, contents(index, path)));
          return now;
        };
        index.onDidChange((change) => {
          const now = snapshot();
          if (change !== 'everything') {
            for (const [path, before] of known) {
              if (now.has(path) && now.get(path) !== before) {
                complaints.push(...(change.folders.includes(path) ? [] : [`'${path}' has other children, unnamed`]));
              }
            }
            for (const path of change.folders) {
              complaints.push(...(known.has(path) && now.has(path) ? [] : [`'${path}' was named but is new or gone`]));
            }
          }
          known.clear();
          now.forEach((value, path) => known.set(path, value));
        });
        await index.ready();
        snapshot().forEach((value, path) => known.set(path, value));
        repository.transactions.turn = (operation) => scheduler.schedule(Promise.resolve(), operation);
        const acts = steps.map((one): Promise<unknown> => {
          switch (one.kind) {
            case 'create':
              return repository.create({ title: 'n', content: '', folderPath: one.folder, tags: one.tags });
            case 'update':
              return repository.update(one.id, { title: one.title, folderPath: one.folder, tags: one.tags });
            case 'delete':
              return repository.delete([{ blockId: one.id }]);
            case 'createFolder':
              return one.folder === '' ? Promise.resolve() : repository.createFolder(one.folder);
            case 'deleteFolder':
              return one.folder === '' ? Promise.resolve() : repository.delete([{ folderPath: one.folder }]);
            case 'moveFolder':
              return one.from === '' || one.to === '' || one.to.startsWith(one.from)
                ? Promise.resolve()
                : repository.moveFolder(one.from, one.to);
            case 'elsewhere':
              repository.add({ folderPath: one.folder, tags: one.tags });
              repository.transactions.commit('everything');
              return Promise.resolve();
            case 'ready':
              return index.ready();
          }
        });
        const done = Promise.allSettled(acts);
        await scheduler.waitFor(done);
        await scheduler.waitFor(index.ready());
        const { stored, indexed } = pictures(index, repository);
        assert.deepEqual(indexed, stored);
        assert.deepEqual(complaints, []);
        assert.equal(changes.length <= steps.length + 1, true);
      }),
      { numRuns: 300 },
    );
  });
});

/** The direct children of a folder as a person sees them. */
function contents(index: LibraryIndex, path: string): string {
  const { folders, blocks } = index.children(path);
  return JSON.stringify([folders, blocks.map(({ id, title }) => [id, title]).sort()]);
}
