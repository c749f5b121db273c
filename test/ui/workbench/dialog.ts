import type { Locator, Page } from 'playwright-core';
import { exactly } from './quickInput';

/** Gives the modal dialog that is open. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** Waits for a modal dialog and gives its message with its detail below it. */
export async function dialogText(page: Page): Promise<string> {
  const parts = dialog(page).locator('.dialog-message-text, .dialog-message-detail');
  await parts.first().waitFor();
  return (await parts.allInnerTexts()).filter((text) => text !== '').join('\n');
}

/** Gives the labels of the buttons of the open dialog. */
export async function dialogButtons(page: Page): Promise<readonly string[]> {
  const buttons = dialog(page).locator('.dialog-buttons .monaco-button');
  await buttons.first().waitFor();
  return buttons.allInnerTexts();
}

/** Clicks a button of the open dialog and resolves when the dialog is closed. */
export async function clickDialogButton(page: Page, label: string): Promise<void> {
  const box = dialog(page);
  await box
    .locator('.dialog-buttons .monaco-button')
    .filter({ hasText: exactly(label) })
    .click();
  await box.waitFor({ state: 'hidden' });
}
