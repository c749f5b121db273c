import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { hasTinyModel, loadTinyModel } from '../support/tinyModel';
import { startTinyModelServer, tinyTextSource } from '../support/tinyModelServer';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { editorTab, editorText } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { statusBarItem } from './workbench/notifications';
import { clickInlineAction } from './workbench/tree';

const LENGTH = 60;

describe('A workflow on a real model', function () {
  this.timeout(120_000);
  let window: LibraryWindow;
  let page: Page;
  let server: PracticeServer;

  before(async function () {
    if (!hasTinyModel()) {
      console.log('    SKIPPED: there is no model beside the repository, so no workflow runs on a real one.');
      this.skip();
    }
    server = await startTinyModelServer({ port: 0 });
    const settings = { port: server.port, temperature: 0, responseLength: LENGTH };
    const steps = { Begin: 'Once upon a time, there was a little girl', Continue: '{{previous}}' };
    window = await takeWindow({ fill: (store) => addWorkflow(store, 'Story', steps, settings) });
    page = window.page;
  });

  after(async () => {
    if (!hasTinyModel()) return;
    await window.leave();
    await server.close();
  });

  it('shows and stores what the model writes after exactly the prompts that were sent', async () => {
    await clickInlineAction(page, 'Workflows', 'Story', 'Run Workflow');
    await statusBarItem(page, 'Story: done').waitFor({ timeout: 60_000 });
    await editorTab(page, 'Continue · run 1.md').and(page.locator('.active')).waitFor();
    await takeScreenshot(page, 'real-model');
    const responses = await window.withLibrary(async ({ runs }) => {
      const summaries = await runs.responses(1);
      return Promise.all(summaries.map(({ id }) => runs.response(id)));
    });
    assert.equal(responses.length, 2);
    for (const response of responses) {
      assert.ok(response);
      const written = continuation(response.prompt);
      assert.ok(written.length > LENGTH, written);
      assert.equal(response.content, written);
      await editorTab(page, `${response.payloadName} · run 1.md`).click();
      await eventually(
        'the text of the tab',
        () => editorText(page),
        (text) => text === written,
      );
    }
    assert.ok(responses[1]?.prompt.includes(responses[0]?.content.trim() ?? 'nothing'));
  });
});

/** What the model writes after a prompt, asked here and not by way of a server. */
function continuation(prompt: string): string {
  const source = tinyTextSource(loadTinyModel());
  const pieces = source.continue(source.encode(prompt), { temperature: 0, seed: 0 });
  let text = '';
  for (let count = 0; count < LENGTH; count++) {
    const next = pieces.next();
    if (next.done) break;
    text += next.value;
  }
  return text;
}
