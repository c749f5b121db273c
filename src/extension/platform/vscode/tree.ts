import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';
import type { Log } from '../ports/log';

/** What a tree shows: plain identities as elements, and how each becomes a row. */
export interface TreeSource<Item extends object> {
  /** Tells items apart; it becomes the id of the row, so that expansion and selection survive a refresh. */
  key(item: Item): string;
  /** What stands below an item, or at the top. Whatever it throws is logged, and nothing is shown there. */
  children(item: Item | undefined): Promise<readonly Item[]>;
  /** The item that another one stands below; undefined at the top. */
  parent(item: Item): Item | undefined;
  /** The row of an item that `children` named before. Its id is set by the tree. */
  row(item: Item): vscode.TreeItem;
}

/** A view of the side bar with the tree in it. */
export interface Tree<Item extends object> extends Disposable {
  readonly view: vscode.TreeView<Item>;
  readonly provider: {
    readonly onDidChangeTreeData: vscode.Event<Item | undefined>;
    getChildren(item?: Item): Promise<Item[]>;
    getParent(item: Item): Item | undefined;
    getTreeItem(item: Item): vscode.TreeItem;
  };
  /** What happens when something is dragged or dropped; undefined where nothing can be. */
  readonly dragAndDrop: vscode.TreeDragAndDropController<Item> | undefined;
  /** Reads and draws one item and what is below it again; without one, everything. */
  refresh(item?: Item): void;
  /** Takes every row for a new one and draws them all again: what is shown from now on only has the keys of what was shown. */
  beginAnew(): void;
  /** Shows and selects an item when the view can be seen; it never opens a closed side bar. */
  reveal(item: Item, options?: { readonly expand?: boolean }): Promise<void>;
}

/**
 * Puts a tree into a view. VS Code knows items by object, so an item is handed out as the same object for as long as nothing
 * in it changes: a refresh of one row, and a refresh while another one is being read, find what they mean.
 */
export function createTree<Item extends object>(
  viewId: string,
  source: TreeSource<Item>,
  log: Log,
  options: Omit<vscode.TreeViewOptions<Item>, 'treeDataProvider'> = {},
): Tree<Item> {
  const known = new Map<string, Item>();
  const changed = new vscode.EventEmitter<Item | undefined>();
  /** How often the tree has begun anew: a row whose id VS Code knows would be expanded and selected as that one was. */
  let beginnings = 0;

  const same = (item: Item): Item => {
    const key = source.key(item);
    const last = known.get(key);
    if (last !== undefined && isDeepStrictEqual(last, item)) {
      return last;
    }
    known.set(key, item); // the payload of a step may be another one, and with another library every id
    return item;
  };

  const provider = {
    onDidChangeTreeData: changed.event,
    getChildren: async (item?: Item): Promise<Item[]> => {
      try {
        return (await source.children(item)).map(same);
      } catch (error) {
        log.error(`${viewId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return [];
      }
    },
    getParent: (item: Item): Item | undefined => {
      const parent = source.parent(item);
      return parent && same(parent);
    },
    getTreeItem: (item: Item): vscode.TreeItem => {
      const row = source.row(item);
      row.id = beginnings === 0 ? source.key(item) : `${beginnings} ${source.key(item)}`;
      return row;
    },
  };
  const view = vscode.window.createTreeView(viewId, { ...options, treeDataProvider: provider });

  return {
    view,
    provider,
    dragAndDrop: options.dragAndDropController,
    refresh: (item) => {
      changed.fire(item && same(item));
    },
    beginAnew: () => {
      beginnings += 1;
      known.clear();
      changed.fire(undefined);
    },
    reveal: async (item, { expand = false } = {}) => {
      if (!view.visible) {
        return;
      }
      try {
        await view.reveal(same(item), { select: true, focus: false, expand });
      } catch (error) {
        // It may have vanished again meanwhile: then there is nothing to show.
        log.trace(`${viewId}: not revealed: ${String(error)}`);
      }
    },
    dispose: () => {
      view.dispose();
      changed.dispose();
    },
  };
}
