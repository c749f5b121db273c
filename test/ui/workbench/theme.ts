import type { Page } from 'playwright-core';
import { runCommand } from './commandPalette';
import { pickQuickPick } from './quickInput';

/** A kind of colour theme. */
export type ThemeKind = 'light' | 'dark' | 'hc-dark' | 'hc-light';

/** The theme of each kind: its label in VS Code, and the class that the workbench has when it is active. */
const THEMES: Readonly<Record<ThemeKind, { readonly label: string; readonly workbenchClass: string }>> = {
  light: { label: 'Light 2026', workbenchClass: 'vs' },
  dark: { label: 'Dark 2026', workbenchClass: 'vs-dark' },
  'hc-dark': { label: 'Dark High Contrast', workbenchClass: 'hc-black' },
  'hc-light': { label: 'Light High Contrast', workbenchClass: 'hc-light' },
};

/** Every kind of theme, for a test that takes a picture in each. The last one is that of a new window. */
export const THEME_KINDS: readonly ThemeKind[] = ['light', 'hc-light', 'hc-dark', 'dark'];

/** Changes the colour theme as a person does, unless the window has it, and resolves when the workbench has its colours. */
export async function setTheme(page: Page, kind: ThemeKind): Promise<void> {
  const { label, workbenchClass } = THEMES[kind];
  if (await page.locator(`.monaco-workbench.${workbenchClass}`).isVisible()) return;
  await runCommand(page, 'Preferences: Color Theme');
  await pickQuickPick(page, label);
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
}
