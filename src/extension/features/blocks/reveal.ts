import { systemClock } from '../../platform/vscode/clock';
import type { BlocksItem } from '../../treeItems';
import type { BlocksContext } from './blocksDependencies';
import type { BlocksTree } from './blocksTree';

/** How long, in milliseconds, VS Code may take to draw what is about to be revealed; it gathers changes for 200. */
const longestDraw = 600;

/** Revealing fails while VS Code reads the same folder for reasons of its own; then it is tried again. */
const attempts = 3;

/**
 * Selects a folder or block in the tree, expanding what it is in. Does nothing while the view cannot be seen: a side
 * bar that a person closed stays closed. Never rejects.
 */
export async function reveal({ view, tree, index, filter, log }: BlocksContext, item: BlocksItem): Promise<void> {
  if (!view.visible || filter.text !== '') {
    return; // a filter may not show it, and stays on
  }
  const element = tree.items.same(item);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const drawn = whenDrawn(tree, element);
      await index.ready();
      await drawn; // revealing while VS Code reads the same folder would make it read twice, and fail
      await view.reveal(element, { select: true, focus: false });
      return;
    } catch (error) {
      log.trace(`Not revealed: ${String(error)}`); // or it has vanished again
    }
  }
}

function whenDrawn(tree: BlocksTree, element: BlocksItem): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      listener.dispose();
      limit.dispose();
      systemClock.after(0, resolve); // VS Code notes what it draws when it has all of a folder
    };
    const limit = systemClock.after(longestDraw, done);
    const listener = tree.onDidDraw((one) => {
      if (one === element) {
        done();
      }
    });
  });
}
