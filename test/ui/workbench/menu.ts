import type { Locator, Page } from 'playwright-core';
import { exactly } from './quickInput';

/** How long to wait for a menu to close before clicking again, in milliseconds. */
const CLICK_AGAIN = 1000;

/** How often to click. */
const CLICKS = 5;

/** Clicks an entry of the open context menu; several labels name submenus and then the entry. */
export async function clickMenuItem(page: Page, ...path: readonly string[]): Promise<void> {
  for (const [depth, label] of path.entries()) {
    const name = page.locator('.action-label', { hasText: exactly(label) });
    const item = page.locator('.monaco-menu .action-item').filter({ has: name }).last();
    await item.waitFor();
    if (depth === path.length - 1) await clickUntilClosed(item);
    else await item.hover();
  }
}

/** A menu that has just opened ignores clicks for a moment, lest the click that opened it chooses something. */
async function clickUntilClosed(item: Locator): Promise<void> {
  for (let clicks = 1; ; clicks++) {
    await item.click();
    try {
      await item.waitFor({ state: 'hidden', timeout: CLICK_AGAIN });
      return;
    } catch (error) {
      if (clicks === CLICKS) throw error;
    }
  }
}

/** Gives the labels of the open context menu, from top to bottom. The menu stays open. */
export async function menuLabels(page: Page): Promise<readonly string[]> {
  const labels = page.locator('.monaco-menu .action-item .action-label:not(.separator)');
  await labels.first().waitFor();
  return labels.allTextContents();
}
