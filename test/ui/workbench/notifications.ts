import type { Locator, Page } from 'playwright-core';
import { runCommand } from './commandPalette';
import { exactly } from './quickInput';

/** Gives the messages of the notifications on screen, newest first. */
export async function notifications(page: Page): Promise<readonly string[]> {
  return page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
}

/** Waits for a notification that contains a text. */
export async function notification(page: Page, text: string): Promise<Locator> {
  const item = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  await item.waitFor();
  return item;
}

/** Clicks a button of the notification that contains a text. */
export async function clickNotificationButton(page: Page, text: string, button: string): Promise<void> {
  const item = await notification(page, text);
  // A notification shows its buttons when it is expanded; the mouse expands nothing, so they are there or not.
  await item
    .locator('.notification-list-item-buttons-container .monaco-button')
    .filter({ hasText: exactly(button) })
    .click();
}

/** Gives the item of the status bar that contains a text. */
export function statusBarItem(page: Page, text: string): Locator {
  return page.locator('.statusbar-item').filter({ hasText: text });
}

/** Gives the item of the status bar that tells of runs, whatever it says; it is there only while there is something to say. */
export function runsItem(page: Page): Locator {
  return page.locator('.statusbar-item[id$=".runs"]');
}

/** Removes all notifications. */
export async function clearNotifications(page: Page): Promise<void> {
  if ((await notifications(page)).length === 0) return;
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'detached' });
}
