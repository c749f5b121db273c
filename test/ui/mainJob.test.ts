import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { practiceText } from '../../src/extension/practice/practiceText';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { startHoldingProxy, type HoldingProxy } from '../support/holdingProxy';
import { recordedText } from '../support/recordedText';
import { withLibrary } from './library';
import { openExtension, type ExtensionWindow } from './openExtension';
import { PayloadBuilderView } from './payloadBuilderPage';
import { stepByStep } from './stepByStep';
import { leaveWindow } from './windowsInUse';
import { WorkflowBuilderView } from './workflowBuilderPage';
import { offeredCommands, openCommandPalette, runCommand } from './workbench/commandPalette';
import {
  clickCodeLens,
  codeLens,
  editorTab,
  editorText,
  focusEditor,
  openTabs,
  visibleLines,
} from './workbench/editor';
import { eventually } from './workbench/eventually';
import { notifications, statusBarItem } from './workbench/notifications';
import {
  cancelQuickInput,
  inputMessage,
  pickQuickPick,
  pickSeveral,
  quickInputField,
  quickPickDescription,
  quickPickRow,
  typeInInput,
  whenAsked,
} from './workbench/quickInput';
import { reloadWindow } from './workbench/reload';
import { clickViewAction, clickWelcomeButton, openViewContainer, welcomeText } from './workbench/sideBar';
import { suggestionLabels, suggestions } from './workbench/suggestions';
import { clickInlineAction, expandTreeItem, treeItem, treeRows } from './workbench/tree';
import { panelTab } from './workbench/webviewPanel';

const EXTENSION = 'LLM Orchestrator';

/** The texts of the blocks, as they are in the end. */
const OUTLINE = 'Make a list of points about this:\n{{#brief}}';
const DRAFT = 'Write a text from these points:\n{{previous}}';

describe('From an empty folder to responses in tabs', function () {
  this.timeout(120_000);
  stepByStep();
  const { source, texts } = recordedText(practiceText(8192));
  let window: ExtensionWindow;
  let page: Page;
  let server: PracticeServer;
  let proxy: HoldingProxy;
  /** What the builder of a payload shows: its rows and its preview. */
  const built: { payload?: readonly [readonly string[], string] } = {};

  before(async () => {
    server = await startPracticeServer({ port: 0, tokensPerSecond: 0, source });
    proxy = await startHoldingProxy(server.port);
    window = await openExtension();
    page = window.page;
  });

  after(async () => {
    await leaveWindow(window);
    await proxy.close();
    await server.close();
  });

  it('offers its commands in the command palette', async () => {
    await openCommandPalette(page);
    await takeScreenshot(page, 'command-palette');
    await cancelQuickInput(page);
    const titles = await offeredCommands(page, `${EXTENSION}: New`);
    assert.ok(titles.includes(`${EXTENSION}: New Block`), titles.join('\n'));
  });

  it('says in each empty view what belongs there, with one button', async () => {
    await openViewContainer(page, EXTENSION);
    assert.match(await welcomeText(page, 'Blocks'), /^A block is a reusable piece of text\..*\nCreate Block\n/);
    assert.match(await welcomeText(page, 'Payloads'), /\nCreate Payload$/);
    assert.match(await welcomeText(page, 'Workflows'), /\nCreate Workflow$/);
    assert.match(await welcomeText(page, 'Runs'), /\nRun Workflow$/);
    await takeScreenshot(page, 'main-1-welcome');
  });

  it('creates the first block by the button of the welcome view, and stores what is typed', async () => {
    await clickWelcomeButton(page, 'Blocks', 'Create Block');
    await whenAsked(page, 'New Block');
    await typeInInput(page, 'Brief');
    await startTyping(page, 'Brief', 'A tool that keeps prompts as blocks.');
    await save(page, 'Brief');
    await treeItem(page, 'Blocks', 'Brief').waitFor();
  });

  it('gives the block a tag from the line above its text', async () => {
    await clickCodeLens(page, 'Tags: none');
    await whenAsked(page, 'Tags of "Brief"');
    await quickInputField(page).pressSequentially('brief');
    await takeScreenshot(page, 'main-2-tags');
    await quickInputField(page).press('Enter');
    await codeLens(page, 'Tags: brief').waitFor();
    assert.equal((await treeRows(page, 'Blocks'))[0]?.description, '#brief');
  });

  it('completes references while a block is typed, and takes them by the keyboard', async () => {
    await createBlock(page, 'Outline');
    await startTyping(page, 'Outline', 'Make a list of points about this:\n{{');
    assert.deepEqual((await suggestionLabels(page)).slice(0, 2), ['#brief', 'previous']);
    await takeScreenshot(page, 'main-3-completion');
    await page.keyboard.press('Enter');
    await suggestions(page).waitFor({ state: 'hidden' });
    assert.equal(await editorText(page), OUTLINE);
    await save(page, 'Outline');

    await createBlock(page, 'Draft');
    await startTyping(page, 'Draft', 'Write a text from these points:\n{{pre');
    assert.deepEqual(await suggestionLabels(page), ['previous']);
    await page.keyboard.press('Tab');
    await suggestions(page).waitFor({ state: 'hidden' });
    assert.equal(await editorText(page), DRAFT);
    await save(page, 'Draft');
    const stored = await withLibrary(window.workspacePath, async ({ blocks }) => {
      const ids = (await blocks.summaries()).map(({ id }) => id);
      return (await blocks.getMany(ids)).map(({ title, content }) => `${title}: ${content}`).sort();
    });
    assert.deepEqual(stored, ['Brief: A tool that keeps prompts as blocks.', `Draft: ${DRAFT}`, `Outline: ${OUTLINE}`]);
  });

  it('creates payloads and picks their blocks', async () => {
    await clickWelcomeButton(page, 'Payloads', 'Create Payload');
    await whenAsked(page, 'New Payload');
    await typeInInput(page, 'Points');
    await whenAsked(page, 'Blocks of "Points"');
    await pickSeveral(page, ['Outline']);
    await treeItem(page, 'Payloads', 'Outline').waitFor();

    await clickViewAction(page, 'Payloads', 'New Payload');
    await typeInInput(page, 'Text');
    await whenAsked(page, 'Blocks of "Text"');
    await cancelQuickInput(page);
    await clickInlineAction(page, 'Payloads', 'Text', 'Add Blocks…');
    await whenAsked(page, 'Add Blocks to "Text"');
    await takeScreenshot(page, 'main-4-add-blocks');
    await pickSeveral(page, ['Draft', 'Brief']);
    await expandTreeItem(page, 'Payloads', 'Text');
    await treeItem(page, 'Payloads', 'Brief').waitFor();
    const rows = await treeRows(page, 'Payloads');
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} | ${description}`),
      ['Points | 5001 · default · 1 block', 'Outline | ', 'Text | 5001 · default · 2 blocks', 'Draft | ', 'Brief | '],
    );
  });

  it('changes settings in a form that says what is wrong with a value', async () => {
    for (const [payload, temperature] of [
      ['Points', '0'],
      ['Text', '0.8'],
    ] as const) {
      await clickInlineAction(page, 'Payloads', payload, 'Edit Payload Settings…');
      await whenAsked(page, `Settings of "${payload}"`);
      await pickQuickPick(page, 'Temperature');
      await whenAsked(page, `Temperature of "${payload}"`);
      await typeInInput(page, temperature);
      await whenAsked(page, `Settings of "${payload}"`);
      assert.equal(await quickPickDescription(page, 'Temperature'), temperature);

      await pickQuickPick(page, 'Port');
      await whenAsked(page, `Port of "${payload}"`);
      await quickInputField(page).fill('70000');
      await eventually(
        'the sentence about the port',
        () => inputMessage(page),
        (message) => message === 'The port is a whole number from 1 to 65535.',
      );
      if (payload === 'Points') await takeScreenshot(page, 'main-5-invalid-port');
      await quickInputField(page).press('Enter');
      await whenAsked(page, `Port of "${payload}"`);
      await typeInInput(page, String(proxy.port));
      await whenAsked(page, `Settings of "${payload}"`);
      assert.equal(await quickPickDescription(page, 'Port'), String(proxy.port));
      if (payload === 'Points') await takeScreenshot(page, 'main-6-settings');
      await cancelQuickInput(page);
    }
  });

  it('creates a workflow of the payloads in the order in which they were picked', async () => {
    await clickWelcomeButton(page, 'Workflows', 'Create Workflow');
    await typeInInput(page, 'Announce');
    await whenAsked(page, 'Payloads of "Announce"');
    await pickSeveral(page, ['Points', 'Text']);
    await treeItem(page, 'Workflows', '2. Text').waitFor();
    assert.deepEqual(
      (await treeRows(page, 'Workflows')).map(({ label }) => label),
      ['Announce', '1. Points', '2. Text'],
    );
  });

  it('shows each response in a tab of its own while the server writes it', async () => {
    await runCommand(page, 'View: Close All Editors');
    proxy.hold(6);
    await runCommand(page, `${EXTENSION}: Run Workflow`);
    await whenAsked(page, 'Run Workflow');
    await quickPickRow(page, 'Announce').waitFor();
    await page.keyboard.press('Enter');
    await editorTab(page, 'Points · run 1.md').waitFor();
    const begun = await screenText(page, (text) => text !== '');
    const whole = withoutBreaks(texts[0] ?? '');
    assert.ok(whole.startsWith(begun) && begun.length < whole.length, `"${begun}" is not the beginning of "${whole}"`);
    assert.match((await statusBarItem(page, 'Announce').innerText()).trim(), /^Announce 1\/2 · Points$/);
    await eventually(
      'the rows of the run',
      () => treeRows(page, 'Runs'),
      ([run, , next, ...rest]) =>
        run?.label === 'Announce' &&
        run.description === 'step 1 of 2 · writing' &&
        next?.description === 'not yet begun' &&
        rest.length === 0,
    );
    await takeScreenshot(page, 'main-7-streaming');

    proxy.release();
    await editorTab(page, 'Text · run 1.md').waitFor();
    await statusBarItem(page, 'Announce: done').waitFor();
    assert.equal(new Set(texts).size, 2, 'two texts that differ');
    await screenText(page, (text) => text === withoutBreaks(texts[1] ?? ''));
    await codeLens(page, 'Complete').waitFor();
    await takeScreenshot(page, 'main-8-done');
  });

  it('shows, stores and received the same text', async () => {
    await assertWhatIsShown();
  });

  it('lists the run with its time and its responses', async () => {
    const [run, first, second, ...rest] = await treeRows(page, 'Runs');
    assert.match(run?.description ?? '', /^\d{1,2}:\d\d .* · [\d.]+ (ms|s)$/);
    assert.equal(first?.label, '1. Points');
    assert.match(first.description, /^\d+ tokens · [\d.]+ tokens\/s$/);
    assert.equal(second?.label, '2. Text');
    assert.deepEqual(rest, []);
  });

  it('shows the exact prompt that was sent, with the earlier response in it', async () => {
    await clickCodeLens(page, 'Show the Prompt Sent');
    await editorTab(page, 'Text · run 1 (prompt).md').waitFor();
    const prompt = await editorText(page);
    assert.ok(prompt.includes(`Write a text from these points:\n${texts[0]}`), prompt);
    assert.ok(prompt.includes('A tool that keeps prompts as blocks.'), prompt);
    await takeScreenshot(page, 'main-9-prompt');
  });

  it('shows the payload and the workflow in their builders, and stores what is changed there', async () => {
    const payload = await PayloadBuilderView.open(page, 'Text');
    await payload.field('Response Length').fill('77');
    await payload.field('Response Length').press('Tab');
    await payload.view.locator('.budget-sentence', { hasText: '77' }).waitFor();
    built.payload = [await payload.rows(), await payload.preview()];
    const workflow = await WorkflowBuilderView.open(page, 'Announce');
    await workflow.field('Description').fill('Two steps to a text.');
    await workflow.row('Points').click();
    await workflow.view.locator('.step-form h2', { hasText: 'Step 1: Points' }).waitFor();
    await workflow.whenSteps('Points | receives no response', 'Text | refers to 1. Points');
  });

  it('has tabs, texts, builders, trees and runs again after the window was closed and opened', async () => {
    const before = await openTabs(page);
    const [run] = await treeRows(page, 'Runs');
    await reloadWindow(page);
    await treeItem(page, 'Blocks', 'Brief').waitFor();
    await treeItem(page, 'Payloads', 'Points').waitFor();
    await treeItem(page, 'Workflows', 'Announce').waitFor();
    await treeItem(page, 'Runs', 'Announce').waitFor();
    assert.deepEqual(await openTabs(page), before);
    assert.equal((await treeRows(page, 'Runs'))[0]?.description, run?.description);
    await takeScreenshot(page, 'main-10-reloaded');
    await assertBuildersAreAsTheyWere();
    await assertWhatIsShown();
    assert.deepEqual(await notifications(page), []);
  });

  /** Compares the builders with what was built before the window was closed. */
  async function assertBuildersAreAsTheyWere(): Promise<void> {
    const workflow = await WorkflowBuilderView.shown(page, 'Announce');
    await workflow.whenSteps('Points | receives no response', 'Text | refers to 1. Points');
    assert.equal(await workflow.field('Description').inputValue(), 'Two steps to a text.');
    await workflow.view.locator('.step-form h2', { hasText: 'Step 1: Points' }).waitFor();
    await panelTab(page, 'Text').click();
    const payload = await PayloadBuilderView.shown(page, 'Text');
    assert.deepEqual([await payload.rows(), await payload.preview()], built.payload);
    assert.equal(await payload.field('Response Length').inputValue(), '77');
  }

  /** Compares the tabs of both responses with what the server wrote and with what is stored. */
  async function assertWhatIsShown(): Promise<void> {
    const stored = await withLibrary(window.workspacePath, async ({ runs }) => {
      const summaries = await runs.responses(1);
      return Promise.all(summaries.map(async ({ id }) => (await runs.response(id))?.content));
    });
    assert.deepEqual(stored, texts);
    for (const [index, name] of ['Points', 'Text'].entries()) {
      await editorTab(page, `${name} · run 1.md`).click();
      await editorTab(page, `${name} · run 1.md`).and(page.locator('.active')).waitFor();
      await eventually(
        'the text of the tab',
        () => editorText(page),
        (text) => text === texts[index],
      );
    }
  }
});

async function createBlock(page: Page, title: string): Promise<void> {
  await clickViewAction(page, 'Blocks', 'New Block');
  await whenAsked(page, 'New Block');
  await typeInInput(page, title);
}

/** Types key by key into the new, empty document with a title. */
async function startTyping(page: Page, title: string, text: string): Promise<void> {
  await editorTab(page, title).and(page.locator('.active')).waitFor();
  await focusEditor(page);
  await page.keyboard.type(text);
  await editorTab(page, title).and(page.locator('.dirty')).waitFor();
}

async function save(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+S');
  await editorTab(page, title).and(page.locator(':not(.dirty)')).waitFor();
}

/** Waits until what is on screen is right: its lines, some of which are parts of wrapped ones, one after the other. */
function screenText(page: Page, isRight: (text: string) => boolean): Promise<string> {
  const read = async (): Promise<string> => (await visibleLines(page)).join('');
  return eventually('the text on screen', read, isRight);
}

function withoutBreaks(text: string): string {
  return text.replaceAll('\n', '');
}
