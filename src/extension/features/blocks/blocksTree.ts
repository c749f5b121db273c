import * as vscode from 'vscode';
import { folderName, parentFolder, rebaseFolder } from '../../domain/blocks/folderPath';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { IndexChange, LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import type { BlocksItem } from '../../treeItems';
import type { BlockSummary } from '../../../shared/model/block';
import type { BlockSort } from './blockOrder';
import { blockTooltip } from './blockTooltip';
import { BlocksItems } from './blocksItems';
import { ChildListings } from './childListings';
import type { FoundBlocks } from './foundBlocks';
import { blockTreeItem, folderTreeItem, openBlockCommand, vanishedTreeItem } from './blockTreeItem';

/** The folders and blocks of the library, or what a filter found among them, as VS Code draws them. */
export class BlocksTree implements vscode.TreeDataProvider<BlocksItem>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<BlocksItem | BlocksItem[] | undefined>();
  private readonly drawn = new vscode.EventEmitter<BlocksItem>();
  /** Folders that the person expanded, so that they are expanded again after a filter or under another path. */
  private readonly expanded = new Set<string>();
  /** How blocks look that have not changed since: a folder of thousands is drawn again for one of them. */
  private readonly looks = new WeakMap<BlockSummary, vscode.TreeItem>();
  /** Blocks whose tooltip VS Code has asked for, and keeps. */
  private readonly withTooltip = new Set<number>();
  private listings: ChildListings;
  private found: FoundBlocks | undefined;
  private failureLogged = false;

  /** The objects that stand for folders and blocks in this tree. */
  readonly items = new BlocksItems();

  /** Raised for the smallest nodes that have to be drawn again; without one for the whole tree. */
  readonly onDidChangeTreeData = this.changed.event;

  /** Raised when VS Code asks how an item looks, which it does before it can show it. */
  readonly onDidDraw = this.drawn.event;

  constructor(
    private readonly index: LibraryIndex,
    private readonly blocks: BlockRepository,
    private readonly log: Log,
    sort: BlockSort,
  ) {
    this.listings = new ChildListings(index, sort);
  }

  /** How blocks are sorted inside their folder. */
  get sort(): BlockSort {
    return this.listings.sort;
  }

  set sort(sort: BlockSort) {
    this.listings = new ChildListings(this.found ?? this.index, sort);
    this.refresh();
  }

  /** Shows what a filter found, or without it everything. */
  show(found: FoundBlocks | undefined): void {
    this.found = found;
    this.listings = new ChildListings(found ?? this.index, this.sort);
    this.refresh();
  }

  /** Draws everything again. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Draws again what a change of the index touched. While a filter is on, its next result does that. */
  update(change: IndexChange): void {
    if (change !== 'everything') {
      this.forgetDeleted(change.blockIds);
    }
    if (this.found) {
      return;
    }
    const redraw = this.listings.update(change);
    if (redraw === 'everything' || redraw.folders.includes('')) {
      this.refresh();
    } else if (redraw.folders.length + redraw.blockIds.length > 0) {
      this.changed.fire([
        ...redraw.folders.map((path) => this.items.folder(path)),
        ...redraw.blockIds.map((id) => this.items.block(id)),
      ]);
    }
  }

  /** Draws again the blocks whose tooltips may say something out of date about payloads. */
  updateUses(): void {
    if (this.withTooltip.size > 0) {
      this.changed.fire([...this.withTooltip].map((id) => this.items.block(id)));
      this.withTooltip.clear();
    }
  }

  /** Remembers that the person expanded or collapsed a folder. */
  setExpanded(item: BlocksItem, expanded: boolean): void {
    if (item.kind === 'folder' && !this.found) {
      if (expanded) {
        this.expanded.add(item.path);
      } else {
        this.expanded.delete(item.path);
      }
    }
  }

  /** Keeps expanded, under its new path, what was expanded in a folder that is about to be renamed or moved. */
  rebaseExpanded(from: string, to: string): void {
    for (const path of [...this.expanded]) {
      this.expanded.add(rebaseFolder(path, from, to));
    }
  }

  getChildren(parent?: BlocksItem): vscode.ProviderResult<BlocksItem[]> {
    if (this.index.loaded) {
      return this.childrenOf(parent);
    }
    return this.index.ready().then(
      () => {
        this.failureLogged = false;
        return this.childrenOf(parent);
      },
      (error: unknown) => {
        if (!this.failureLogged) {
          this.failureLogged = true; // the view says it in its own words; the log needs it once
          this.log.error(error instanceof Error ? error : new Error(String(error)));
        }
        return [];
      },
    );
  }

  getTreeItem(item: BlocksItem): vscode.TreeItem {
    this.drawn.fire(item);
    const source = this.found ?? this.index;
    if (item.kind === 'folder') {
      const expanded = this.found?.expanded ?? this.expanded.has(item.path);
      return folderTreeItem({
        id: `${this.folderIdPrefix()}:${item.path}`,
        name: folderName(item.path),
        path: item.path,
        count: source.children(item.path).blocks.length,
        expanded,
      });
    }
    const block = this.index.block(item.id) ?? this.found?.block(item.id);
    if (!block || this.found) {
      return block ? blockTreeItem(block, this.found?.text) : vanishedTreeItem(item.id);
    }
    const looks = this.looks.get(block) ?? blockTreeItem(block);
    this.looks.set(block, looks);
    return looks;
  }

  getParent(item: BlocksItem): BlocksItem | undefined {
    const path = item.kind === 'folder' ? parentFolder(item.path) : this.index.block(item.id)?.folderPath;
    return path === undefined || path === '' ? undefined : this.items.folder(path);
  }

  async resolveTreeItem(
    treeItem: vscode.TreeItem,
    item: BlocksItem,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem | undefined> {
    const block = item.kind === 'block' ? this.index.block(item.id) : undefined;
    if (!block) {
      return treeItem;
    }
    const resolved = Object.assign(new vscode.TreeItem(''), treeItem, { command: openBlockCommand(block) });
    try {
      const uses = await this.blocks.uses([block.id]);
      resolved.tooltip = blockTooltip(block, uses, Date.now());
      this.withTooltip.add(block.id);
    } catch (error) {
      this.log.warn(`No tooltip of a block: ${String(error)}`); // a click opens the block all the same
    }
    return token.isCancellationRequested ? undefined : resolved;
  }

  dispose(): void {
    this.changed.dispose();
    this.drawn.dispose();
  }

  private childrenOf(parent: BlocksItem | undefined): BlocksItem[] {
    if (parent?.kind === 'block') {
      return [];
    }
    const { folders, blockIds } = this.listings.show(parent?.path ?? '');
    return [...folders.map((path) => this.items.folder(path)), ...blockIds.map((id) => this.items.block(id))];
  }

  /** Under another id a folder is a new node for VS Code, which is how it comes to obey `expanded` again. */
  private folderIdPrefix(): string {
    return this.found ? (this.found.expanded ? 'found' : 'foundMany') : 'folder';
  }

  private forgetDeleted(ids: readonly number[]): void {
    for (const id of ids) {
      if (!this.index.block(id)) {
        this.items.forget(id);
        this.withTooltip.delete(id);
      }
    }
  }
}
