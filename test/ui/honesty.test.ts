import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Fault } from '../../src/extension/practice/fault';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { runCommand } from './workbench/commandPalette';
import { clickCodeLens, codeLens, editorTab, visibleLines } from './workbench/editor';
import { collapseView, expandView } from './workbench/sideBar';
import { setTheme, THEME_KINDS } from './workbench/theme';
import { clickInlineAction, clickTreeItem, treeItem, whenRows } from './workbench/tree';

/** Some text, then nothing more. */
const STALLED: Fault = { kind: 'stall', afterTokens: 5 };
const LOADING: Fault = { kind: 'loading' };
const THOUGHT = 'They ask about rivers. I begin with stones.';
/** Ends up far beyond a context of 256 tokens. */
const LONG = 'Rivers carve valleys and carry stones to the sea. '.repeat(60);

describe('What is odd about a server or a response', function () {
  this.timeout(90_000);
  stepByStep();
  const servers: PracticeServer[] = [];
  let window: LibraryWindow;
  let page: Page;
  let odd: PracticeServer;
  let slow: PracticeServer;

  async function start(options: Partial<PracticeServerOptions>): Promise<PracticeServer> {
    const server = await startPracticeServer({ port: 0, tokensPerSecond: 0, ...options });
    servers.push(server);
    return server;
  }

  before(async () => {
    odd = await start({ thinking: { text: THOUGHT, as: 'marks' }, contextSize: 256 });
    slow = await start({ imitate: 'ollama', fault: STALLED });
    const locked = await start({ imitate: 'llama-server', key: 'sesame' });
    const loading = await start({ imitate: 'llama-server', fault: LOADING });
    const gone = await start({});
    await gone.close();
    const endpoints = [odd, slow, locked, loading, gone].map(({ port }) => `127.0.0.1:${port}`);
    window = await takeWindow({
      viewport: { width: 1280, height: 900 },
      settings: { 'llmOrchestrator.endpoints': endpoints },
      fill: async (store) => {
        const parameters = { jsonSchema: '{"type": "object"}', stop: ['sea'] };
        await addWorkflow(store, 'Rivers', { Essay: LONG }, { port: odd.port, responseLength: 40, parameters });
        await addWorkflow(store, 'Slow', { Poem: 'Write a poem.' }, { port: slow.port, responseLength: 2000 });
      },
    });
    page = window.page;
    for (const title of ['Blocks', 'Payloads']) await collapseView(page, title);
    for (const title of ['Workflows', 'Runs', 'Endpoints']) await expandView(page, title);
  });

  after(async () => {
    await window.leave();
    await Promise.all(servers.map((server) => server.close()));
  });

  it('is marked in the row and above the text of a response, and what the model thought is kept apart', async () => {
    await clickInlineAction(page, 'Workflows', 'Rivers', 'Run Workflow');
    await whenRows(page, 'Runs', ([, response = '']) =>
      response.startsWith('1. Essay | prompt cut · settings ignored · '),
    );
    await editorTab(page, 'Essay · run 1.md').click();
    await codeLens(page, 'prompt cut').waitFor();
    assert.match((await visibleLines(page)).join(''), /^This is practice text/, 'the thinking is not in the text');
    await takeScreenshot(page, 'honesty-1-response');
    await clickCodeLens(page, 'Show Thinking');
    await editorTab(page, 'Essay · run 1 (thinking).md').waitFor();
    assert.equal((await visibleLines(page)).join('').trim(), THOUGHT);
    await takeScreenshot(page, 'honesty-2-thinking');
    await runCommand(page, 'View: Close Editor');
  });

  it('is seen of each server: idle, busy, locked, loading, gone', async () => {
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await whenRows(page, 'Runs', (rows) => rows.some((row) => row.startsWith('1. Poem | writing')));
    await collapseView(page, 'Workflows');
    await runCommand(page, 'LLM Orchestrator: Refresh Endpoints');
    await whenRows(page, 'Endpoints', (rows) => {
      const [idle = '', busy = '', locked = '', loading = '', gone = ''] = rows.map((row) => row.split(' | ')[1] ?? '');
      return (
        idle.endsWith(' · idle') &&
        busy.startsWith('working for you · Ollama') &&
        locked.startsWith('wants an access key · llama-server') &&
        loading.startsWith('loading its model · llama-server') &&
        gone === 'nothing answers'
      );
    });
  });

  it('shows what waits for a server, with its place in the queue', async () => {
    await expandView(page, 'Workflows');
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await clickInlineAction(page, 'Workflows', 'Slow', 'Run Workflow');
    await collapseView(page, 'Workflows');
    await whenRows(
      page,
      'Runs',
      (rows) =>
        rows.some((row) => /^Slow \| .*1 before it$/.test(row)) &&
        rows.some((row) => /^Slow \| .*next in line$/.test(row)),
    );
    await whenRows(page, 'Endpoints', (rows) => rows.some((row) => row.includes(' | 2 waiting · Ollama')));
    await editorTab(page, 'Essay · run 1.md').click();
    await clickTreeItem(page, 'Runs', '1. Essay');
    assert.equal(await treeItem(page, 'Runs', 'Slow').count(), 3);
  });

  for (const kind of THEME_KINDS) {
    it(`can be read: ${kind}`, async () => {
      await setTheme(window, kind);
      await codeLens(page, 'prompt cut').waitFor();
      await takeScreenshot(page, `honesty-${kind}`);
    });
  }
});
