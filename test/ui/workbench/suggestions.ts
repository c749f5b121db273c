import type { Locator, Page } from 'playwright-core';

/** Gives the list of completions that is open. */
export function suggestions(page: Page): Locator {
  return page.locator('.suggest-widget.visible');
}

/** Waits for completions and gives the labels of those on screen, in their order. */
export async function suggestionLabels(page: Page): Promise<readonly string[]> {
  const rows = suggestions(page).locator('.monaco-list-row');
  await rows.first().waitFor();
  return rows.locator('.label-name').allTextContents();
}
