import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Host, HostWindow, SuiteOptions, WindowOptions } from './host';
import { newProfile } from './profile';
import { takeScreenshot } from './screenshot';
import type { ServerProcess } from './serverProcess';
import { writeSuiteLauncher } from './suiteLauncher';
import { SUITE_TIME_LIMIT, withTimeLimit } from './timeLimit';
import { workbenchDefaults } from './userSettings';
import { whenRestored } from './whenRestored';
import { WindowPages, type WindowPage } from './windowPages';
import type { RemoteResource } from './workbenchConfiguration';

/**
 * The workbench is a file of 19 MB: as it is, Chromium keeps none of more than 3 MB for the next window of a page, unless
 * by chance. In bytes for one file and for all.
 */
const KEPT_FILES =
  '--enable-features=MemoryCacheStrongReference' +
  ':memory_cache_strong_ref_resource_size_threshold/100000000' +
  '/memory_cache_strong_ref_total_size_threshold/200000000';

/** Chromium as root and without internet: no sandbox, nothing fetched in the background. */
const CHROMIUM_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  KEPT_FILES,
  // A test window is never the focused one; it must work at full speed all the same.
  ...['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
];

/** A page that is about to become a window. */
interface PreparedPage extends WindowPage {
  readonly userDataPath: string;
}

/** One server and one Chromium for any number of windows, each with a profile of its own. */
export class ServerHost implements Host {
  readonly kind = 'server';

  private readonly pages: WindowPages;

  private constructor(
    readonly version: string,
    private readonly server: ServerProcess,
    private readonly browser: Browser,
  ) {
    this.pages = new WindowPages(browser, `http://${server.authority}`);
  }

  /** Starts Chromium for a running server, and takes both over. */
  static async start(version: string, server: ServerProcess, chromiumPath: string): Promise<ServerHost> {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_FLAGS });
    return new ServerHost(version, server, browser);
  }

  async openWindow(options: WindowOptions): Promise<HostWindow> {
    const { page, open, close, userDataPath } = await this.preparePage(options);
    try {
      await open();
      await whenRestored(page);
      return { page, kind: this.kind, version: this.version, userDataPath, address: this.address(options), close };
    } catch (error) {
      await takeScreenshot(page, 'failed-to-open').catch(() => undefined);
      await close();
      throw error;
    }
  }

  async runSuite(options: SuiteOptions): Promise<number> {
    const { page, exited, open, close } = await this.preparePage(options, options);
    const { name, timeLimit = SUITE_TIME_LIMIT } = options;
    try {
      await options.onPage?.(page);
      await open();
      const code = await withTimeLimit(exited, timeLimit, `the suite ${name}`);
      if (code !== 0) await takeScreenshot(page, `failed-${name}`);
      return code;
    } catch (error) {
      await takeScreenshot(page, `failed-${name}`).catch(() => undefined);
      throw error;
    } finally {
      await close();
    }
  }

  async dispose(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  private async preparePage(options: WindowOptions, suite?: SuiteOptions): Promise<PreparedPage> {
    const { userDataPath, extensionPath, discard } = await newProfile(options);
    const launcher = suite === undefined ? undefined : await writeSuiteLauncher(userDataPath, suite);
    const window = await this.pages.take(
      {
        address: withoutWelcome(this.address(options)),
        changes: {
          userDataPath,
          enableWorkspaceTrust: options.trusted === false,
          configurationDefaults: workbenchDefaults(options.settings),
          developmentOptions: {
            extensions: [this.remote(extensionPath)],
            ...(launcher === undefined ? {} : { extensionTestsPath: this.remote(launcher) }),
          },
        },
        viewport: options.viewport ?? { width: 1280, height: 800 },
        onLog: options.onLog,
      },
      suite?.onPage !== undefined,
    );
    const close = async (): Promise<void> => {
      await window.close();
      await discard();
    };
    return { ...window, userDataPath, close };
  }

  private address({ workspacePath }: WindowOptions): string {
    const query = new URLSearchParams(workspacePath === undefined ? { ew: 'true' } : { folder: workspacePath });
    return `http://${this.server.authority}/?${query.toString()}`;
  }

  private remote(path: string): RemoteResource {
    return { scheme: 'vscode-remote', authority: this.server.authority, path };
  }
}

function withoutWelcome(address: string): string {
  return `${address}&payload=${encodeURIComponent(JSON.stringify([['skipWelcome', 'true']]))}`;
}
