import type * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import type { Commands } from '../../platform/vscode/commands';
import type { DraggedItems } from '../../platform/vscode/draggedItems';
import type { BlocksItem } from '../../treeItems';
import type { BlocksFilter } from './blocksFilter';
import type { BlocksTree } from './blocksTree';

/** What the view Blocks and its commands work with. */
export interface BlocksDependencies {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly index: LibraryIndex;
  readonly events: LibraryEvents;
  /** What is dragged out of the view, for those who take it without VS Code's help. */
  readonly draggedBlocks: DraggedItems<BlocksItem>;
  readonly commands: Commands;
  readonly log: Log;
  /** Where the order of the blocks is remembered. */
  readonly state: vscode.Memento;
}

/** The same, with what the view itself is made of. */
export interface BlocksContext extends BlocksDependencies {
  readonly tree: BlocksTree;
  readonly view: vscode.TreeView<BlocksItem>;
  readonly filter: BlocksFilter;
}
