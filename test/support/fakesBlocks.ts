import type {
  BlockPatch,
  BlockRepository,
  BlockUse,
  NewBlock,
  TreeSelection,
} from '../../src/extension/domain/ports/blockRepository';
import type { LibraryChange } from '../../src/extension/domain/ports/changes';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { Block, BlockSummary } from '../../src/shared/model/block';
import { text } from '../../src/shared/model/text';
import { freeName } from './fakesLists';
import { FakeTransactions } from './fakesTransactions';

type Changed = (change: LibraryChange) => void;

const time = '2026-11-01 12:00:00';

/** The blocks in memory. It keeps the promises of the port but does not check names. */
export class FakeBlocks implements BlockRepository {
  readonly stored = new Map<number, Block>();
  readonly storedFolders = new Set<string>();
  private nextId = 1;

  constructor(
    readonly transactions = new FakeTransactions(),
    private readonly usesOf: (ids: readonly number[]) => readonly BlockUse[] = () => [],
  ) {}

  /** Puts a block in without a transaction. */
  add(block: Partial<NewBlock> = {}): Block {
    const id = this.nextId++;
    const { title = `Block ${id}`, content = '', tags = [], folderPath = '' } = block;
    const added: Block = {
      ...{ id, title, content, tags, folderPath },
      size: Buffer.byteLength(content),
      version: 1,
      contentChangedAt: id,
      createdAt: time,
      updatedAt: time,
    };
    this.stored.set(id, added);
    return added;
  }

  summaries(): Promise<readonly BlockSummary[]> {
    return this.transactions.read('summaries', () => [...this.stored.values()].map(withoutText));
  }

  summariesOf(ids: readonly number[]): Promise<readonly BlockSummary[]> {
    return this.transactions.read('summariesOf', () => this.existing(ids).map(withoutText));
  }

  folders(): Promise<readonly string[]> {
    return this.transactions.read('folders', () => [...this.storedFolders]);
  }

  get(id: number): Promise<Block | undefined> {
    return this.transactions.read('get block', () => this.stored.get(id));
  }

  getMany(ids: readonly number[]): Promise<readonly Block[]> {
    return this.transactions.read(`getMany ${[...ids].sort((one, other) => one - other).join()}`, () =>
      this.existing(ids),
    );
  }

  search(wanted: string): Promise<readonly number[]> {
    const lower = wanted.toLowerCase();
    return this.transactions.read('search', () =>
      [...this.stored.values()]
        .filter(({ title, tags, content }) => [title, ...tags, content].join('\n').toLowerCase().includes(lower))
        .map(({ id }) => id),
    );
  }

  searchText(wanted: string): Promise<readonly number[]> {
    const words = wanted.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return this.transactions.read('search text', () =>
      [...this.stored.values()]
        .filter(({ title, tags, content }) => {
          const found = new Set(
            [title, ...tags, content]
              .join('\n')
              .toLowerCase()
              .match(/[\p{L}\p{N}]+/gu),
          );
          return words.length > 0 && words.every((word) => found.has(word));
        })
        .map(({ id }) => id),
    );
  }

  create(block: NewBlock): Promise<Block> {
    return this.transactions.write('create block', (changed) => {
      const created = this.add(block);
      changed([{ entity: 'block', action: 'created', id: created.id, folders: [block.folderPath], content: true }]);
      return created;
    });
  }

  update(id: number, patch: BlockPatch): Promise<Block> {
    return this.transactions.write('update block', (changed) => this.change(id, patch, changed));
  }

  duplicate(id: number): Promise<Block> {
    return this.transactions.write('duplicate block', (changed) => {
      const original = this.require(id);
      const siblings = [...this.stored.values()].filter(({ folderPath }) => folderPath === original.folderPath);
      const title = freeName(original.title, new Set(siblings.map((sibling) => sibling.title)));
      const copy = this.add({ ...original, title });
      changed([{ entity: 'block', action: 'created', id: copy.id, folders: [copy.folderPath], content: true }]);
      return copy;
    });
  }

  createFolder(path: string): Promise<void> {
    return this.transactions.write('createFolder', (changed) => {
      this.storedFolders.add(path);
      changed([{ entity: 'folder', action: 'created', path }]);
    });
  }

  moveFolder(from: string, to: string): Promise<void> {
    return this.transactions.write('moveFolder', (changed) => {
      this.changeFolder(from, to, changed);
    });
  }

  move(selection: readonly TreeSelection[], toFolder: string): Promise<void> {
    return this.transactions.write('move', (changed) => {
      for (const chosen of selection) {
        if ('blockId' in chosen) {
          this.change(chosen.blockId, { folderPath: toFolder }, changed);
        } else {
          const name = chosen.folderPath.slice(chosen.folderPath.lastIndexOf('/') + 1);
          this.changeFolder(chosen.folderPath, toFolder === '' ? name : `${toFolder}/${name}`, changed);
        }
      }
    });
  }

  delete(selection: readonly TreeSelection[]): Promise<void> {
    return this.transactions.write('delete blocks', (changed) => {
      for (const chosen of selection) {
        const doomed =
          'blockId' in chosen
            ? this.existing([chosen.blockId])
            : [...this.stored.values()].filter(({ folderPath }) => isIn(folderPath, chosen.folderPath));
        for (const { id, folderPath } of doomed) {
          this.stored.delete(id);
          changed([{ entity: 'block', action: 'deleted', id, folders: [folderPath], content: true }]);
        }
        if ('folderPath' in chosen) {
          for (const path of [...this.storedFolders].filter((folder) => isIn(folder, chosen.folderPath))) {
            this.storedFolders.delete(path);
            changed([{ entity: 'folder', action: 'deleted', path }]);
          }
        }
      }
    });
  }

  uses(ids: readonly number[]): Promise<readonly BlockUse[]> {
    return this.transactions.read('uses of blocks', () => this.usesOf(ids));
  }

  private change(id: number, patch: BlockPatch, changed: Changed): Block {
    const before = this.require(id);
    const content = patch.content ?? before.content;
    const isNewText = content !== before.content;
    const after: Block = {
      ...before,
      ...patch,
      size: Buffer.byteLength(content),
      version: before.version + 1,
      contentChangedAt: before.contentChangedAt + (isNewText ? 1 : 0),
    };
    this.stored.set(id, after);
    const folders = [...new Set([before.folderPath, after.folderPath])];
    changed([{ entity: 'block', action: 'changed', id, folders, content: isNewText }]);
    return after;
  }

  private changeFolder(from: string, to: string, changed: Changed): void {
    for (const { id, folderPath } of [...this.stored.values()]) {
      if (isIn(folderPath, from)) {
        this.change(id, { folderPath: to + folderPath.slice(from.length) }, changed);
      }
    }
    for (const path of [...this.storedFolders].filter((folder) => isIn(folder, from))) {
      this.storedFolders.delete(path);
      this.storedFolders.add(to + path.slice(from.length));
      changed([{ entity: 'folder', action: 'changed', path }]);
    }
  }

  private existing(ids: readonly number[]): readonly Block[] {
    return ids.flatMap((id) => this.stored.get(id) ?? []);
  }

  private require(id: number): Block {
    const block = this.stored.get(id);
    if (!block) {
      throw new StoreError('not-found', text('There is no block {0} any more.', id));
    }
    return block;
  }
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function withoutText(block: Block): BlockSummary {
  const { id, title, tags, folderPath, size, version, contentChangedAt, createdAt, updatedAt } = block;
  return { id, title, tags, folderPath, size, version, contentChangedAt, createdAt, updatedAt };
}
