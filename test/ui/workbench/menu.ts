import type { Page } from 'playwright-core';
import { exactly } from './quickInput';

/** Clicks an entry of the open context menu; several labels name submenus and then the entry. */
export async function clickMenuItem(page: Page, ...path: readonly string[]): Promise<void> {
  for (const [depth, label] of path.entries()) {
    const name = page.locator('.action-label', { hasText: exactly(label) });
    const item = page.locator('.monaco-menu .action-item').filter({ has: name }).last();
    await item.waitFor();
    if (depth === path.length - 1) await item.click();
    else await item.hover();
  }
}

/** Gives the labels of the open context menu, from top to bottom. The menu stays open. */
export async function menuLabels(page: Page): Promise<readonly string[]> {
  const labels = page.locator('.monaco-menu .action-item .action-label:not(.separator)');
  await labels.first().waitFor();
  return labels.allTextContents();
}
