import type { Page } from 'playwright-core';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import type { Store } from '../../src/extension/store/openStore';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { openViewContainer } from './workbench/sideBar';

/** A window in which a builder is tested, and a server that answers. */
export class BuilderWindow {
  private window: LibraryWindow | undefined;
  private server: PracticeServer | undefined;

  /** Opens both; the library may be filled before, given the port of the server. */
  async open(fill?: (library: Store, port: number) => Promise<void>): Promise<void> {
    const server = await startPracticeServer({ port: 0, tokensPerSecond: 0 });
    this.server = server;
    this.window = await takeWindow({
      viewport: { width: 1500, height: 950 },
      settings: { 'llmOrchestrator.openResponses': false },
      ...(fill === undefined ? {} : { fill: (library: Store) => fill(library, server.port) }),
    });
    // Where the tree of what is new is on screen, it takes the focus, and with it a question that is open.
    await openViewContainer(this.window.page, 'Explorer');
  }

  /** Leaves the window to the next suite. */
  async leave(): Promise<void> {
    await this.window?.leave();
    await this.server?.close();
  }

  get page(): Page {
    return this.opened.page;
  }

  /** The folder that is open. */
  get workspacePath(): string {
    return this.opened.workspacePath;
  }

  /** The port of the server. */
  get port(): number {
    if (this.server === undefined) throw new Error('The server has not been started.');
    return this.server.port;
  }

  /** Does something with the library as another window would. */
  withLibrary<Result>(work: (library: Store) => Promise<Result>): Promise<Result> {
    return this.opened.withLibrary(work);
  }

  private get opened(): LibraryWindow {
    if (this.window === undefined) throw new Error('The window has not been opened.');
    return this.window;
  }
}
