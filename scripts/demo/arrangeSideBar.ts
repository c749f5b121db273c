import type { Page } from 'playwright-core';
import { sampleBlocks, sampleFolder, sampleWorkflowName } from '../../src/extension/domain/sample/sampleLibrary';
import { expandView, openViewContainer, view } from '../../test/ui/workbench/sideBar';
import { treeItem } from '../../test/ui/workbench/tree';

/** How long the first rows of a tree may take, in milliseconds. */
const ROWS_LIMIT = 30_000;

/** How long one row may take to show that it was expanded, in milliseconds. */
const EXPAND_LIMIT = 2000;

/** Opens the extension's view container and expands its trees as far as they have room. */
export async function arrangeSideBar(page: Page): Promise<void> {
  await openViewContainer(page, 'LLM Orchestrator');
  for (const title of ['Blocks', 'Workflows', 'Runs']) await expandView(page, title);
  await collapseView(page, 'Payloads');
  await treeItem(page, 'Workflows', sampleWorkflowName).first().waitFor({ timeout: ROWS_LIMIT });
  await expandIfShown(page, 'Workflows', sampleWorkflowName);
  for (const folder of [sampleFolder, ...folderNames()]) await expandIfShown(page, 'Blocks', folder);
}

/** The names of the sample's folders below its own, from the top down. */
function folderNames(): readonly string[] {
  return [...new Set(sampleBlocks.flatMap(({ folderPath }) => folderPath.split('/').slice(1)))];
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
