import type { FrameLocator, Locator, Page } from 'playwright-core';
import { exactly } from './quickInput';

/** Gives the page inside the webview of the active editor group. VS Code draws it in a frame within a frame. */
export function activeWebview(page: Page): FrameLocator {
  const outer = page.locator('iframe.webview.ready:visible').last().contentFrame();
  return outer.locator('iframe#active-frame').contentFrame();
}

/** Gives the tab of a panel. It shows no document, so only its label tells it. */
export function panelTab(page: Page, label: string): Locator {
  return page.locator('.tabs-container .tab').filter({ has: page.locator('.label-name', { hasText: exactly(label) }) });
}
