import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { practiceText } from '../../src/extension/practice/practiceText';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { recordedText } from '../support/recordedText';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { codeLens, editorTab, editorText, visibleLines } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { notifications, statusBarItem } from './workbench/notifications';
import { quickPickLabels, whenAsked } from './workbench/quickInput';
import { clickInlineAction, treeItem, whenRows } from './workbench/tree';

/** After so many tokens the server says nothing more, and keeps the connection open. */
const STALLED_AFTER = 12;

describe('Stopping a run', function () {
  this.timeout(60_000);
  stepByStep();
  const { source, texts } = recordedText(practiceText(8192));
  let window: LibraryWindow;
  let page: Page;
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({
      port: 0,
      tokensPerSecond: 20,
      source,
      fault: ({ earlierRequests }) =>
        earlierRequests === 0 ? { kind: 'stall', afterTokens: STALLED_AFTER } : undefined,
    });
    const steps = { Long: 'Write a long text about rivers.', Never: 'Write another one.' };
    window = await takeWindow({ fill: (store) => addWorkflow(store, 'Slow', steps, { port: server.port }) });
    page = window.page;
  });

  after(async () => {
    await window.leave();
    await server.close();
  });

  it('is offered by the item in the status bar, and keeps what has arrived', async () => {
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await editorTab(page, 'Long · run 1.md').waitFor();
    await eventually(
      'twelve tokens',
      () => editorLines(page),
      (text) => text !== '' && text === texts[0],
    );
    await statusBarItem(page, 'Slow 1/2 · Long').click();
    await whenAsked(page, 'Active Runs');
    assert.deepEqual(await quickPickLabels(page), ['Stop', 'Show Response']);
    await takeScreenshot(page, 'stop-1-active-runs');
    await page.keyboard.press('Enter');
    await whenRows(page, 'Runs', ([run = '', response = '']) => {
      return /^Slow \| .* · stopped$/.test(run) && response.startsWith('1. Long | stopped, partial');
    });
    await codeLens(page, 'Partial: stopped').waitFor();
    await takeScreenshot(page, 'stop-2-stopped');
    assert.equal(await editorText(page), texts[0]);
    assert.deepEqual(await stored(1), { status: 'cancelled', responses: [['cancelled', true, texts[0]]] });
  });

  it('stops the server, and no later step begins', async () => {
    await eventually(
      'an idle server',
      () => server.engine.idle,
      (idle) => idle,
    );
    assert.equal(server.engine.last.finish, 'aborted');
    assert.equal(server.engine.last.completionTokens, STALLED_AFTER);
    assert.equal(texts.length, 1);
  });

  it('works from the view Runs while the server writes on', async () => {
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await editorTab(page, 'Long · run 2.md').and(page.locator('.active')).waitFor();
    await eventually(
      'some text',
      () => editorLines(page),
      (text) => text.length > 10,
    );
    await takeScreenshot(page, 'stop-3-writing');
    await clickInlineAction(page, 'Runs', 'Slow', 'Stop Run');
    await whenRows(page, 'Runs', ([run = '']) => run.endsWith(' · stopped'));
    await eventually(
      'an idle server',
      () => server.engine.idle,
      (idle) => idle,
    );
    assert.equal(server.engine.last.finish, 'aborted');
    const { status, responses } = await stored(2);
    const [[reason, partial, content] = []] = responses;
    assert.deepEqual([status, reason, partial], ['cancelled', 'cancelled', true]);
    assert.ok(content && texts[1]?.startsWith(content), `"${content}" is not the beginning of "${texts[1]}"`);
    await eventually(
      'the text on screen',
      () => editorText(page),
      (text) => text === content,
    );
    assert.equal(await treeItem(page, 'Runs', 'Slow').count(), 2);
    assert.deepEqual(await notifications(page), [], 'what a person stopped is no failure');
  });

  async function stored(runId: number) {
    return window.withLibrary(async ({ runs }) => {
      const summaries = await runs.responses(runId);
      const contents = await Promise.all(summaries.map(async ({ id }) => (await runs.response(id))?.content));
      return {
        status: (await runs.get(runId))?.status,
        responses: summaries.map(
          ({ finishReason, partial }, index) => [finishReason, partial, contents[index]] as const,
        ),
      };
    });
  }
});

/** What is on screen of a text without line breaks. */
async function editorLines(page: Page): Promise<string> {
  return (await visibleLines(page)).join('');
}
