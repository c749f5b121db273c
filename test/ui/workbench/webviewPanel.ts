import type { FrameLocator, Page } from 'playwright-core';

/** Gives the page inside the webview of the active editor group. VS Code draws it in a frame within a frame. */
export function activeWebview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready:visible').last().frameLocator('iframe#active-frame');
}
