import type { Browser, BrowserContext, Page } from 'playwright-core';
import { directSocketsScript } from './directSockets';
import { ignoreNetwork } from './ignoreNetwork';
import { isLogNoise } from './logNoise';
import { workbenchConfigurationScript, type WorkbenchChanges } from './workbenchConfiguration';

/** What a window leaves behind in a browser, without what was only fetched. */
const LEFT_BEHIND = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage';

/** How a page becomes a window. */
export interface WindowPageOptions {
  /** The address of the workbench. */
  readonly address: string;
  readonly changes: WorkbenchChanges;
  readonly viewport: { readonly width: number; readonly height: number };
  /** Gets what is logged, without the lines that every window logs. */
  readonly onLog: ((line: string) => void) | undefined;
}

/** A page for one window. */
export interface WindowPage {
  readonly page: Page;
  /** The exit code of the suite that runs in the window; rejects when the page crashes. */
  readonly exited: Promise<number>;
  /** Opens the workbench. */
  readonly open: () => Promise<void>;
  /** Ends the window, and what it has stored in the browser. */
  readonly close: () => Promise<void>;
}

/** Who listens to a page at the moment. */
interface Listener {
  readonly log: (line: string) => void;
  readonly exit: (code: number) => void;
  readonly crash: () => void;
}

/** A page between two windows. */
interface RestingPage {
  readonly page: Page;
  readonly context: BrowserContext;
  listener: Listener | undefined;
}

/**
 * The pages of a Chromium, for one window after another. A page that had a window before has fetched and compiled the
 * workbench: it opens the next one with half the work.
 */
export class WindowPages {
  private readonly resting: RestingPage[] = [];

  constructor(
    private readonly browser: Browser,
    /** Of the workbench, such as `http://127.0.0.1:40123`. */
    private readonly origin: string,
  ) {}

  /** Gives a page; `isFresh` for one that has no window before and none afterwards. */
  async take({ address, changes, viewport, onLog }: WindowPageOptions, isFresh: boolean): Promise<WindowPage> {
    const resting = (isFresh ? undefined : this.resting.pop()) ?? (await this.newPage());
    const { page } = resting;
    await page.setViewportSize(viewport);
    await page.mouse.move(0, 0);
    const exited = new Promise<number>((resolve, reject) => {
      resting.listener = {
        log: (line) => {
          if (onLog !== undefined && !isLogNoise(line)) onLog(line);
        },
        exit: resolve,
        crash: () => {
          reject(new Error('The window crashed.'));
        },
      };
    });
    exited.catch(() => undefined); // not every window has a suite that somebody waits for
    return {
      page,
      exited,
      open: async () => {
        await page.goto(`${address}#${encodeURIComponent(JSON.stringify(changes))}`);
      },
      close: async () => {
        resting.listener = undefined;
        // Leaving the page tells the server to end this window's extension host; closing alone would not.
        await page.goto('about:blank').catch(() => undefined);
        if (isFresh || !(await this.forget(resting))) await resting.context.close();
        else this.resting.push(resting);
      },
    };
  }

  private async newPage(): Promise<RestingPage> {
    const context = await this.browser.newContext({ colorScheme: 'dark' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await context.addInitScript(workbenchConfigurationScript());
    await context.addInitScript(directSocketsScript());
    const page = await context.newPage();
    await ignoreNetwork(page);
    const resting: RestingPage = { page, context, listener: undefined };
    page.on('console', (message) => {
      resting.listener?.log(`${message.type()}: ${message.text()}`);
    });
    page.on('crash', () => {
      resting.listener?.crash();
    });
    // The workbench calls these two when a suite runs.
    await page.exposeFunction('codeAutomationLog', (type: string, parts: readonly unknown[]) => {
      resting.listener?.log(`${type}: ${parts.map(String).join(' ')}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      resting.listener?.exit(code);
    });
    return resting;
  }

  /** Removes what the windows of a page have stored; false where that cannot be done, as in a page that has crashed. */
  private async forget({ page, context }: RestingPage): Promise<boolean> {
    try {
      const session = await context.newCDPSession(page);
      await session.send('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: LEFT_BEHIND });
      await session.detach();
      return true;
    } catch {
      return false;
    }
  }
}
