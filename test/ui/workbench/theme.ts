import type { Page } from 'playwright-core';
import { readFolderSettings, writeFolderSettings } from '../folderSettings';
import { runCommand } from './commandPalette';
import { pickQuickPick } from './quickInput';

/** A window with a folder. */
export interface ThemedWindow {
  readonly page: Page;
  readonly workspacePath: string;
}

/** A kind of colour theme. */
export type ThemeKind = 'light' | 'dark' | 'hc-dark' | 'hc-light';

/** A theme: its label in VS Code, its name in settings, and the class that the workbench has when it is active. */
interface Theme {
  readonly label: string;
  readonly setting: string;
  readonly workbenchClass: string;
}

/** The theme of each kind. */
const THEMES: Readonly<Record<ThemeKind, Theme>> = {
  light: { label: 'Light 2026', setting: 'Light 2026', workbenchClass: 'vs' },
  dark: { label: 'Dark 2026', setting: 'Dark 2026', workbenchClass: 'vs-dark' },
  'hc-dark': { label: 'Dark High Contrast', setting: 'Default High Contrast', workbenchClass: 'hc-black' },
  'hc-light': { label: 'Light High Contrast', setting: 'Default High Contrast Light', workbenchClass: 'hc-light' },
};

/** Every kind of theme, for a test that takes a picture in each. The last one is that of a new window. */
export const THEME_KINDS: readonly ThemeKind[] = ['light', 'hc-light', 'hc-dark', 'dark'];

/**
 * Changes the colour theme in the settings of the folder, unless the window has it, and resolves when the workbench has its
 * colours. The picker of VS Code would draw the workbench in another theme or two before.
 */
export async function setTheme({ page, workspacePath }: ThemedWindow, kind: ThemeKind): Promise<void> {
  const { setting, workbenchClass } = THEMES[kind];
  if (await page.locator(`.monaco-workbench.${workbenchClass}`).isVisible()) return;
  const settings = await readFolderSettings(workspacePath);
  const theme = kind === THEME_KINDS.at(-1) ? undefined : setting;
  await writeFolderSettings(workspacePath, { ...settings, 'workbench.colorTheme': theme });
  await whenThemed(page, kind);
}

/** Waits for the workbench to have the colours of a theme. */
export async function whenThemed(page: Page, kind: ThemeKind): Promise<void> {
  await page.locator(`.monaco-workbench.${THEMES[kind].workbenchClass}`).waitFor();
}

/** Changes the colour theme as a person does, and resolves when the workbench has its colours. */
export async function pickTheme(page: Page, kind: ThemeKind): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await pickQuickPick(page, THEMES[kind].label);
  await whenThemed(page, kind);
}
