import type { Page } from 'playwright-core';

/** How VS Code is run: the desktop program, or the server with its workbench in Chromium. */
export type HostKind = 'desktop' | 'server';

/** What every window is opened with. */
export interface WindowOptions {
  /** The folder of the extension under development: it holds `package.json`. */
  readonly extensionPath: string;
  /** The folder to open. Without it the window has no folder. */
  readonly workspacePath?: string;
  /** User settings, on top of those of `userSettings.ts`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the workspace is trusted from the start (the default). Otherwise the window opens in Restricted Mode. */
  readonly trusted?: boolean;
  /** The inner size of the window in pixels; 1280 by 800 when absent. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Gets what a suite logs and what a window prints to its console, without the lines that every window prints. */
  readonly onLog?: (line: string) => void;
}

/** A suite to run inside the extension host. */
export interface SuiteOptions extends WindowOptions {
  /** A CommonJS module with `exports.run`, an async function; a rejection fails the suite. */
  readonly suitePath: string;
  /** Environment variables of the suite; the extension may have been activated before they are set. */
  readonly env?: Readonly<Record<string, string>>;
  /** A name for the screenshot that is taken when the suite fails. */
  readonly name: string;
  /** Prepares the page before the window opens in it: a fresh one. Only a server has a page; a desktop never calls this. */
  readonly onPage?: (page: Page) => Promise<void>;
  /** How long the whole suite may take, in milliseconds. */
  readonly timeLimit?: number;
}

/** An open window. Every window has a profile of its own. */
export interface HostWindow {
  /** The workbench, as a page that Playwright drives. */
  readonly page: Page;
  readonly kind: HostKind;
  /** The version of VS Code. */
  readonly version: string;
  /** The settings, state and storage of this window: `User/settings.json` and so on. */
  readonly userDataPath: string;
  /** What a person's own browser on this machine opens to see the same folder; a desktop window has none. */
  readonly address?: string;
  /** Closes the window and its extension host, and discards its profile. */
  close(): Promise<void>;
}

/** A VS Code that is installed and ready. */
export interface Host {
  readonly kind: HostKind;
  /** The version of VS Code. */
  readonly version: string;
  /**
   * Opens a window, runs the suite in its extension host, closes the window and gives the exit code: 0 when the
   * suite resolved. In such a window VS Code answers its own confirmations with yes and refuses modal messages
   * (`showWarningMessage(..., { modal: true })` rejects), so what depends on a dialog belongs in a UI test.
   * Throws when the suite does not end within its time limit.
   */
  runSuite(options: SuiteOptions): Promise<number>;
  /** Opens a window and resolves when its workbench is restored. */
  openWindow(options: WindowOptions): Promise<HostWindow>;
  /** Stops every process of the host. */
  dispose(): Promise<void>;
}
