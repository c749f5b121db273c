import type { Page } from 'playwright-core';
import { runCommand } from './commandPalette';
import { exactly } from './quickInput';

/** Trusts the workspace of a window in Restricted Mode, and resolves when the window is trusted. */
export async function grantTrust(page: Page): Promise<void> {
  await runCommand(page, 'Workspaces: Manage Workspace Trust');
  const editor = page.locator('.workspace-trust-editor');
  await editor
    .locator('.monaco-button')
    .filter({ hasText: exactly('Trust') })
    .click();
  await page.locator('.statusbar-item[id="status.workspaceTrust"]').waitFor({ state: 'detached' });
  await page.locator('.workspace-trust-editor.trusted').waitFor();
  // In newer versions this editor lies over the workbench.
  const modal = page.locator('.monaco-modal-editor-block');
  if (await modal.isVisible()) await modal.locator('.action-label[aria-label^="Close"]').first().click();
  await modal.waitFor({ state: 'hidden' });
}
