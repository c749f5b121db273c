import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import type { Page } from 'playwright-core';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { addWorkflow } from './library';
import { takeWindow, type LibraryWindow } from './libraryWindow';
import { stepByStep } from './stepByStep';
import { runCommand } from './workbench/commandPalette';
import { notification, statusBarItem } from './workbench/notifications';
import { pickQuickPick, quickPickDescription, whenAsked } from './workbench/quickInput';
import { collapseView, expandView, view } from './workbench/sideBar';
import { clickInlineAction, contextMenu, expandTreeItem, whenRows } from './workbench/tree';

const EXTENSION = 'LLM Orchestrator';

describe('The endpoints', function () {
  this.timeout(60_000);
  stepByStep();
  const requests: string[] = [];
  let window: LibraryWindow;
  let page: Page;
  let kobold: PracticeServer;
  let llama: PracticeServer;
  let gonePort: number;

  before(async () => {
    const onRequest = ({ path }: { readonly path: string }): void => void requests.push(path);
    kobold = await startPracticeServer({ port: 0, tokensPerSecond: 0, onRequest });
    llama = await startPracticeServer({ port: 0, tokensPerSecond: 0, imitate: 'llama-server', slots: 2, onRequest });
    const gone = await startPracticeServer({ port: 0 });
    gonePort = gone.port;
    await gone.close();
    const endpoints = [kobold, llama, gone].map(({ port }) => `127.0.0.1:${port}`);
    window = await takeWindow({
      settings: { 'llmOrchestrator.endpoints': endpoints },
      fill: (store) => addWorkflow(store, 'Ask', { Question: 'What is a river?' }, { port: gonePort }),
    });
    page = window.page;
    for (const title of ['Blocks', 'Payloads', 'Workflows', 'Runs']) await collapseView(page, title);
    await expandView(page, 'Endpoints');
  });

  after(async () => {
    await window.leave();
    await Promise.all([kobold.close(), llama.close()]);
  });

  it('are shown without asking anybody anything', async () => {
    await whenRows(page, 'Endpoints', (rows) => rows.length === 3);
    assert.deepEqual(requests, []);
  });

  it('are said to be those of the machine on which the extension runs, where that is another one', async () => {
    const shown = await view(page, 'Endpoints').innerText();
    // The server of VS Code is a remote machine for the window, the desktop program is not.
    assert.equal(shown.includes(`127.0.0.1 means the remote machine "${hostname()}"`), window.kind === 'server', shown);
  });

  it('tell what they are when they are expanded, and nobody else is asked', async () => {
    await expandTreeItem(page, 'Endpoints', `127.0.0.1:${llama.port}`);
    const rows = await whenRows(page, 'Endpoints', (all) => all.some((row) => row.startsWith('Slots')));
    assert.ok(rows.includes('Slots | 2'), rows.join('\n'));
    assert.ok(
      rows.some((row) => /^127\.0\.0\.1:\d+ \| llama-server .* · idle$/.test(row)),
      rows.join('\n'),
    );
    await takeScreenshot(page, 'endpoints-1-expanded');
    assert.ok(!requests.includes('/api/extra/perf'), 'the other server was not asked');
  });

  it('are all asked by "Refresh Endpoints"', async () => {
    await runCommand(page, `${EXTENSION}: Refresh Endpoints`);
    await whenRows(page, 'Endpoints', (rows) => {
      const of = (port: number): string => rows.find((row) => row.startsWith(`127.0.0.1:${port} |`)) ?? '';
      return of(kobold.port).includes('KoboldCpp') && of(gonePort).endsWith('nothing answers');
    });
    await takeScreenshot(page, 'endpoints-2-refreshed');
  });

  it('are tested with one word from their row', async () => {
    await clickInlineAction(page, 'Endpoints', `127.0.0.1:${kobold.port}`, 'Test Endpoint');
    const told = await (await notification(page, 'answered')).innerText();
    assert.match(told, /answered ".+" \(first text after .*KoboldCpp/s);
    await takeScreenshot(page, 'endpoints-3-tested');
  });

  it('are given to a payload from the context menu', async () => {
    await contextMenu(page, 'Endpoints', `127.0.0.1:${kobold.port}`, 'Use for Payload…');
    await whenAsked(page, `Send to 127.0.0.1:${kobold.port}`);
    await pickQuickPick(page, 'Question');
    await statusBarItem(page, `"Question" is sent to 127.0.0.1:${kobold.port}`).waitFor();
    const [payload] = await window.withLibrary(({ payloads }) => payloads.all());
    assert.deepEqual([payload?.host, payload?.port], [null, kobold.port]);
  });

  it('are paused, and the row says so', async () => {
    await contextMenu(page, 'Endpoints', `127.0.0.1:${kobold.port}`, 'Pause Queue');
    await whenRows(page, 'Endpoints', (rows) => rows.some((row) => row.includes(' | queue paused, 0 waiting · ')));
    await takeScreenshot(page, 'endpoints-4-paused');
    await clickInlineAction(page, 'Endpoints', `127.0.0.1:${kobold.port}`, 'Resume Queue');
    await whenRows(page, 'Endpoints', (rows) => !rows.some((row) => row.includes('queue paused')));
  });

  it('are asked for by the commands of the palette', async () => {
    await runCommand(page, `${EXTENSION}: Copy Address`);
    await whenAsked(page, 'Copy Address');
    assert.match(await quickPickDescription(page, `127.0.0.1:${llama.port}`), /^llama-server/);
    await page.keyboard.press('Escape');
  });
});
