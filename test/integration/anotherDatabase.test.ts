import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { nullLog } from '../../src/extension/platform/ports/log';
import { systemClock } from '../../src/extension/platform/vscode/clock';
import { promptUri } from '../../src/extension/platform/vscode/documentUris';
import { startPracticeServer } from '../../src/extension/practice/practiceServer';
import { openStore, type Store } from '../../src/extension/store/openStore';
import { newRun } from '../support/newRun';
import { answering } from './answering';
import { closeAll, until } from './documentSupport';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const settings = vscode.workspace.getConfiguration('llmOrchestrator');

const METADATA = { host: '127.0.0.1', port: 5001, modelFormat: 'ChatML', temperature: 0.7, responseLength: 100 };

/** Fills another database than that of the window, which does not look into it. */
async function fillAnother(fill: (store: Store) => Promise<void>): Promise<void> {
  const { extensionPath } = vscode.extensions.getExtension('llm-orchestrator.llm-orchestrator')!;
  const store = openStore({
    path: join(folder, 'another/library.db'),
    workerPath: join(extensionPath, 'dist/storeWorker.js'),
    wasmPath: join(extensionPath, 'dist/sql-wasm.wasm'),
    clock: systemClock,
    log: nullLog,
  });
  await fill(store);
  await store.close();
}

/** Has the window show that other database. */
async function showAnother({ blocks }: TestApi): Promise<void> {
  await fillAnother(async (other) => {
    await other.blocks.create({ title: 'In another database', content: '', tags: [], folderPath: '' });
  });
  await settings.update('databasePath', 'another/library.db', vscode.ConfigurationTarget.Workspace);
  await until('the other database is shown', async () =>
    (await blocks.summaries()).some(({ title }) => title === 'In another database'),
  );
}

/** Stores runs until one has that number. */
async function addRunsUpTo({ runs }: Pick<Store, 'runs'>, id: number): Promise<void> {
  let last = 0;
  while (last < id) last = (await runs.start(newRun(null, 'Of another database'))).run.id;
}

/** Stores a run with one response, the prompt of which is given. */
async function addResponse({ runs, payloads }: Pick<Store, 'runs' | 'payloads'>, prompt: string) {
  const payload = await payloads.create({ name: 'Asked' });
  const { run, steps } = await runs.start(newRun(null, 'Asked', [payload.id]));
  return runs.startResponse({
    ...{ runId: run.id, stepExecutionId: steps[0]?.id ?? '', stepIndex: 0, answerIndex: 0, prompt },
    ...{ payloadId: payload.id, payloadName: payload.name, metadata: METADATA },
  });
}

describe('what is known of a database when another one is opened', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
  });

  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settings.update('databasePath', undefined, vscode.ConfigurationTarget.Workspace);
    await until('the first database is back', async () =>
      (await api.blocks.summaries()).every(({ title }) => title !== 'In another database'),
    );
    await rm(join(folder, 'another'), { recursive: true });
  });

  it('is not taken for that of its runs: they begin collapsed, in rows of their own', async () => {
    const { run } = await api.runs.start(newRun(null, 'Of the first'));
    const item = { kind: 'run', id: run.id } as const;
    const { provider } = api.trees.runs;
    await provider.getChildren();
    const before = provider.getTreeItem(item);
    assert.deepEqual(
      [before.label, before.collapsibleState],
      ['Of the first', vscode.TreeItemCollapsibleState.Expanded],
    );
    await fillAnother((other) => addRunsUpTo(other, run.id));
    await showAnother(api);
    await provider.getChildren();
    const after = provider.getTreeItem(item);
    assert.deepEqual(
      [after.label, after.collapsibleState],
      ['Of another database', vscode.TreeItemCollapsibleState.Collapsed],
    );
    assert.notEqual(after.id, before.id, 'VS Code would keep the row as expanded and as selected as it was');
  });

  it('is not taken for that of its payloads and workflows, of which other rows are expanded', async () => {
    const payload = await api.payloads.create({ name: 'Payload' });
    const workflow = await api.workflows.create('Workflow');
    const ids = (): readonly (string | undefined)[] => [
      api.trees.payloads.provider.getTreeItem({ kind: 'payload', id: payload.id }).id,
      api.trees.workflows.provider.getTreeItem({ kind: 'workflow', id: workflow.id }).id,
    ];
    const before = ids();
    await fillAnother(() => Promise.resolve());
    await showAnother(api);
    for (const [index, id] of ids().entries()) assert.notEqual(id, before[index]);
  });

  it('is not shown as the prompt of another response in a document that is open', async () => {
    const first = await addResponse(api, 'the prompt of the first');
    const uri = promptUri(first.id, 'Asked', first.runId);
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    assert.equal(editor.document.getText(), 'the prompt of the first');
    await fillAnother(async (other) => {
      await addRunsUpTo(other, first.runId - 1);
      let last = 0;
      while (last < first.id) last = (await addResponse(other, 'the prompt of the other')).id;
    });
    await showAnother(api);
    await until('the document is up to date', () => editor.document.getText() === 'the prompt of the other');
  });

  it('is not edited any longer: its builders are closed', async () => {
    const payload = await api.payloads.create({ name: 'Built' });
    const workflow = await api.workflows.create('Built too');
    const panels = (): readonly string[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .flatMap(({ label, input }) => (input instanceof vscode.TabInputWebview ? [label] : []));
    await vscode.commands.executeCommand('llmOrchestrator.payloads.openBuilder', { kind: 'payload', id: payload.id });
    await vscode.commands.executeCommand('llmOrchestrator.workflows.openBuilder', {
      kind: 'workflow',
      id: workflow.id,
    });
    await until('both are open', () => panels().join() === 'Built,Built too');
    await showAnother(api);
    await until('both are closed', () => panels().length === 0);
  });

  it('is not run again from a notification that is still there', async () => {
    const gone = await startPracticeServer({ port: 0 });
    await gone.close();
    const payload = await api.payloads.create({ name: 'Nobody', port: gone.port });
    await api.payloads.addBlocks(payload.id, [
      (await api.blocks.create({ title: `Asks ${payload.id}`, content: 'Anybody?', tags: [], folderPath: '' })).id,
    ]);
    let answer: (button: string) => void = () => undefined;
    const answered = new Promise<string>((resolve) => {
      answer = resolve;
    });
    await answering(
      'showErrorMessage',
      () => answered,
      async () => {
        const run = await api.runner.startPayload(payload.id);
        await api.runner.ended(run);
        await fillAnother((other) => addRunsUpTo(other, run));
        await showAnother(api);
        const [newest] = await api.runs.page(1);
        const told: unknown[] = [];
        await answering(
          'showInformationMessage',
          (message) => told.push(message),
          async () => {
            answer('Run Again');
            await until('it is said that there is no such run', () => told.length > 0);
          },
        );
        assert.deepEqual(told, ['That run no longer exists.']);
        assert.deepEqual((await api.runs.page(1))[0], newest, 'no run began');
      },
    );
  });

  it('is forgotten where workflows are picked: the one that was run last has the number of another one', async () => {
    const run = 'llmOrchestrator.runs.runWorkflow';
    const { id } = await api.workflows.create('Chosen');
    await answering(
      'showErrorMessage',
      () => undefined,
      () => reacting([{ pick: 'Chosen' }], () => vscode.commands.executeCommand(run)),
    );
    await fillAnother(async (other) => {
      let last = 0;
      while (last < id) last = (await other.workflows.create(`Workflow ${String(last + 1).padStart(4, '0')}`)).id;
    });
    await showAnother(api);
    const asked = await reacting([{ escape: true }], () => vscode.commands.executeCommand(run));
    const rows = asked[0]?.rows ?? [];
    assert.equal(rows.length, id);
    assert.deepEqual(rows, [...rows].sort(), 'none comes first that was not chosen here');
  });
});
