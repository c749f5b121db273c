import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { responseIdOf } from '../../src/extension/platform/vscode/documentUris';
import type { ResponseMetadata } from '../../src/shared/model/run';
import { newRun } from '../support/newRun';
import { answering } from './answering';
import { emptyLibrary, until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { treeRows } from './treeRows';

const metadata = {
  ...{ host: '127.0.0.1', port: 5001, modelFormat: 'auto', temperature: 0, responseLength: 100, model: 'a-model' },
  ...{ promptTokens: 5, completionTokens: 40, durationMs: 1500 },
};

describe('the results of runs', () => {
  let api: TestApi;
  let workflowId: number;
  let payloadId: number;

  beforeEach(async () => {
    api = await testApi();
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    await api.runs.delete((await api.runs.page(1000)).map(({ id }) => id));
    await emptyLibrary(api);
    workflowId = (await api.workflows.create('Essay')).id;
    payloadId = (await api.payloads.create({ name: 'Draft' })).id;
    api.errors.length = 0;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 0, groups: [{}] });
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(api.errors, []);
  });

  /** A run that has ended, with the answers of its only step; gives the items of its rows. */
  async function endedRun(...answers: readonly string[]) {
    return runWith(metadata, ...answers);
  }

  async function runWith(measured: ResponseMetadata, ...answers: readonly string[]) {
    const { run, steps } = await api.runs.start(newRun(workflowId, 'Essay', [payloadId]));
    const responses = [];
    for (const [answerIndex, content] of answers.entries()) {
      const response = await api.runs.startResponse({
        ...{ runId: run.id, stepExecutionId: steps[0]?.id ?? '', payloadId, payloadName: 'Draft', stepIndex: 0 },
        ...{ answerIndex, prompt: 'Say it.', metadata },
      });
      const thinking = content === '' ? '' : `About ${content}`;
      const end = { content, thinking, partial: false, finishReason: 'stop', metadata: measured } as const;
      await api.runs.finishResponse(response.id, end);
      responses.push({ kind: 'response', runId: run.id, id: response.id } as const);
    }
    await api.runs.finish(run.id, { status: 'completed', executionTimeMs: 1600, errorMessage: null });
    return { item: { kind: 'run', id: run.id } as const, responses };
  }

  async function only(...answers: readonly string[]) {
    const { responses } = await endedRun(...answers);
    const [response] = responses;
    assert.ok(response);
    return response;
  }

  /** The document that the active tab shows as a page. */
  async function pageShown(): Promise<vscode.TextDocument> {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom, 'no page');
    return vscode.workspace.openTextDocument(input.uri);
  }

  function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
    return vscode.commands.executeCommand(`llmOrchestrator.runs.${command}`, ...args);
  }

  it('show two responses in the diff editor, the older one on the left', async () => {
    const older = await only('First.');
    const newer = await only('Second.');
    await run('compare', newer, [newer, older]);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff, 'no diff editor');
    assert.deepEqual([responseIdOf(input.original), responseIdOf(input.modified)], [older.id, newer.id]);
  });

  it('compare one response with those of the same step that the person picks', async () => {
    const older = await only('First.');
    const newer = await only('Second.');
    const [asked] = await reacting([{ pick: [`Draft (run ${older.runId})`] }], () => run('compare', newer));
    assert.match(asked?.rows.join() ?? '', /complete · 40 tokens/);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
  });

  it('say that there is nothing to compare with yet', async () => {
    const lonely = await only('First.');
    const told = await answering(
      'showInformationMessage',
      () => undefined,
      () => run('compare', lonely),
    );
    assert.match(JSON.stringify(told), /no other response of \\"Draft\\" yet/);
  });

  it('stand side by side, each in its own column', async () => {
    const items = [await only('One.'), await only('Two.'), await only('Three.')];
    await run('sideBySide', items[0], items);
    const shown = vscode.window.tabGroups.all.map(({ activeTab }) =>
      activeTab?.input instanceof vscode.TabInputText ? responseIdOf(activeTab.input.uri) : undefined,
    );
    assert.deepEqual(
      shown,
      items.map(({ id }) => id),
    );
  });

  it('show runs as tables of tokens, times and speeds, which follow what changes', async () => {
    const one = await endedRun('One.');
    const other = await endedRun('Two.', 'Three.');
    await run('showTable', one.item);
    const table = await pageShown();
    assert.match(table.getText(), /^# Essay · run \d+\n[\s\S]*\| +1 \| .*\| complete \| +5 \|/);
    await api.runs.judge(one.responses[0]?.id ?? 0, { rating: 3 });
    await until('the rating', () => table.getText().includes('★★★☆☆'));
    await run('compare', one.item, [one.item, other.item]);
    const comparison = (await pageShown()).getText();
    assert.match(comparison, /side by side/);
    assert.match(comparison, new RegExp(`\\| +${other.item.id} \\| +1\\.2 \\|`));
  });

  it('are rated and commented on, which their rows show', async () => {
    const response = await only('One.');
    await reacting([{ pick: '★★★★☆' }], () => run('rate', response));
    const parent = { kind: 'run', id: response.runId } as const;
    assert.match((await treeRows(api.trees.runs, parent))[0] ?? '', /^1\. Draft \| ★★★★☆ · 40 tokens/);
    const { showInputBox } = vscode.window;
    try {
      vscode.window.showInputBox = () => Promise.resolve(' clear and short ');
      await run('comment', response);
    } finally {
      vscode.window.showInputBox = showInputBox;
    }
    assert.equal((await api.runs.response(response.id))?.comment, 'clear and short');
    await reacting([{ pick: 'No rating' }], () => run('rate', response));
    assert.equal((await api.runs.response(response.id))?.rating, null);
  });

  it('keep several answers of a step side by side, of which one flows on', async () => {
    const { item, responses } = await endedRun('One.', 'Two.');
    const chosen = async () => (await api.runs.responses(item.id)).map((response) => response.chosen);
    assert.deepEqual(await chosen(), [true, false]);
    await run('useAnswer', responses[1]);
    assert.deepEqual(await chosen(), [false, true]);
  });

  it('open what the model thought, where there is something', async () => {
    await run('openThinking', await only('One.'));
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'About One.');
    const silent = await only('');
    const told = await answering(
      'showInformationMessage',
      () => undefined,
      () => run('openThinking', silent),
    );
    assert.match(JSON.stringify(told), /showed no thinking/);
  });

  it('are marked where the server did not do what was asked for, each mark with a sentence', async () => {
    const odd = { ...metadata, promptTokens: 500, sentTokens: 1200, requestedModel: 'other', contextSize: 512 };
    const { item, responses } = await runWith(odd, 'One.');
    assert.match(
      (await treeRows(api.trees.runs, item))[0] ?? '',
      /^1\. Draft \| prompt cut · another model · 40 tokens/,
    );
    const row = api.trees.runs.provider.getTreeItem(responses[0] ?? item);
    assert.equal((row.iconPath as vscode.ThemeIcon).id, 'warning');
    assert.match((row.tooltip as vscode.MarkdownString).value, /read&nbsp;500|read 500/);
    await run('open', responses[0]);
    const uri = vscode.window.activeTextEditor?.document.uri;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const titles = lenses.map(({ command }) => command?.title ?? '').filter((title) => title.startsWith('$(warning)'));
    assert.match(titles.join(), /prompt cut.*another model/);
  });

  it('are exported as Markdown and as JSON', async () => {
    const { item } = await endedRun('One.');
    const folder = await mkdtemp(join(tmpdir(), 'exported-'));
    const { showSaveDialog } = vscode.window;
    try {
      for (const name of ['run.md', 'run.json']) {
        const target = vscode.Uri.file(join(folder, name));
        vscode.window.showSaveDialog = () => Promise.resolve(target);
        await run('export', item);
      }
      assert.match(await readFile(join(folder, 'run.md'), 'utf8'), /### Response\n\n```text\nOne\.\n```/);
      const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as { runs: { id: number }[] };
      assert.deepEqual(
        record.runs.map(({ id }) => id),
        [item.id],
      );
    } finally {
      vscode.window.showSaveDialog = showSaveDialog;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
