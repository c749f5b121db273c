import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Host, HostWindow, SuiteOptions, WindowOptions } from './host';
import { isLogNoise } from './logNoise';
import { newProfile } from './profile';
import type { Profile } from './profile';
import { takeScreenshot } from './screenshot';
import type { ServerProcess } from './serverProcess';
import { writeSuiteLauncher } from './suiteLauncher';
import { SUITE_TIME_LIMIT, withTimeLimit } from './timeLimit';
import { workbenchDefaults } from './userSettings';
import { whenRestored } from './whenRestored';
import { workbenchConfigurationScript } from './workbenchConfiguration';
import type { RemoteResource } from './workbenchConfiguration';

/** Chromium as root and without internet: no sandbox, nothing fetched in the background. */
const CHROMIUM_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  // A test window is never the focused one; it must work at full speed all the same.
  ...['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
];

/** A page that is about to become a window. */
interface PreparedPage {
  readonly page: Page;
  readonly profile: Profile;
  readonly close: () => Promise<void>;
}

/** One server and one Chromium for any number of windows, each with a profile of its own. */
export class ServerHost implements Host {
  readonly kind = 'server';

  private constructor(
    readonly version: string,
    private readonly server: ServerProcess,
    private readonly browser: Browser,
  ) {}

  /** Starts Chromium for a running server, and takes both over. */
  static async start(version: string, server: ServerProcess, chromiumPath: string): Promise<ServerHost> {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_FLAGS });
    return new ServerHost(version, server, browser);
  }

  async openWindow(options: WindowOptions): Promise<HostWindow> {
    const { page, profile, close } = await this.preparePage(options);
    const { onLog } = options;
    page.on('console', (message) => {
      const line = `${message.type()}: ${message.text()}`;
      if (onLog !== undefined && !isLogNoise(line)) onLog(line);
    });
    try {
      const address = this.address(options);
      await page.goto(withoutWelcome(address));
      await whenRestored(page);
      return { page, kind: this.kind, version: this.version, userDataPath: profile.userDataPath, address, close };
    } catch (error) {
      await takeScreenshot(page, 'failed-to-open').catch(() => undefined);
      await close();
      throw error;
    }
  }

  async runSuite(options: SuiteOptions): Promise<number> {
    const { page, close } = await this.preparePage(options, options);
    const { name, onLog, timeLimit = SUITE_TIME_LIMIT } = options;
    try {
      // The workbench calls these two when they exist and a suite runs.
      await page.exposeFunction('codeAutomationLog', (type: string, parts: readonly unknown[]) => {
        const line = `${type}: ${parts.map(String).join(' ')}`;
        if (onLog !== undefined && !isLogNoise(line)) onLog(line);
      });
      const exited = new Promise<number>((resolve, reject) => {
        page.once('crash', () => {
          reject(new Error(`The window of the suite ${name} crashed.`));
        });
        void page.exposeFunction('codeAutomationExit', resolve);
      });
      await options.onPage?.(page);
      await page.goto(withoutWelcome(this.address(options)));
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
    const profile = await newProfile(options);
    const context = await this.browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: 'dark',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const launcher = suite === undefined ? undefined : await writeSuiteLauncher(profile.userDataPath, suite);
    const script = workbenchConfigurationScript({
      userDataPath: profile.userDataPath,
      enableWorkspaceTrust: options.trusted === false,
      configurationDefaults: workbenchDefaults(options.settings),
      developmentOptions: {
        extensions: [this.remote(profile.extensionPath)],
        ...(launcher === undefined ? {} : { extensionTestsPath: this.remote(launcher) }),
      },
    });
    await context.addInitScript(script);
    const page = await context.newPage();
    const close = async (): Promise<void> => {
      // Leaving the page tells the server to end this window's extension host; closing alone would not.
      await page.goto('about:blank').catch(() => null);
      await context.close();
      await profile.discard();
    };
    return { page, profile, close };
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
