import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { blockIdOf, responseIdOf } from '../../src/extension/platform/vscode/documentUris';
import type { RunsItem } from '../../src/extension/treeItems';
import { newRun } from '../support/newRun';
import { answering } from './answering';
import { addBlocks, emptyLibrary, until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { rowText, treeRows } from './treeRows';

const runWorkflow = 'llmOrchestrator.runs.runWorkflow';

describe('runs', () => {
  let api: TestApi;
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({ port: 0, tokensPerSecond: 0 });
  });

  after(() => server.close());

  beforeEach(async () => {
    api = await testApi();
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    await api.runs.delete((await api.runs.page(1000)).map(({ id }) => id)); // those of payloads alone
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    await emptyLibrary(api);
    api.errors.length = 0;
  });

  afterEach(async () => {
    await api.runner.stopAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  /** A workflow of payloads with one block each, that run on a port. */
  async function workflowOf(name: string, port: number, responseLength: number, ...texts: readonly string[]) {
    const { id } = await api.workflows.create(name);
    for (const [index, text] of texts.entries()) {
      const payload = await api.payloads.create({ name: `${name} ${index + 1}`, port, responseLength });
      const blockIds = await addBlocks(api, [`${name} block ${index + 1}`, text]);
      await api.payloads.addBlocks(payload.id, blockIds);
      await api.workflows.addSteps(id, [payload.id]);
    }
    return { kind: 'workflow', id } as const;
  }

  async function newestRun() {
    const [run] = await api.runs.page(1);
    assert.ok(run, 'there is no run');
    return run;
  }

  async function begin(work: () => unknown) {
    const before = (await api.runs.page(1))[0]?.id;
    await work();
    const run = await newestRun();
    assert.notEqual(run.id, before, 'no run began');
    return run;
  }

  async function finished(work: () => unknown) {
    const { id } = await begin(work);
    await api.runner.ended(id);
    const run = await api.runs.get(id);
    assert.ok(run);
    return run;
  }

  function openedResponses(): readonly number[] {
    const uris = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
    return uris.map(responseIdOf).filter((id) => id !== undefined);
  }

  it('runs a workflow of the tree and shows the run with its responses', async () => {
    const item = await workflowOf('Tree', server.port, 8, 'One.', 'Two.');
    const run = await finished(() => vscode.commands.executeCommand(runWorkflow, item));
    assert.equal(run.status, 'completed', run.errorMessage ?? '');
    const rows = await treeRows(api.trees.runs, { kind: 'run', id: run.id });
    assert.equal(rows.length, 2);
    assert.match(rows[0] ?? '', /^1\. Tree 1 \| .*\d+ tokens?/);
    assert.match(rows[1] ?? '', /^2\. Tree 2 \| .*\d+ tokens?/);
    const [newest] = await api.trees.runs.provider.getChildren();
    assert.deepEqual(newest, { kind: 'run', id: run.id });
    const row = api.trees.runs.provider.getTreeItem(newest);
    assert.match(row.id ?? '', new RegExp(`^(\\d+ )?run:${run.id}$`));
    assert.equal(row.contextValue, 'run;done');
    assert.match(rowText(row), /^Tree \| \d.*:\d\d.* · [\d.]+ (ms|s)$/);
  });

  it('shows a new run expanded, however early it is drawn', async () => {
    const item = await workflowOf('Early', server.port, 2, 'One.');
    const { provider } = api.trees.runs;
    for (let round = 0; round < 10; round += 1) {
      const known = (await api.runs.page(1))[0]?.id ?? 0;
      let isOver = false;
      const run = finished(() => vscode.commands.executeCommand(runWorkflow, item)).finally(() => {
        isOver = true;
      });
      let drawn = 0;
      while (!isOver) {
        const isNew = (one: RunsItem): boolean => one.kind === 'run' && one.id > known;
        for (const row of (await provider.getChildren()).filter(isNew).map((one) => provider.getTreeItem(one))) {
          assert.equal(row.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
          drawn += 1;
        }
      }
      await run;
      assert.ok(drawn > 0, 'the run was never drawn');
    }
  });

  it('picks among workflows, the last used first, and does nothing on Escape', async () => {
    await workflowOf('Alpha', server.port, 4, 'x');
    await workflowOf('Beta', server.port, 4, 'x');
    const choose = (label: string) => () =>
      reacting([{ pick: label }], () => vscode.commands.executeCommand(runWorkflow));
    await finished(choose('Beta'));
    const asked = await reacting([{ escape: true }], () => vscode.commands.executeCommand(runWorkflow));
    assert.deepEqual(asked[0]?.rows, ['Beta | 1 step · run now', 'Alpha | 1 step · never run']);
    const again = await finished(() => reacting([{ enter: true }], () => vscode.commands.executeCommand(runWorkflow)));
    assert.equal(again.workflowName, 'Beta', 'Enter takes the one used last');
  });

  it('offers to make a workflow when there is none', async () => {
    const told = await answering(
      'showInformationMessage',
      () => undefined,
      () => vscode.commands.executeCommand(runWorkflow),
    );
    assert.match(JSON.stringify(told), /no workflows yet.*New Workflow/);
  });

  it('stops a run, keeps what had arrived and shows both as stopped', async () => {
    const slow = await startPracticeServer({ port: 0, tokensPerSecond: 5 });
    try {
      const item = await workflowOf('Slow', slow.port, 500, 'Write for long.');
      const run = await begin(() => vscode.commands.executeCommand(runWorkflow, item));
      await until('some text', () => {
        const responseId = api.runner.active()[0]?.responseId;
        return responseId !== undefined && (api.runner.liveText(responseId) ?? '') !== '';
      });
      await api.trees.runs.provider.getChildren();
      const going = api.trees.runs.provider.getTreeItem({ kind: 'run', id: run.id });
      assert.equal(going.contextValue, 'run;active');
      assert.equal(rowText(going), 'Slow | step 1 of 1 · writing');
      assert.equal(api.trees.runs.view.badge?.value, 1);
      await vscode.commands.executeCommand('llmOrchestrator.runs.stop');
      assert.deepEqual(api.runner.active(), []);
      assert.equal((await api.runs.get(run.id))?.status, 'cancelled');
      assert.equal(api.trees.runs.view.badge, undefined);
      const [response] = await treeRows(api.trees.runs, { kind: 'run', id: run.id });
      assert.match(response ?? '', /stopped, partial/);
    } finally {
      await slow.close();
    }
  });

  it('runs again from a run', async () => {
    const item = await workflowOf('Again', server.port, 4, 'x');
    const first = await finished(() => vscode.commands.executeCommand(runWorkflow, item));
    const second = await finished(() =>
      vscode.commands.executeCommand('llmOrchestrator.runs.runAgain', { kind: 'run', id: first.id }),
    );
    assert.deepEqual([second.workflowId, second.status], [item.id, 'completed']);
  });

  it('runs a payload alone again, which belongs to no workflow', async () => {
    const { id: workflowId } = await workflowOf('Alone', server.port, 4, 'x');
    const payloadId = (await api.workflows.get(workflowId))?.steps[0]?.payloadId ?? 0;
    const first = await finished(() => api.runner.startPayload(payloadId));
    const second = await finished(() =>
      vscode.commands.executeCommand('llmOrchestrator.runs.runAgain', { kind: 'run', id: first.id }),
    );
    assert.deepEqual([second.workflowId, second.workflowName, second.status], [null, 'Alone 1', 'completed']);
  });

  it('says in one notification why a run failed, and offers to run again', async () => {
    const gone = await startPracticeServer({ port: 0 });
    await gone.close();
    const item = await workflowOf('Nobody', gone.port, 4, 'x');
    const told = await answering(
      'showErrorMessage',
      () => undefined,
      async () => {
        const run = await finished(() => vscode.commands.executeCommand(runWorkflow, item));
        assert.equal(run.status, 'failed');
      },
    );
    assert.equal(told.length, 1);
    assert.match(String(told[0]?.[0]), new RegExp(String(gone.port)));
    assert.deepEqual(told[0]?.slice(1), ['Start Practice Server', 'Resume', 'Run Again', 'Show Log']);
    await api.trees.runs.provider.getChildren();
    const run = await newestRun();
    const row = api.trees.runs.provider.getTreeItem({ kind: 'run', id: run.id });
    assert.ok(rowText(row).includes(run.errorMessage ?? 'no message'));
  });

  it('refuses an unresolved reference before anything is sent, and shows its place', async () => {
    const item = await workflowOf('Typo', server.port, 4, 'first line\nthen {{#no-such-tag}} here');
    const before = (await api.runs.page(1))[0]?.id;
    const told = await answering(
      'showErrorMessage',
      () => 'Show',
      async () => {
        await vscode.commands.executeCommand(runWorkflow, item);
        await until('the block is shown', () => {
          const uri = vscode.window.activeTextEditor?.document.uri;
          return uri !== undefined && blockIdOf(uri) !== undefined;
        });
      },
    );
    assert.equal(told.length, 1);
    assert.match(String(told[0]?.[0]), /no-such-tag.*Typo block 1.*line 2/);
    assert.equal((await api.runs.page(1))[0]?.id, before, 'no run was stored');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.equal(editor.document.getText(editor.selection), '{{#no-such-tag}}');
  });

  it('refuses a workflow without steps and offers to add payloads', async () => {
    const item = await workflowOf('Empty', server.port, 4);
    const told = await answering(
      'showErrorMessage',
      () => undefined,
      () => vscode.commands.executeCommand(runWorkflow, item),
    );
    assert.equal(told.length, 1);
    assert.match(JSON.stringify(told), /no steps.*Add Payloads/);
  });

  it('opens all responses of a run, one response, and the prompt that was sent', async () => {
    const item = await workflowOf('Open', server.port, 4, 'x', 'y');
    const run = await finished(() => vscode.commands.executeCommand(runWorkflow, item));
    await until('the responses open by themselves', () => openedResponses().length === 2);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const responses = await api.runs.responses(run.id);
    const open = 'llmOrchestrator.runs.open';
    await vscode.commands.executeCommand(open, { kind: 'run', id: run.id });
    await until('both are open', () => openedResponses().length === 2);
    assert.deepEqual([...openedResponses()].sort(), responses.map(({ id }) => id).sort());
    const [first] = responses;
    assert.ok(first);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const responseRow = { kind: 'response', id: first.id, runId: run.id } as const;
    await vscode.commands.executeCommand(open, responseRow);
    await until('it is open', () => openedResponses().length === 1);
    await vscode.commands.executeCommand('llmOrchestrator.runs.openPrompt', responseRow);
    const sent = (await api.runs.response(first.id))?.prompt;
    await until('the prompt is shown', () => vscode.window.activeTextEditor?.document.getText() === sent);
  });

  it('deletes a run after one question, stopping it first when it is going on', async () => {
    const slow = await startPracticeServer({ port: 0, tokensPerSecond: 5 });
    try {
      const item = await workflowOf('Doomed', slow.port, 500, 'x');
      const run = await begin(() => vscode.commands.executeCommand(runWorkflow, item));
      const remove = () => vscode.commands.executeCommand('llmOrchestrator.runs.delete', { kind: 'run', id: run.id });
      await answering('showWarningMessage', () => undefined, remove);
      assert.equal(api.runner.active().length, 1, 'Escape leaves it alone');
      const asked = await answering('showWarningMessage', (...args) => args.at(-1), remove);
      assert.match(JSON.stringify(asked), /Delete the run of.*Doomed.*stopped first/);
      assert.deepEqual(api.runner.active(), []);
      assert.equal(await api.runs.get(run.id), undefined);
    } finally {
      await slow.close();
    }
  });

  it('shows fifty runs a page, and older ones on demand', async () => {
    const { id } = await workflowOf('Many', server.port, 4);
    for (let count = 0; count < 51; count += 1) {
      const { run } = await api.runs.start(newRun(id, 'Many'));
      await api.runs.finish(run.id, { status: 'completed', executionTimeMs: count, errorMessage: null });
    }
    const { provider } = api.trees.runs;
    const all = (await api.runs.page(1000)).map((run) => run.id);
    const page = await provider.getChildren();
    assert.equal(page.length, 51);
    assert.deepEqual(
      page.slice(0, 50).map((item) => (item.kind === 'run' ? item.id : undefined)),
      all.slice(0, 50),
    );
    const more = page[50];
    assert.equal(more?.kind, 'more');
    const { command } = provider.getTreeItem(more);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command);
    assert.equal((await provider.getChildren()).filter(({ kind }) => kind === 'run').length, Math.min(all.length, 100));
  });

  it('survives runs and responses that have vanished', async () => {
    for (const command of ['open', 'openPrompt', 'delete', 'runAgain']) {
      for (const item of [
        { kind: 'run', id: 987_654 },
        { kind: 'response', id: 987_654, runId: 987_654 },
      ]) {
        const told = await answering(
          'showInformationMessage',
          () => undefined,
          () => vscode.commands.executeCommand(`llmOrchestrator.runs.${command}`, item),
        );
        assert.equal(told.length, 1, `${command} ${item.kind}`);
      }
    }
    await vscode.commands.executeCommand('llmOrchestrator.runs.stop', { kind: 'run', id: 987_654 });
    assert.deepEqual(api.errors, []);
  });
});
