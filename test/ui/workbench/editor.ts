import type { Locator, Page } from 'playwright-core';

/** The part of an element of the page that holds a line. */
interface ViewLine {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

/** A tab of an editor as it is on screen. */
export interface EditorTab {
  readonly label: string;
  readonly active: boolean;
  /** Whether it has changes that are not saved. */
  readonly dirty: boolean;
}

/** Gives the open tabs of all editor groups, in their order. */
export async function openTabs(page: Page): Promise<readonly EditorTab[]> {
  const tabs = await page.locator('.tabs-container .tab').all();
  return Promise.all(
    tabs.map(async (tab) => {
      const classes = ((await tab.getAttribute('class')) ?? '').split(/\s+/);
      const name = (await tab.getAttribute('data-resource-name')) ?? '';
      return {
        // A panel has a new name in every window.
        label: name.startsWith('webview-') ? ((await tab.locator('.label-name').textContent()) ?? '') : name,
        active: classes.includes('active'),
        dirty: classes.includes('dirty'),
      };
    }),
  );
}

/** Gives the tab with exactly this label. */
export function editorTab(page: Page, label: string): Locator {
  // A label may be drawn in several parts, name and ending; this attribute holds the whole.
  return page.locator(`.tabs-container .tab[data-resource-name=${JSON.stringify(label)}]`);
}

/** Gives the text editor of the active group. */
export function activeEditor(page: Page): Locator {
  return page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
}

/**
 * Gives the lines of the active editor that are on screen, from top to bottom. A long line that is wrapped counts as
 * several, and lines outside of the screen are not there.
 */
export async function visibleLines(page: Page): Promise<readonly string[]> {
  const lines = activeEditor(page).locator('.view-lines > .view-line');
  await lines.first().waitFor();
  const read = await lines.evaluateAll((elements: readonly ViewLine[]) =>
    elements.map(({ style, textContent }) => ({ top: Number.parseFloat(style.top), text: textContent })),
  );
  // The editor draws spaces as non-breaking spaces.
  return read.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
}

/** Gives the whole text of the active editor, by copying it. Everything is selected afterwards. */
export async function editorText(page: Page): Promise<string> {
  await focusEditor(page);
  // What is on the clipboard before is not a text of the editor; afterwards it is, or the editor is empty.
  await page.evaluate(`navigator.clipboard.writeText('')`);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  return (await page.evaluate<string>('navigator.clipboard.readText()')).replaceAll('\r\n', '\n');
}

/** Gives the code lens of the active editor that contains a text. */
export function codeLens(page: Page, text: string): Locator {
  return activeEditor(page).locator('.codelens-decoration > *').filter({ hasText: text }).first();
}

/** Clicks a code lens. VS Code first draws what it remembers of them, which does nothing: this waits for the real one. */
export async function clickCodeLens(page: Page, text: string): Promise<void> {
  await activeEditor(page).locator('.codelens-decoration > a').filter({ hasText: text }).first().click();
}

/** Puts the caret into the active editor, where it was before. */
export async function focusEditor(page: Page): Promise<void> {
  const editor = activeEditor(page);
  await editor.waitFor();
  await editor.locator('.native-edit-context, textarea.inputarea').first().focus();
}

/** Types at the caret of the active editor. */
export async function typeInEditor(page: Page, text: string): Promise<void> {
  await focusEditor(page);
  await page.keyboard.insertText(text);
}
