import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { editorTab } from './workbench/editor';
import { clickNotificationButton, notification, statusBarItem } from './workbench/notifications';
import { collapseView } from './workbench/sideBar';
import { clickInlineAction, clickTreeItem, contextMenu, treeItem, whenRows } from './workbench/tree';

describe('A run that did not get to its end', function () {
  this.timeout(90_000);
  stepByStep();
  let window: LibraryWindow;
  let page: Page;
  let server: PracticeServer;
  /** How many texts were asked for. */
  let requests = 0;

  before(async () => {
    server = await startPracticeServer({
      port: 0,
      tokensPerSecond: 0,
      fault: ({ earlierRequests }) => {
        requests = earlierRequests + 1;
        return earlierRequests === 1 ? { kind: 'httpError', status: 500, body: 'out of memory' } : undefined;
      },
    });
    const { port } = server;
    const gone = await startPracticeServer({ port: 0 });
    await gone.close();
    const steps = { Outline: 'An outline.', Draft: 'A draft.', Review: 'A review.' };
    window = await takeWindow({
      fill: async (store) => {
        await addWorkflow(store, 'Article', steps, { port, responseLength: 20 });
        await addWorkflow(store, 'Away', { Ask: 'Anybody there?' }, { port: gone.port, responseLength: 20 });
        const [, away] = await store.workflows.all();
        assert.ok(away);
        for (const step of away.steps) {
          await store.workflows.updateStep(away.id, step.id, { retries: 5, retryDelay: 4 });
        }
      },
    });
    page = window.page;
    for (const name of ['Blocks', 'Payloads', 'Endpoints']) await collapseView(page, name); // room for the runs
  });

  after(async () => {
    await window.leave();
    await server.close();
  });

  it('shows which of its steps failed and which were not run', async () => {
    await clickInlineAction(page, 'Workflows', 'Article', 'Run Workflow');
    await notification(page, 'out of memory');
    const rows = await whenRows(page, 'Runs', (shown) => shown[3] === '3. Review | not run');
    assert.match(rows[1] ?? '', /^1\. Outline \| .*\d+ tokens/);
    assert.match(rows[2] ?? '', /^2\. Draft \| failed/);
    await takeScreenshot(page, 'resume-1-failed');
  });

  it('is resumed at the step that failed, from its notification', async () => {
    await clickNotificationButton(page, 'out of memory', 'Resume');
    await editorTab(page, 'Review · run 2.md').waitFor();
    const rows = await whenDone(page, 2);
    assert.match(rows[1] ?? '', /^1\. Outline \| .*taken over/);
    assert.match(rows[2] ?? '', /^2\. Draft \| .*\d+ tokens/);
    assert.equal(requests, 4, 'the first step was not sent again');
    await takeScreenshot(page, 'resume-2-resumed');
  });

  it('is repeated from its second step', async () => {
    await contextMenu(page, 'Runs', '2. Draft', 'Run From Here');
    await editorTab(page, 'Review · run 3.md').waitFor();
    const rows = await whenDone(page, 3);
    assert.match(rows[1] ?? '', /^1\. Outline \| .*taken over/);
    assert.equal(requests, 6);
    const stored = await window.withLibrary(async ({ runs }) => ({
      run: await runs.get(3),
      steps: await runs.steps(3),
      responses: await runs.responses(3),
    }));
    assert.equal(stored.run?.sourceRunId, 2);
    assert.deepEqual(
      stored.steps.map(({ status }) => status),
      ['reused', 'completed', 'completed'],
    );
    assert.deepEqual(
      stored.responses.map(({ reusedFrom }) => reusedFrom),
      [1, null, null],
    );
  });

  it('shows what has become stale, and runs just that', async () => {
    await window.withLibrary(async ({ blocks }) => {
      const review = (await blocks.summaries()).find(({ title }) => title === 'Review');
      assert.ok(review);
      await blocks.update(review.id, { content: 'A stern review.' });
    });
    const rows = await whenRows(page, 'Runs', (shown) => (shown[3] ?? '').startsWith('3. Review | stale'));
    assert.doesNotMatch(rows.slice(1, 3).join(), /stale/);
    await treeItem(page, 'Runs', '3. Review').first().hover();
    await takeScreenshot(page, 'resume-3-stale');
    await clickInlineAction(page, 'Runs', 'Article', 'Run Stale Steps');
    await editorTab(page, 'Review · run 4.md').waitFor();
    const [, outline = '', draft = ''] = await whenDone(page, 4);
    assert.match(outline, /taken over/);
    assert.match(draft, /taken over/);
    assert.equal(requests, 7);
    await takeScreenshot(page, 'resume-4-fresh-again');
  });

  it('waits for a server that went away, says so, and goes on when it is back', async () => {
    await clickTreeItem(page, 'Workflows', 'Away');
    await clickInlineAction(page, 'Workflows', 'Away', 'Run Workflow');
    await statusBarItem(page, 'waiting before the next try').waitFor();
    const [waiting = '', step = ''] = await whenRows(page, 'Runs', ([run = '']) => run.includes('retry 1 at'));
    assert.match(waiting, /^Away \| step 1 of 1 · retry 1 at .* · Nothing answers on/);
    assert.match(step, /^1\. Ask \| retry 1 at /);
    await takeScreenshot(page, 'resume-5-server-away');
    const { port } = await window.withLibrary(async ({ payloads }) => {
      const ask = (await payloads.all()).find(({ name }) => name === 'Ask');
      assert.ok(ask);
      return ask;
    });
    const back = await startPracticeServer({ port, tokensPerSecond: 0 });
    try {
      await statusBarItem(page, 'Away: done').waitFor();
      await whenRows(page, 'Runs', ([, response = '']) => /^1\. Ask \| .*\d+ tokens/.test(response));
      await takeScreenshot(page, 'resume-6-server-back');
    } finally {
      await back.close();
    }
    const { steps } = await window.withLibrary(async ({ runs }) => ({ steps: await runs.steps(5) }));
    assert.ok(steps[0]?.status === 'completed' && steps[0].retryCount > 0);
  });
});

/** Waits until there are so many runs and the newest has ended with all three of its steps answered; gives the rows. */
function whenDone(page: Page, runs: number): Promise<readonly string[]> {
  return whenRows(page, 'Runs', (rows) => {
    const [run = '', ...steps] = rows;
    const isThere = rows.filter((row) => row.startsWith('Article | ')).length === runs;
    return isThere && /^Article \| [^·]+ · [\d.]+ m?s$/.test(run) && /^3\. Review \| .*\d+ tokens/.test(steps[2] ?? '');
  });
}
