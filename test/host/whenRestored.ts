import type { Page } from 'playwright-core';

/** How long a workbench may take to open, in milliseconds: on a loaded machine a cold start is slow. */
const OPEN_LIMIT = 60_000;

/** Resolves when the workbench has opened, restored its editors and views, and knows its extensions and its colours. */
export async function whenRestored(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: OPEN_LIMIT });
  // The smoke test driver of VS Code itself; every window of a host is started with it.
  await page.waitForFunction('window.driver !== undefined', undefined, { timeout: OPEN_LIMIT });
  await page.evaluate('window.driver.whenWorkbenchRestored()');
  // The colours of the theme come last; before, a picture shows none.
  await page.locator('.monaco-workbench[class*="-themes-"]').waitFor({ timeout: OPEN_LIMIT });
  // Until then the commands and views of extensions do not exist.
  const loaded = `performance.getEntriesByName('code/didLoadExtensions').length > 0`;
  await page.waitForFunction(loaded, undefined, { timeout: OPEN_LIMIT });
}
