import type { Locator, Page } from 'playwright-core';

/** Gives the quick input that is open: command palette, quick pick or input box. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible');
}

/** Gives the text field of the open quick input. */
export function quickInputField(page: Page): Locator {
  return quickInput(page).locator('.quick-input-box input');
}

/** Gives the entry of the open quick pick whose label is exactly `label`. */
export function quickPickRow(page: Page, label: string): Locator {
  // The text of a label is cut into pieces where the filter matches, so it is compared as a whole.
  const name = page.locator('.quick-input-list-rows > :first-child .label-name', { hasText: exactly(label) });
  return quickInput(page).locator('.quick-input-list .monaco-list-row').filter({ has: name });
}

/** Waits for a quick pick, filters it by `label` and clicks the entry with exactly that label. */
export async function pickQuickPick(page: Page, label: string): Promise<void> {
  await quickInputField(page).fill(label);
  await quickPickRow(page, label).first().click();
}

/** Gives the labels that the open quick pick shows, in their order, when there is at least one. */
export async function quickPickLabels(page: Page): Promise<readonly string[]> {
  const rows = quickInput(page).locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  return rows.locator('.quick-input-list-rows > :first-child .label-name').allTextContents();
}

/** Waits for an input box, replaces its text and presses Enter. */
export async function typeInInput(page: Page, text: string): Promise<void> {
  await quickInputField(page).fill(text);
  await quickInputField(page).press('Enter');
}

/** Gives the message below the text field of the open input box: its prompt, or why its text is not valid. */
export async function inputMessage(page: Page): Promise<string> {
  return (await quickInput(page).locator('.quick-input-message').textContent()) ?? '';
}

/** Closes the quick input without choosing. */
export async function cancelQuickInput(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await quickInput(page).waitFor({ state: 'hidden' });
}

/** A pattern that matches a text as a whole. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
