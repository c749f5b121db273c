import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';
import { clickMenuItem } from './menu';
import { exactly } from './quickInput';
import { view } from './sideBar';

/** How long the action of a row may take to be there below the mouse, in milliseconds, and how often the mouse is moved. */
const ANSWER_LIMIT = 3000;
const TRIES = 4;

/** The part of an element of the page that holds an item. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly textContent: string } | null;
}

/** An item of a tree as it is on screen. */
export interface TreeRow {
  readonly label: string;
  /** The secondary text after the label. */
  readonly description: string;
  /** 1 for items at the top. */
  readonly level: number;
  /** Absent for an item that cannot have children. */
  readonly expanded?: boolean;
  readonly selected: boolean;
}

/** Gives the items of a view that are on screen, from top to bottom; a long tree shows only some of its items. */
export async function treeRows(page: Page, title: string): Promise<readonly TreeRow[]> {
  const read = await rowsOf(page, title).evaluateAll((elements: readonly RowElement[]) =>
    elements.map((element) => ({
      index: Number(element.getAttribute('data-index')),
      label: element.querySelector('.label-name')?.textContent ?? '',
      description: element.querySelector('.label-description')?.textContent ?? '',
      level: Number(element.getAttribute('aria-level')),
      expanded: element.getAttribute('aria-expanded'),
      selected: element.getAttribute('aria-selected') === 'true',
    })),
  );
  return read
    .sort((a, b) => a.index - b.index)
    .map(({ label, description, level, expanded, selected }) => ({
      label,
      description,
      level,
      ...(expanded === null ? {} : { expanded: expanded === 'true' }),
      selected,
    }));
}

/** Gives the item of a view with exactly this label; where several have it, all of them. */
export function treeItem(page: Page, title: string, label: string): Locator {
  return rowsOf(page, title).filter({ has: page.locator('.label-name', { hasText: exactly(label) }) });
}

/** Clicks the first item with a label, as a person does to open or select it; modifier keys add to the selection. */
export async function clickTreeItem(
  page: Page,
  title: string,
  label: string,
  modifiers: ('ControlOrMeta' | 'Shift')[] = [],
): Promise<void> {
  await treeItem(page, title, label).locator('.label-name').first().click({ modifiers });
}

/** Expands an item and resolves when it is expanded. */
export async function expandTreeItem(page: Page, title: string, label: string): Promise<void> {
  await toggleTreeItem(page, title, label, true);
}

/** Collapses an item and resolves when it is collapsed. */
export async function collapseTreeItem(page: Page, title: string, label: string): Promise<void> {
  await toggleTreeItem(page, title, label, false);
}

/** Runs a command from the context menu of the first item with a label; several labels name a submenu and its entry. */
export async function contextMenu(page: Page, title: string, label: string, ...path: readonly string[]): Promise<void> {
  await treeItem(page, title, label).locator('.label-name').first().click({ button: 'right' });
  await clickMenuItem(page, ...path);
}

/**
 * Clicks an inline action of the first item with a label, by the label of the action. It is there while the mouse is over
 * the item: where a row is drawn anew below a mouse that stands still, a person moves it again, and so does this.
 */
export async function clickInlineAction(page: Page, title: string, label: string, action: string): Promise<void> {
  const item = treeItem(page, title, label).first();
  const button = item.locator(`.actions .action-label[aria-label^="${action}"]`).first();
  for (let tries = 1; ; tries++) {
    await item.hover({ position: { x: 40 + tries, y: 10 } });
    try {
      await button.click({ timeout: ANSWER_LIMIT });
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

/** Drags an item of a view onto another one, which may be in another view. */
export async function dragTreeItem(
  page: Page,
  from: { readonly view: string; readonly label: string },
  to: { readonly view: string; readonly label: string },
): Promise<void> {
  const source = treeItem(page, from.view, from.label).locator('.label-name');
  const target = treeItem(page, to.view, to.label).locator('.label-name');
  await source.hover();
  await page.mouse.down();
  // A tree decides on the way whether it takes what is above it: one leap would be too short.
  await target.hover();
  await target.hover({ position: { x: 4, y: 4 } });
  await treeItem(page, to.view, to.label).and(page.locator('.drop-target')).waitFor();
  await page.mouse.up();
}

/** Drags what is selected in a view into a page, which VS Code allows while Shift is held. `at` is where in the target. */
export async function dragTreeItemIntoPage(
  page: Page,
  from: { readonly view: string; readonly label: string },
  target: Locator,
  at: { readonly x: number; readonly y: number },
): Promise<void> {
  await treeItem(page, from.view, from.label).locator('.label-name').hover();
  await page.mouse.down();
  await page.keyboard.down('Shift');
  const box = await target.boundingBox();
  if (box === null) throw new Error('The target of the drag is not on screen.');
  // The first moves begin the drag and uncover the page; the last one is the place.
  for (const [x, y] of [
    [at.x + 40, at.y + 40],
    [at.x + 6, at.y + 6],
    [at.x, at.y],
  ] as const) {
    await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  }
  await page.mouse.up();
  await page.keyboard.up('Shift');
}

/** Waits until the items of a view, each as its label and what stands after it, are right. */
export function whenRows(
  page: Page,
  title: string,
  isRight: (rows: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const read = async (): Promise<readonly string[]> =>
    (await treeRows(page, title)).map(({ label, description }) =>
      description === '' ? label : `${label} | ${description}`,
    );
  return eventually(`the items of ${title}`, read, isRight);
}

function rowsOf(page: Page, title: string): Locator {
  return view(page, title).locator('.pane-body .monaco-list-row[role="treeitem"]');
}

async function toggleTreeItem(page: Page, title: string, label: string, expanded: boolean): Promise<void> {
  const item = treeItem(page, title, label);
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) === String(expanded)) return;
  await item.locator('.monaco-tl-twistie').click();
  await item.and(page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
}
