import { rm } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { workbenchConfigurationScript } from './workbenchConfiguration';
import type { Host, HostWindow, SuiteOptions, WindowOptions } from './host';
import { linkExtension } from './linkExtension';
import { isLogNoise } from './logNoise';
import { newTemporaryFolder } from './paths';
import { takeScreenshot } from './screenshot';
import type { ServerProcess } from './serverProcess';
import { writeSuiteLauncher } from './suiteLauncher';
import { SUITE_TIME_LIMIT, withTimeLimit } from './timeLimit';
import { workbenchDefaults, writeUserSettings } from './userSettings';
import { whenRestored } from './whenRestored';

/** Chromium as root and without internet: no sandbox, nothing fetched in the background. */
const CHROMIUM_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  // A test window is never the focused one; it must work at full speed all the same.
  ...['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
];

interface ProfiledContext {
  readonly context: BrowserContext;
  readonly userDataPath: string;
  /** The extension's folder, as this profile sees it. */
  readonly extensionPath: string;
  readonly discard: () => Promise<void>;
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
    const { context, userDataPath, extensionPath, discard } = await this.newContext(options);
    try {
      const page = await this.newPage(context, options);
      await page.goto(this.address(options, extensionPath, []));
      await whenRestored(page);
      return { page, kind: this.kind, version: this.version, userDataPath, close: discard };
    } catch (error) {
      await discard();
      throw error;
    }
  }

  async runSuite(options: SuiteOptions): Promise<number> {
    const { context, userDataPath, extensionPath, discard } = await this.newContext(options);
    try {
      const launcher = await writeSuiteLauncher(userDataPath, options);
      const page = await this.newPage(context, options);
      const exited = new Promise<number>((resolve, reject) => {
        page.once('crash', () => {
          reject(new Error(`The window of the suite ${options.name} crashed.`));
        });
        void page.exposeFunction('codeAutomationExit', resolve);
      });
      await page.goto(this.address(options, extensionPath, [['extensionTestsPath', this.remote(launcher)]]));
      const limit = options.timeLimit ?? SUITE_TIME_LIMIT;
      const code = await withTimeLimit(exited, limit, `the suite ${options.name}`).catch(async (error: unknown) => {
        await takeScreenshot(page, `failed-${options.name}`);
        throw error;
      });
      if (code !== 0) await takeScreenshot(page, `failed-${options.name}`);
      return code;
    } finally {
      await discard();
    }
  }

  async dispose(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  private async newContext(options: WindowOptions): Promise<ProfiledContext> {
    const userDataPath = await newTemporaryFolder('profile');
    await writeUserSettings(userDataPath, options.settings);
    const extensionPath = await linkExtension(userDataPath, options.extensionPath);
    const context = await this.browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: 'dark',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const changes = {
      userDataPath,
      enableWorkspaceTrust: options.trusted === false,
      configurationDefaults: workbenchDefaults(options.settings),
    };
    await context.addInitScript(workbenchConfigurationScript(changes));
    const discard = async (): Promise<void> => {
      // Leaving the page tells the server to end this window's extension host; closing alone would not.
      await Promise.all(context.pages().map((page) => page.goto('about:blank').catch(() => null)));
      await context.close();
      await rm(userDataPath, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    };
    return { context, userDataPath, extensionPath, discard };
  }

  private async newPage(context: BrowserContext, options: WindowOptions): Promise<Page> {
    const page = await context.newPage();
    const { onLog } = options;
    if (onLog !== undefined) {
      await page.exposeFunction('codeAutomationLog', (type: string, parts: readonly unknown[]) => {
        const line = `${type}: ${parts.map(String).join(' ')}`;
        if (!isLogNoise(line)) onLog(line);
      });
    }
    return page;
  }

  private address(options: WindowOptions, extensionPath: string, more: readonly (readonly [string, string])[]): string {
    const payload = [
      ['extensionDevelopmentPath', this.remote(extensionPath)],
      ['extensionEnvironment', JSON.stringify(options.env ?? {})],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ...more,
    ];
    const folder = options.workspacePath;
    const query = new URLSearchParams({
      ...(folder === undefined ? { ew: 'true' } : { folder }),
      payload: JSON.stringify(payload),
    });
    return `http://${this.server.authority}/?${query.toString()}`;
  }

  private remote(path: string): string {
    return `vscode-remote://${this.server.authority}${path}`;
  }
}
