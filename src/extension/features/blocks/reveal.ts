import { systemClock } from '../../platform/vscode/clock';
import type { BlocksItem } from '../../treeItems';
import type { BlocksContext } from './blocksDependencies';

/** How long, in milliseconds, VS Code may take to draw what is about to be revealed; it gathers changes for 200. */
const longestDraw = 600;

/**
 * Selects a folder or block in the tree, expanding what it is in. Does nothing while the view cannot be seen: a side
 * bar that a person closed stays closed.
 */
export async function reveal({ view, tree, index, filter, log }: BlocksContext, item: BlocksItem): Promise<void> {
  if (!view.visible || filter.text !== '') {
    return; // a filter may not show it, and stays on
  }
  const element = tree.items.same(item);
  const drawn = new Promise<void>((resolve) => {
    const listener = tree.onDidDraw((one) => {
      if (one === element) {
        done();
      }
    });
    const limit = systemClock.after(longestDraw, () => {
      done();
    });
    const done = (): void => {
      listener.dispose();
      limit.dispose();
      systemClock.after(0, resolve); // VS Code notes what it draws when it has all of a folder
    };
  });
  try {
    await index.ready();
    await drawn; // revealing while VS Code reads the same folder would make it read twice, and fail
    await view.reveal(element, { select: true, focus: false });
  } catch (error) {
    log.trace(`Not revealed: ${String(error)}`); // it has vanished again
  }
}
