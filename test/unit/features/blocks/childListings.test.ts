import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FolderTree } from '../../../../src/extension/engine/folderTree';
import { LibraryIndex } from '../../../../src/extension/engine/libraryIndex';
import { defaultBlockSort, type BlockSort } from '../../../../src/extension/features/blocks/blockOrder';
import { ChildListings, type ChildSource } from '../../../../src/extension/features/blocks/childListings';
import type { BlockSummary } from '../../../../src/shared/model/block';
import { FakeBlocks } from '../../../support/fakesBlocks';
import { summary } from './summaries';

/** A library in memory whose listings can be compared. */
class Library implements ChildSource {
  private readonly tree = new FolderTree();
  private readonly blocks = new Map<number, BlockSummary>();

  constructor(blocks: readonly BlockSummary[]) {
    blocks.forEach((block) => {
      this.put(block);
    });
  }

  children(path: string): ReturnType<FolderTree['children']> {
    return this.tree.children(path);
  }

  block(id: number): BlockSummary | undefined {
    return this.blocks.get(id);
  }

  put(block: BlockSummary): void {
    const before = this.blocks.get(block.id);
    if (before) {
      this.tree.remove(before.id, before.folderPath);
    }
    this.blocks.set(block.id, block);
    this.tree.put(block);
  }
}

describe('what is drawn again after a change', () => {
  const bySize: BlockSort = { key: 'size', descending: false };

  function letters(): Library {
    return new Library(
      ['a', 'c', 'e'].map((title, index) => summary(index + 1, { title, folderPath: 'F', size: index })),
    );
  }

  it('is the block alone when another title leaves it in its place', () => {
    const library = letters();
    const listings = new ChildListings(library, defaultBlockSort);
    listings.show('F');
    library.put(summary(2, { title: 'd', folderPath: 'F' }));
    assert.deepEqual(listings.update({ folders: ['F'], blockIds: [2] }), { folders: [], blockIds: [2] });
  });

  it('is the folder when a title moves a block to another place in it', () => {
    const library = letters();
    const listings = new ChildListings(library, defaultBlockSort);
    listings.show('F');
    library.put(summary(2, { title: 'z', folderPath: 'F' }));
    assert.deepEqual(listings.update({ folders: ['F'], blockIds: [2] }), { folders: ['F'], blockIds: [] });
    assert.deepEqual(listings.show('F').blockIds, [1, 3, 2]);
  });

  it('is the block alone when its tags or text changed and titles make the order', () => {
    const library = letters();
    const listings = new ChildListings(library, defaultBlockSort);
    listings.show('F');
    library.put(summary(2, { title: 'c', folderPath: 'F', size: 99 }));
    assert.deepEqual(listings.update({ folders: [], blockIds: [2] }), { folders: [], blockIds: [2] });
  });

  it('is the folder when a text grows past another and sizes make the order', () => {
    const library = letters();
    const listings = new ChildListings(library, bySize);
    listings.show('F');
    library.put(summary(1, { title: 'a', folderPath: 'F', size: 99 }));
    assert.deepEqual(listings.update({ folders: [], blockIds: [1] }), { folders: ['F'], blockIds: [] });
  });

  it('is the folder, for its number of blocks, where its children were never shown', () => {
    const library = letters();
    const listings = new ChildListings(library, defaultBlockSort);
    library.put(summary(4, { title: 'g', folderPath: 'F' }));
    assert.deepEqual(listings.update({ folders: ['F'], blockIds: [4] }), { folders: ['F'], blockIds: [] });
  });

  it('is both folders when a block moves from one to the other', () => {
    const library = letters();
    library.put(summary(9, { title: 'x', folderPath: 'G' }));
    const listings = new ChildListings(library, defaultBlockSort);
    listings.show('F');
    listings.show('G');
    library.put(summary(2, { title: 'c', folderPath: 'G' }));
    assert.deepEqual(listings.update({ folders: ['F', 'G'], blockIds: [2] }), { folders: ['F', 'G'], blockIds: [] });
  });

  it('is the whole tree when something changed outside all folders, or nobody knows what', () => {
    const library = new Library([summary(1), summary(2)]);
    const listings = new ChildListings(library, defaultBlockSort);
    listings.show('');
    library.put(summary(3, { title: 'new' }));
    assert.deepEqual(listings.update({ folders: [''], blockIds: [3] }), { folders: [''], blockIds: [] });
    assert.equal(listings.update('everything'), 'everything');
  });

  it('is the folder instead of very many of its blocks', () => {
    const blocks = Array.from({ length: 80 }, (_, index) => summary(index + 1, { folderPath: 'F' }));
    const listings = new ChildListings(new Library(blocks), defaultBlockSort);
    const ids = blocks.map(({ id }) => id);
    assert.deepEqual(listings.update({ folders: [], blockIds: ids }), { folders: ['F'], blockIds: [] });
  });

  it('leads to what a tree shows that is read anew', async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('create'), a: fc.nat(9), b: fc.nat(3) }),
      fc.record({ do: fc.constant('rename'), a: fc.nat(9), b: fc.nat(9) }),
      fc.record({ do: fc.constant('move'), a: fc.nat(9), b: fc.nat(3) }),
      fc.record({ do: fc.constant('delete'), a: fc.nat(9), b: fc.nat(3) }),
      fc.record({ do: fc.constant('resize'), a: fc.nat(9), b: fc.nat(9) }),
    );
    const folders = ['', 'A', 'A/B', 'C'];
    const sorts = fc.constantFrom<BlockSort>(defaultBlockSort, { key: 'size', descending: true });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 15 }), sorts, async (actions, sort) => {
        const blocks = new FakeBlocks();
        for (let number = 0; number < 6; number++) {
          blocks.add({ title: `Block ${number}`, folderPath: folders[number % 4] ?? '' });
        }
        const index = new LibraryIndex(blocks, { onDidChange: blocks.transactions.onDidChange });
        await index.ready();
        const listings = new ChildListings(index, sort);
        const screen = new Screen(listings, index);
        screen.drawFolder('');
        index.onDidChange((change) => {
          screen.redraw(listings.update(change));
        });
        for (const { do: what, a, b } of actions) {
          const ids = [...blocks.stored.keys()];
          const id = ids[a % Math.max(1, ids.length)];
          if (what === 'create') {
            await blocks.create({ title: `New ${a}`, content: '', tags: [], folderPath: folders[b] ?? '' });
          } else if (id !== undefined && what === 'rename') {
            await blocks.update(id, { title: `Block ${b}` });
          } else if (id !== undefined && what === 'move') {
            await blocks.move([{ blockId: id }], folders[b] ?? '');
          } else if (id !== undefined && what === 'resize') {
            await blocks.update(id, { content: 'x'.repeat(b) });
          } else if (id !== undefined) {
            await blocks.delete([{ blockId: id }]);
          }
          await index.ready();
          const fresh = new ChildListings(index, sort);
          const expected = new Screen(fresh, index);
          expected.drawFolder('');
          assert.deepEqual(screen.lines(), expected.lines());
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Keeps what was drawn as VS Code does: only what is drawn again changes, and a folder with everything below it. */
class Screen {
  private readonly children = new Map<string, readonly string[]>();
  private readonly rows = new Map<string, string>();

  constructor(
    private readonly listings: ChildListings,
    private readonly source: ChildSource,
  ) {}

  drawFolder(path: string): void {
    const { folders, blockIds } = this.listings.show(path);
    this.children.set(path, [...folders, ...blockIds.map(String)]);
    this.rows.set(path, `${path} ${this.source.children(path).blocks.length}`);
    folders.forEach((folder) => {
      this.drawFolder(folder);
    });
    blockIds.forEach((id) => {
      this.drawBlock(id);
    });
  }

  redraw(redraw: ReturnType<ChildListings['update']>): void {
    const paths = redraw === 'everything' ? [''] : redraw.folders;
    paths.forEach((path) => {
      this.drawFolder(path);
    });
    (redraw === 'everything' ? [] : redraw.blockIds).forEach((id) => {
      this.drawBlock(id);
    });
  }

  lines(path = ''): readonly string[] {
    const own = path === '' ? [] : [this.rows.get(path) ?? ''];
    const below = this.children.get(path) ?? [];
    return [...own, ...below.flatMap((key) => (/^\d+$/.test(key) ? [this.rows.get(key) ?? ''] : this.lines(key)))];
  }

  private drawBlock(id: number): void {
    this.rows.set(String(id), this.source.block(id)?.title ?? '');
  }
}
