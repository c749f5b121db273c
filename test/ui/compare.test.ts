import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Store } from '../../src/extension/store/openStore';
import { takeScreenshot } from '../host/screenshot';
import { newRun } from '../support/newRun';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { codeLens, editorTab } from './workbench/editor';
import { clickMenuItem } from './workbench/menu';
import { quickPickRow, whenAsked } from './workbench/quickInput';
import { clickTreeItem, contextMenu, treeItem, whenRows } from './workbench/tree';

const FIRST = ['A lamp by the water,', 'lit at dusk,', 'and put out at dawn.'];
const SECOND = ['A lamp by the water,', 'lit at noon by mistake,', 'and put out at dawn.'];

/** Stores a workflow "Poem" of one step and a run of it for each text. */
async function addRuns(store: Store, ...texts: readonly (readonly string[])[]): Promise<void> {
  await addWorkflow(store, 'Poem', { Verse: 'Write a verse.' }, {});
  const [workflow] = await store.workflows.all();
  const payloadId = workflow?.steps[0]?.payloadId ?? 0;
  for (const [index, lines] of texts.entries()) {
    const { run, steps } = await store.runs.start(newRun(workflow?.id ?? null, 'Poem', [payloadId]));
    const metadata = {
      ...{ host: '127.0.0.1', port: 5001, server: 'KoboldCpp 1.115.1', model: 'a-model', modelFormat: 'auto' },
      ...{ temperature: index / 2, responseLength: 100, promptTokens: 12, completionTokens: 20 + index },
      ...{ timeToFirstTokenMs: 210, durationMs: 1900 + index * 300, tokensPerSecond: 12.3 },
    };
    const response = await store.runs.startResponse({
      ...{ runId: run.id, stepExecutionId: steps[0]?.id ?? '', payloadId, payloadName: 'Verse', stepIndex: 0 },
      ...{ answerIndex: 0, prompt: 'Write a verse.', metadata },
    });
    const end = { content: lines.join('\n'), thinking: '', partial: false, finishReason: 'stop', metadata } as const;
    await store.runs.finishResponse(response.id, end);
    await store.runs.finish(run.id, { status: 'completed', executionTimeMs: 2000, errorMessage: null });
  }
}

describe('Comparing what two runs gave', function () {
  this.timeout(60_000);
  stepByStep();
  let window: LibraryWindow;
  let page: Page;

  before(async () => {
    window = await takeWindow({ fill: (store) => addRuns(store, FIRST, SECOND) });
    page = window.page;
    await whenRows(page, 'Runs', (rows) => rows.length === 2);
    for (const row of [1, 0]) await treeItem(page, 'Runs', 'Poem').nth(row).locator('.monaco-tl-twistie').click();
    await whenRows(page, 'Runs', (rows) => rows.filter((row) => row.startsWith('1. Verse')).length === 2);
  });

  after(() => window.leave());

  it('shows two responses in the diff editor of VS Code', async () => {
    const responses = treeItem(page, 'Runs', '1. Verse');
    await responses.nth(0).locator('.label-name').click();
    await responses
      .nth(1)
      .locator('.label-name')
      .click({ modifiers: ['ControlOrMeta'] });
    await responses.nth(1).locator('.label-name').click({ button: 'right' });
    await clickMenuItem(page, 'Compare…');
    await page.locator('.tabs-container .tab.active', { hasText: 'Verse (run 1) ↔ Verse (run 2)' }).waitFor();
    const diff = page.locator('.monaco-diff-editor');
    await diff.locator('.view-line', { hasText: 'lit at dusk,' }).first().waitFor();
    await diff.locator('.view-line', { hasText: 'lit at noon by mistake,' }).first().waitFor();
    await takeScreenshot(page, 'compare-1-diff');
  });

  it('keeps a rating, which the row and the response show', async () => {
    await clickTreeItem(page, 'Runs', '1. Verse'); // alone: what is chosen is rated
    await contextMenu(page, 'Runs', '1. Verse', 'Rate Response…');
    await whenAsked(page, 'Rate Response');
    await quickPickRow(page, '★★★★☆').click();
    await whenRows(page, 'Runs', (rows) =>
      rows
        .filter((row) => row.includes('★'))
        .join()
        .startsWith('1. Verse | ★★★★☆ · 21 tokens'),
    );
    await treeItem(page, 'Runs', '1. Verse').first().locator('.label-name').dblclick();
    await editorTab(page, 'Verse · run 2.md').waitFor();
    await codeLens(page, '★★★★☆').waitFor();
  });

  it('shows the steps of a run as a table of tokens, times and speeds', async () => {
    await contextMenu(page, 'Runs', 'Poem', 'Show Table of Steps');
    await editorTab(page, 'Poem · run 2 (table).md').waitFor();
    const shown = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await shown.locator('h1', { hasText: 'Poem · run 2' }).waitFor();
    const cells = await shown.locator('tbody tr').first().locator('td').allTextContents();
    assert.deepEqual(cells.slice(0, 4), ['1', 'Step 1', 'complete', '12']);
    await takeScreenshot(page, 'compare-2-table');
  });
});
