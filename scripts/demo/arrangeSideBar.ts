import type { Locator, Page } from 'playwright-core';
import { sampleBlocks, sampleWorkflowName } from '../../src/extension/domain/sample/sampleLibrary';
import { expandView, openViewContainer, view } from '../../test/ui/workbench/sideBar';
import { treeItem } from '../../test/ui/workbench/tree';

/** How long the first rows of a tree may take, in milliseconds. */
const ROWS_LIMIT = 30_000;

/** How long one row may take to show that it was expanded, in milliseconds. */
const EXPAND_LIMIT = 2000;

/** How wide the side bar and how high the view Blocks is made, in pixels: enough for the sample. */
const WIDTH = 380;
const BLOCKS_HEIGHT = 330;

/** Opens the extension's view container and expands its trees as far as they have room. */
export async function arrangeSideBar(page: Page): Promise<void> {
  await openViewContainer(page, 'LLM Orchestrator');
  for (const title of ['Blocks', 'Workflows', 'Runs']) await expandView(page, title);
  await collapseView(page, 'Payloads');
  await dragEdge(page, page.locator('.part.sidebar'), 'right', WIDTH);
  await dragEdge(page, view(page, 'Blocks'), 'bottom', BLOCKS_HEIGHT);
  await treeItem(page, 'Workflows', sampleWorkflowName).first().waitFor({ timeout: ROWS_LIMIT });
  await expandIfShown(page, 'Workflows', sampleWorkflowName);
  for (const { label, child } of folders()) {
    await expandIfShown(page, 'Blocks', label);
    await treeItem(page, 'Blocks', child)
      .first()
      .waitFor({ timeout: EXPAND_LIMIT })
      .catch(() => undefined);
  }
}

/** The folders of the sample from the top down, each with something that shows below it when it is expanded. */
function folders(): readonly { readonly label: string; readonly child: string }[] {
  const children = new Map<string, string>();
  for (const { folderPath, title } of sampleBlocks) {
    const names = [...folderPath.split('/'), title];
    names.slice(0, -1).forEach((label, depth) => children.set(label, names[depth + 1] ?? title));
  }
  return [...children].map(([label, child]) => ({ label, child }));
}

/** Moves the right or the lower edge of a part with the mouse until it has a size, in pixels. */
async function dragEdge(page: Page, part: Locator, edge: 'right' | 'bottom', size: number): Promise<void> {
  const box = await part.boundingBox();
  if (box === null) return;
  const along = edge === 'right';
  const from = { x: box.x + (along ? box.width : box.width / 2), y: box.y + (along ? box.height / 2 : box.height) };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(along ? box.x + size : from.x, along ? from.y : box.y + size, { steps: 5 });
  await page.mouse.up();
}

/** A library may have more rows than there is room for: what is not on screen stays as it is. */
async function expandIfShown(page: Page, title: string, label: string): Promise<void> {
  const row = treeItem(page, title, label).first();
  if ((await row.count()) === 0 || (await row.getAttribute('aria-expanded')) !== 'false') return;
  await row.locator('.monaco-tl-twistie').click();
  await row
    .and(page.locator('[aria-expanded="true"]'))
    .waitFor({ timeout: EXPAND_LIMIT })
    .catch(() => undefined);
}

/** Leaves its room to the other views. */
async function collapseView(page: Page, title: string): Promise<void> {
  const header = view(page, title).locator('.pane-header');
  if ((await header.getAttribute('aria-expanded')) === 'true') await header.locator('h3.title').click();
}
