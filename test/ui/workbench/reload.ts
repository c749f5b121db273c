import type { Page } from 'playwright-core';
import { whenRestored } from '../../host/whenRestored';
import { openCommandPalette } from './commandPalette';
import { quickInputField, quickPickRow } from './quickInput';

/** Restarts the window with the same profile and workspace, as closing and opening VS Code does. */
export async function reloadWindow(page: Page): Promise<void> {
  const title = 'Developer: Reload Window';
  await openCommandPalette(page);
  await quickInputField(page).fill(`>${title}`);
  await page.evaluate('window.beforeReload = true');
  await quickPickRow(page, title).first().click();
  await page.waitForFunction('window.beforeReload === undefined', undefined, { polling: 100 });
  await whenRestored(page);
}
