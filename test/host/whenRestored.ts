import type { Page } from 'playwright-core';

/** How long a workbench may take to open, in milliseconds: on a loaded machine a cold start is slow. */
const OPEN_LIMIT = 60_000;

/** How often to look, in milliseconds: with every frame, which is the default, a workbench would draw more of them. */
const POLLING = 100;

/**
 * Marks that VS Code itself sets when it has restored its editors and views, and when it knows the commands and views
 * of its extensions.
 */
const MARKS = ['code/LifecyclePhase/Restored', 'code/didLoadExtensions'];

/** Resolves when the workbench is restored, and knows its extensions and its colours. */
export async function whenRestored(page: Page): Promise<void> {
  // The colours of the theme come late; before, a picture shows none.
  await page.locator('.monaco-workbench[class*="-themes-"]').waitFor({ timeout: OPEN_LIMIT });
  const reached = `${JSON.stringify(MARKS)}.every((mark) => performance.getEntriesByName(mark).length > 0)`;
  await page.waitForFunction(reached, undefined, { timeout: OPEN_LIMIT, polling: POLLING });
}
