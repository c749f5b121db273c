import type { BlockSummary } from '../../shared/model/block';
import { folderName, parentFolder } from '../domain/blocks/folderPath';
import { byName } from '../domain/blocks/byText';

/** What stands directly in a folder. */
export interface FolderChildren {
  /** Full paths, by name. */
  readonly folders: readonly string[];
  /** In no particular order. */
  readonly blocks: readonly BlockSummary[];
}

interface FolderNode {
  readonly path: string;
  readonly name: string;
  readonly parent: FolderNode | undefined;
  readonly folders: Map<string, FolderNode>;
  readonly blocks: Map<number, BlockSummary>;
  /** Made by hand: stays when it is empty. */
  kept: boolean;
  /** Blocks here and below. */
  count: number;
  /** Both lists are made when asked for, and thrown away by a change of what they show. */
  folderList: readonly string[] | undefined;
  blockList: readonly BlockSummary[] | undefined;
}

const nothing: FolderChildren = { folders: [], blocks: [] };

/**
 * The folders and the blocks in them, at a cost for each change that does not grow with the library. A folder exists
 * by being kept or by having something below it.
 */
export class FolderTree {
  private readonly nodes = new Map<string, FolderNode>();
  private readonly root = makeNode('', '', undefined);
  private paths: readonly string[] | undefined;

  constructor() {
    this.nodes.set('', this.root);
  }

  has(path: string): boolean {
    return this.nodes.has(path);
  }

  children(path: string): FolderChildren {
    const node = this.nodes.get(path);
    if (!node) {
      return nothing;
    }
    node.blockList ??= [...node.blocks.values()];
    return { folders: foldersOf(node), blocks: node.blockList };
  }

  /** How many blocks stand in a folder and below it. */
  count(path: string): number {
    return this.nodes.get(path)?.count ?? 0;
  }

  /** Every folder but the root, each before what stands in it. */
  folderPaths(): readonly string[] {
    if (!this.paths) {
      const paths: string[] = [];
      const visit = (node: FolderNode): void => {
        for (const folder of sortedFolders(node)) {
          paths.push(folder.path);
          visit(folder);
        }
      };
      visit(this.root);
      this.paths = paths;
    }
    return this.paths;
  }

  /** Puts a block into its folder, in place of the one with the same id there. */
  put(block: BlockSummary): void {
    const node = this.require(block.folderPath);
    node.blockList = undefined;
    if (!node.blocks.has(block.id)) {
      addToCounts(node, 1);
    }
    node.blocks.set(block.id, block);
  }

  /** Takes a block out of a folder. */
  remove(id: number, folderPath: string): void {
    const node = this.nodes.get(folderPath);
    if (node?.blocks.delete(id)) {
      node.blockList = undefined;
      addToCounts(node, -1);
      this.prune(node);
    }
  }

  /** Says whether a folder stays when it is empty. */
  setKept(path: string, kept: boolean): void {
    const node = kept ? this.require(path) : this.nodes.get(path);
    if (node && node !== this.root) {
      node.kept = kept;
      this.prune(node);
    }
  }

  private require(path: string): FolderNode {
    const known = this.nodes.get(path);
    if (known) {
      return known;
    }
    const parent = this.require(parentFolder(path));
    const node = makeNode(path, folderName(path), parent);
    this.nodes.set(path, node);
    parent.folders.set(node.name, node);
    parent.folderList = undefined;
    this.paths = undefined;
    return node;
  }

  private prune(node: FolderNode): void {
    const { parent } = node;
    if (!parent || node.kept || node.blocks.size > 0 || node.folders.size > 0) {
      return;
    }
    this.nodes.delete(node.path);
    parent.folders.delete(node.name);
    parent.folderList = undefined;
    this.paths = undefined;
    this.prune(parent);
  }
}

function makeNode(path: string, name: string, parent: FolderNode | undefined): FolderNode {
  return {
    path,
    name,
    parent,
    folders: new Map(),
    blocks: new Map(),
    kept: false,
    count: 0,
    folderList: undefined,
    blockList: undefined,
  };
}

function sortedFolders(node: FolderNode): readonly FolderNode[] {
  return [...node.folders.values()].sort((one, other) => byName(one.name, other.name));
}

function foldersOf(node: FolderNode): readonly string[] {
  node.folderList ??= sortedFolders(node).map(({ path }) => path);
  return node.folderList;
}

function addToCounts(from: FolderNode, difference: number): void {
  for (let node: FolderNode | undefined = from; node; node = node.parent) {
    node.count += difference;
  }
}
