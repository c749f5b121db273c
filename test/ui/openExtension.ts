import { rm } from 'node:fs/promises';
import type { HostWindow, WindowOptions } from '../host/host';
import { newTemporaryFolder, REPOSITORY } from '../host/paths';
import { sharedHost } from './sharedHost';
import { beginUse, closeLeftWindow, endUse } from './windowsInUse';

/** A window with the extension, and the folder that is open in it. */
export interface ExtensionWindow extends HostWindow {
  /** The folder that is open; empty when the window was opened without one. */
  readonly workspacePath: string;
}

/** How a window with the extension differs from one with a trusted, empty folder. */
export interface ExtensionWindowOptions extends Omit<WindowOptions, 'extensionPath' | 'workspacePath'> {
  /** `new` is an empty folder that goes away with the window, `none` opens no folder, else the folder to open. */
  readonly workspace?: string;
  /** Fills the folder before it is opened. */
  readonly prepare?: (workspacePath: string) => Promise<unknown>;
}

/** Opens a window of the newest VS Code with the extension as it is built in `dist`. */
export async function openExtension(options: ExtensionWindowOptions = {}): Promise<ExtensionWindow> {
  const { workspace = 'new', prepare, ...rest } = options;
  await closeLeftWindow(); // its page opens the new window with half the work that another one has
  const host = await sharedHost();
  const own = workspace === 'new' ? await newTemporaryFolder('workspace') : undefined;
  const workspacePath = own ?? (workspace === 'none' ? '' : workspace);
  await prepare?.(workspacePath);
  const window = await host.openWindow({
    ...rest,
    extensionPath: REPOSITORY,
    ...(workspacePath === '' ? {} : { workspacePath }),
  });
  const opened: ExtensionWindow = {
    ...window,
    workspacePath,
    async close() {
      endUse(opened);
      await window.close();
      if (own !== undefined) await rm(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  beginUse(opened);
  return opened;
}
