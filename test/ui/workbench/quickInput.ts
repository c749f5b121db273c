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

/** Waits for a quick pick of several entries, ticks those with exactly these labels in this order, and accepts. */
export async function pickSeveral(page: Page, labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    const row = quickPickRow(page, label).first();
    await row.click();
    await row.locator('input[type="checkbox"]:checked, .monaco-custom-toggle.checked').waitFor();
  }
  await quickInputField(page).press('Enter');
}

/** Waits for the quick input to have a title; one may follow another. */
export async function whenAsked(page: Page, title: string): Promise<void> {
  await quickInput(page)
    .locator('.quick-input-title', { hasText: exactly(title) })
    .waitFor();
}

/** Gives the labels that the open quick pick shows, in their order, when there is at least one. */
export async function quickPickLabels(page: Page): Promise<readonly string[]> {
  const rows = quickInput(page).locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  const labels = await rows.locator('.quick-input-list-rows > :first-child .label-name').allTextContents();
  return labels.map((label) => label.trim()); // the blank behind an icon belongs to it
}

/** Gives the text after the label of an entry of the open quick pick. */
export async function quickPickDescription(page: Page, label: string): Promise<string> {
  const row = quickPickRow(page, label).first();
  await row.waitFor();
  return (await row.locator('.label-description').allInnerTexts()).join(' ');
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
