import type { Page } from 'playwright-core';
import { quickInput, quickInputField, quickPickRow } from './quickInput';

/** How long to wait for the palette before pressing its key again, in milliseconds. */
const PRESS_AGAIN = 2000;

/** How often to press its key. */
const PRESSES = 10;

/** How long an open palette may take to find and run a command, in milliseconds, and how often that is tried. */
const ANSWER_LIMIT = 5000;
const TRIES = 3;

/** How often to look whether the palette has given way, in milliseconds: not with every frame, which makes frames. */
const POLLING = 30;

/** Opens the command palette. The key is pressed again when the workbench was too busy to notice it. */
export async function openCommandPalette(page: Page): Promise<void> {
  for (let presses = 1; ; presses++) {
    await page.keyboard.press('F1');
    try {
      await quickInputField(page).waitFor({ timeout: PRESS_AGAIN });
      return;
    } catch (error) {
      if (presses === PRESSES) throw error;
    }
  }
}

/**
 * Runs a command by its full title in the palette, such as `LLM Orchestrator: Run Workflow`. Resolves when the
 * palette has given way to whatever the command opens. A busy workbench may take the focus back, which closes the palette:
 * then it is opened again.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    await openCommandPalette(page);
    try {
      await quickInputField(page).fill(`>${title}`, { timeout: ANSWER_LIMIT });
      await quickPickRow(page, title).first().click({ timeout: ANSWER_LIMIT });
      break;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
  // The command may ask something in the same box: then its text changes instead of going away.
  await page.waitForFunction(
    `!Array.from(document.querySelectorAll('.quick-input-widget')).some((widget) => widget.offsetParent !== null && widget.querySelector('input')?.value === ${JSON.stringify(`>${title}`)})`,
    undefined,
    { polling: POLLING },
  );
}

/** Gives the titles that the palette offers for a text, without running any. The palette is closed afterwards. */
export async function offeredCommands(page: Page, text: string): Promise<readonly string[]> {
  await openCommandPalette(page);
  await quickInputField(page).fill(`>${text}`);
  const rows = quickInput(page).locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  const titles = await rows.locator('.quick-input-list-rows > :first-child .label-name').allTextContents();
  await page.keyboard.press('Escape');
  await quickInput(page).waitFor({ state: 'hidden' });
  return titles;
}
