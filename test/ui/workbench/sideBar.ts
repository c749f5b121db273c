import type { Locator, Page } from 'playwright-core';
import { exactly } from './quickInput';

/** Opens a view container by its title in the activity bar; nothing happens when it is open. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  const label = page.locator(`.action-label[aria-label^="${title}"]`);
  const item = page.locator('.activitybar .composite-bar .action-item').filter({ has: label });
  await item.waitFor();
  if ((await item.getAttribute('aria-selected')) !== 'true') await item.click();
  await page.locator('.sidebar .composite.title').waitFor();
}

/** Gives a view in the side bar, with its header and its body, by its title. */
export function view(page: Page, title: string): Locator {
  const header = page.locator('.pane-header h3.title', { hasText: exactly(title) });
  return page.locator('.split-view-view .pane').filter({ has: header });
}

/** Opens the body of a view when it is collapsed. */
export async function expandView(page: Page, title: string): Promise<void> {
  await toggleView(page, title, true);
}

/** Closes the body of a view when it is open, which leaves more room to the others. */
export async function collapseView(page: Page, title: string): Promise<void> {
  await toggleView(page, title, false);
}

/** Clicks an action in the title of a view, by its label. */
export async function clickViewAction(page: Page, title: string, action: string): Promise<void> {
  const header = view(page, title).locator('.pane-header');
  // The actions are there only while the mouse is over the view.
  await header.hover();
  await header.locator(`.action-label[aria-label^="${action}"]`).first().click();
}

/** Gives the welcome texts of a view, and its buttons and links, one a line. */
export async function welcomeText(page: Page, title: string): Promise<string> {
  const content = view(page, title).locator('.welcome-view-content');
  await content.locator('p, .button-container').first().waitFor();
  return (await content.locator('p, .button-container').allInnerTexts()).join('\n');
}

/** Clicks a button of the welcome content of a view. */
export async function clickWelcomeButton(page: Page, title: string, button: string): Promise<void> {
  const buttons = view(page, title).locator('.welcome-view-content .monaco-button');
  await buttons.filter({ hasText: exactly(button) }).click();
}

async function toggleView(page: Page, title: string, expanded: boolean): Promise<void> {
  const header = view(page, title).locator('.pane-header');
  await header.waitFor();
  if ((await header.getAttribute('aria-expanded')) === String(expanded)) return;
  await header.locator('h3.title').click();
  await header.and(page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
}
