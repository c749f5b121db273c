import type { Page } from 'playwright-core';

/** What was on screen, in the order of appearance. */
export type Sight =
  /** The text of the extension's item in the status bar. */
  | { readonly kind: 'status'; readonly text: string }
  /** The message of a notification that tells an error. */
  | { readonly kind: 'error'; readonly text: string };

/**
 * Notes every text of the workflow in the status bar and every notification of an error from now on, also those that
 * are gone before anybody looks. Gives a function that hands over what was noted since it was last called.
 */
export async function watchScreen(page: Page, workflowName: string): Promise<() => Promise<readonly Sight[]>> {
  await page.evaluate(`(() => {
    const sights = (window.demoSights = []);
    const told = new Set();
    let status = '';
    const look = () => {
      for (const item of document.querySelectorAll('.statusbar-item')) {
        const text = item.textContent.trim();
        if (text === status || !text.startsWith(${JSON.stringify(workflowName)})) continue;
        status = text;
        sights.push({ kind: 'status', text });
      }
      for (const item of document.querySelectorAll('.notifications-toasts .notification-list-item')) {
        if (item.querySelector('.codicon-error') === null) continue;
        const text = item.querySelector('.notification-list-item-message')?.textContent.trim() ?? '';
        if (text === '' || told.has(text)) continue;
        told.add(text);
        sights.push({ kind: 'error', text });
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  })()`);
  return () => page.evaluate<readonly Sight[]>('window.demoSights.splice(0)');
}
