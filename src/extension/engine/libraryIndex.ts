import type { BlockSummary } from '../../shared/model/block';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { LibraryChange, LibraryEvents } from '../domain/ports/changes';
import type { Disposable, Subscribe } from '../domain/ports/events';
import { Emitter } from '../domain/emitter';
import type { FolderChildren } from './folderTree';
import { LibraryPicture } from './libraryPicture';
import { PictureChange } from './pictureChange';

/** What changed in the index; `everything` when it is not known one by one. */
export type IndexChange =
  | {
      /**
       * The folders in which a block or folder came, went, or has another name; '' is the root. Only folders that
       * were there before and still are: for a new or vanished one it is the nearest above. A block whose text or tags
       * alone changed is in `blockIds` only.
       */
      readonly folders: readonly string[];
      /** Blocks that were created, changed or deleted. */
      readonly blockIds: readonly number[];
    }
  | 'everything';

interface Pending {
  everything: boolean;
  folders: boolean;
  readonly ids: Set<number>;
}

/**
 * The one picture of all blocks in memory, without their texts: read whole on first use, afterwards only what a commit
 * changed. What it answers is empty until `ready` has resolved.
 */
export class LibraryIndex {
  private picture = new LibraryPicture();
  private pending = nothingPending({ everything: true });
  /** A refresh that has not begun to read yet, and so will see everything that is committed by now. */
  private next: Promise<void> | undefined;
  /** The newest refresh; it never rejects. */
  private last: Promise<void> = Promise.resolve();
  /** What `ready` waits for: the newest refresh, with its failure. */
  private outcome: Promise<void> = Promise.resolve();
  private state: 'unused' | 'loading' | 'loaded' | 'failed' | 'disposed' = 'unused';
  private readonly changes = new Emitter<IndexChange>();
  private readonly subscription: Disposable;

  constructor(
    private readonly repository: BlockRepository,
    events: LibraryEvents,
  ) {
    this.subscription = events.onDidChange((change) => {
      this.note(change);
    });
  }

  /** Raised after the index has changed, not when it is read for the first time. */
  readonly onDidChange: Subscribe<IndexChange> = this.changes.event;

  /** True once it has been read; it stays true when a later refresh fails, and the index as it was. */
  get loaded(): boolean {
    return this.state === 'loaded';
  }

  /** How many blocks there are. */
  get size(): number {
    return this.picture.blocks.size;
  }

  /**
   * Resolves when the index shows at least what was committed before the call; reads it when nobody has yet, or when
   * the last attempt failed.
   * @throws {StoreError}
   */
  ready(): Promise<void> {
    if (this.state === 'unused') {
      this.state = 'loading';
    }
    return isPending(this.pending) ? this.refresh() : this.outcome;
  }

  /** A block by its id. */
  block(id: number): BlockSummary | undefined {
    return this.picture.blocks.get(id);
  }

  /** All blocks, in no particular order. */
  blocks(): Iterable<BlockSummary> {
    return this.picture.blocks.values();
  }

  /** The block at `Folder/Title`, or at the root by its title alone. */
  byPath(path: string): BlockSummary | undefined {
    return this.picture.byPath(path);
  }

  /** What stands directly in a folder; '' is the root. Empty for a folder that does not exist. */
  children(folderPath: string): FolderChildren {
    return this.picture.folders.children(folderPath);
  }

  /** Whether a folder exists: made by hand, or because something is in it. The root always does. */
  hasFolder(path: string): boolean {
    return this.picture.folders.has(path);
  }

  /** Every folder but the root, each before those in it. */
  folderPaths(): readonly string[] {
    return this.picture.folders.folderPaths();
  }

  /** How many blocks stand in a folder and below it. */
  countIn(folderPath: string): number {
    return this.picture.folders.count(folderPath);
  }

  /** The ids of the blocks of each tag, by folder path, then title. As it is now: do not keep it. */
  tags(): ReadonlyMap<string, readonly number[]> {
    return this.picture.tags.all();
  }

  dispose(): void {
    this.state = 'disposed';
    this.subscription.dispose();
    this.changes.dispose();
  }

  private note(change: LibraryChange): void {
    if (this.state === 'unused' || this.state === 'disposed') {
      return; // nobody has asked yet: the first reading will see it
    }
    addPending(this.pending, change);
    if (isPending(this.pending)) {
      this.refresh().catch(ignore); // what could not be read stays pending: the next event or `ready` tries again
    }
  }

  /** Refreshes run one after the other, so that an answer which comes late never overwrites a newer one. */
  private refresh(): Promise<void> {
    if (!this.next) {
      const refreshed = this.last.then(() => {
        this.next = undefined;
        return this.read();
      });
      this.next = this.outcome = refreshed;
      this.last = refreshed.catch(ignore);
    }
    return this.next;
  }

  private async read(): Promise<void> {
    const wanted = this.pending;
    if (!isPending(wanted) || this.state === 'disposed') {
      return;
    }
    this.pending = nothingPending();
    try {
      const isFirst = this.state === 'loading';
      const change = wanted.everything ? await this.readEverything() : await this.readChanged(wanted);
      if (this.isDisposed()) {
        return;
      }
      this.state = 'loaded';
      if (change && !isFirst) {
        this.changes.fire(change);
      }
    } catch (error) {
      this.pending.everything = true;
      if (!this.isDisposed() && !this.loaded) {
        this.state = 'failed';
      }
      throw error;
    }
  }

  private async readEverything(): Promise<IndexChange> {
    const [blocks, folders] = await Promise.all([this.repository.summaries(), this.repository.folders()]);
    const picture = new LibraryPicture();
    for (const block of blocks) {
      picture.put(block);
    }
    picture.keep(folders);
    this.picture = picture;
    return 'everything';
  }

  private async readChanged(wanted: Pending): Promise<IndexChange | undefined> {
    const ids = [...wanted.ids];
    const [blocks, folders] = await Promise.all([
      ids.length > 0 ? this.repository.summariesOf(ids) : [],
      wanted.folders ? this.repository.folders() : undefined,
    ]);
    const change = new PictureChange();
    const existing = new Set(blocks.map(({ id }) => id));
    for (const block of blocks) {
      this.picture.put(block, change);
    }
    for (const id of ids) {
      if (!existing.has(id)) {
        this.picture.remove(id, change);
      }
    }
    if (folders) {
      this.picture.keep(folders, change);
    }
    return change.isEmpty() ? undefined : change.result(this.picture.folders);
  }

  private isDisposed(): boolean {
    return this.state === 'disposed';
  }
}

function nothingPending({ everything = false } = {}): Pending {
  return { everything, folders: false, ids: new Set() };
}

function isPending({ everything, folders, ids }: Pending): boolean {
  return everything || folders || ids.size > 0;
}

function addPending(pending: Pending, change: LibraryChange): void {
  if (change === 'everything') {
    pending.everything = true;
    return;
  }
  for (const one of change) {
    if (one.entity === 'block') {
      pending.ids.add(one.id);
    } else if (one.entity === 'folder') {
      pending.folders = true;
    }
  }
}

function ignore(): void {
  // Told to whoever waits for `ready`.
}
