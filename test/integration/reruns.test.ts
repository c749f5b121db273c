import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import type { RunsItem } from '../../src/extension/treeItems';
import { answering } from './answering';
import { addBlocks, emptyLibrary, until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { rowText, treeRows } from './treeRows';

describe('running a part of a workflow again', () => {
  let api: TestApi;
  let server: PracticeServer;
  let requests = 0;
  /** Which requests fail, from 0. */
  let failing: readonly number[] = [];

  before(async () => {
    server = await startPracticeServer({
      port: 0,
      tokensPerSecond: 0,
      fault: () => (failing.includes(requests++) ? { kind: 'httpError', status: 500, body: 'no' } : undefined),
    });
  });

  after(() => server.close());

  beforeEach(async () => {
    api = await testApi();
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    await api.runs.delete((await api.runs.page(1000)).map(({ id }) => id));
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    await emptyLibrary(api);
    requests = 0;
    failing = [];
    api.errors.length = 0;
  });

  afterEach(async () => {
    await api.runner.stopAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(api.errors, []);
  });

  async function workflowOf(...texts: readonly string[]): Promise<number> {
    const { id } = await api.workflows.create('W');
    for (const [index, text] of texts.entries()) {
      const payload = await api.payloads.create({ name: `P${index + 1}`, port: server.port, responseLength: 4 });
      await api.payloads.addBlocks(payload.id, await addBlocks(api, [`B${index + 1}`, text]));
      await api.workflows.addSteps(id, [payload.id]);
    }
    return id;
  }

  /** The run that some work begins, when it is over. */
  async function runOf(work: () => unknown): Promise<number> {
    const before = (await api.runs.page(1))[0]?.id;
    await work();
    const id = (await api.runs.page(1))[0]?.id;
    assert.ok(id !== undefined && id !== before, 'no run began');
    await api.runner.ended(id);
    return id;
  }

  const command = (name: string, item?: unknown) => () =>
    vscode.commands.executeCommand(`llmOrchestrator.runs.${name}`, item);
  const statuses = async (runId: number) => (await api.runs.steps(runId)).map(({ status }) => status);

  async function rowsOf(runId: number): Promise<readonly RunsItem[]> {
    await api.trees.runs.provider.getChildren();
    return api.trees.runs.provider.getChildren({ kind: 'run', id: runId });
  }

  it('resumes a run that failed, and shows the steps without response', async () => {
    const id = await workflowOf('one', 'two', 'three');
    failing = [1];
    const failed = await runOf(() => api.runner.start(id));
    const rows = await rowsOf(failed);
    const texts = rows.map((row) => rowText(api.trees.runs.provider.getTreeItem(row)));
    assert.match(texts[1] ?? '', /^2\. P2 \| failed/);
    assert.match(texts[2] ?? '', /^3\. P3 \| not run$/);
    const run = api.trees.runs.provider.getTreeItem({ kind: 'run', id: failed });
    assert.equal(run.contextValue, 'run;done;resumable');
    const resumed = await runOf(command('resume', { kind: 'run', id: failed }));
    assert.deepEqual(await statuses(resumed), ['reused', 'completed', 'completed']);
    assert.equal(requests, 4);
    assert.match((await treeRows(api.trees.runs, { kind: 'run', id: resumed }))[0] ?? '', /^1\. P1 \| .*taken over/);
  });

  it('offers only what can be resumed when it is called from the palette', async () => {
    const id = await workflowOf('one');
    await runOf(() => api.runner.start(id));
    const told = await answering('showInformationMessage', () => undefined, command('resume'));
    assert.match(String(told[0]?.[0]), /None of the last runs/);
    failing = [1];
    const failed = await runOf(() => api.runner.start(id));
    const resumed = await runOf(() => reacting([{ pick: 'W' }], command('resume')));
    assert.equal((await api.runs.get(resumed))?.status, 'completed');
    assert.notEqual(resumed, failed);
  });

  it('runs from a response, only its step, and from a step of the view Workflows', async () => {
    const id = await workflowOf('one', 'two', 'three');
    const first = await runOf(() => api.runner.start(id));
    const [, second] = await api.runs.responses(first);
    const response = { kind: 'response', runId: first, id: second?.id };
    assert.deepEqual(await statuses(await runOf(command('runFrom', response))), ['reused', 'completed', 'completed']);
    assert.deepEqual(await statuses(await runOf(command('runOnly', response))), ['reused', 'completed', 'reused']);
    const step = (await api.workflows.get(id))?.steps[2];
    assert.ok(step);
    const item = { kind: 'step', workflowId: id, id: step.id, payloadId: step.payloadId };
    assert.deepEqual(await statuses(await runOf(command('runFrom', item))), ['reused', 'reused', 'completed']);
    assert.equal(requests, 3 + 2 + 1 + 1);
  });

  it('marks what is stale with the reason, and runs just that', async () => {
    const id = await workflowOf('one', 'two');
    const first = await runOf(() => api.runner.start(id));
    const rows = await rowsOf(first);
    const second = rows[1];
    assert.ok(second);
    const row = () => api.trees.runs.provider.getTreeItem(second);
    assert.doesNotMatch(rowText(row()), /stale/);
    const block = (await api.blocks.summaries()).find(({ title }) => title === 'B2');
    assert.ok(block);
    await api.blocks.update(block.id, { content: 'TWO' });
    await until('the mark', () => rowText(row()).includes('stale'));
    const { tooltip } = row();
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value.replaceAll('&nbsp;', ' '), /Stale: The block "B2" was changed/);
    const run = () => api.trees.runs.provider.getTreeItem({ kind: 'run', id: first });
    assert.equal(run().contextValue, 'run;done;stale');
    const again = await runOf(command('runStale', { kind: 'run', id: first }));
    assert.deepEqual(await statuses(again), ['reused', 'completed']);
    await api.blocks.update(block.id, { content: 'two' });
    await until('the mark is gone', () => !rowText(row()).includes('stale'));
    const told = await answering('showErrorMessage', () => undefined, command('runStale', { kind: 'run', id: first }));
    assert.match(String(told[0]?.[0]), /^Nothing is stale/);
  });

  it('says so when what is meant has vanished', async () => {
    for (const [name, item] of [
      ['resume', { kind: 'run', id: 987_654 }],
      ['runStale', { kind: 'run', id: 987_654 }],
      ['runFrom', { kind: 'response', runId: 987_654, id: 1 }],
      ['runOnly', { kind: 'execution', runId: 987_654, id: 'x' }],
    ] as const) {
      const told = await answering('showInformationMessage', () => undefined, command(name, item));
      assert.equal(told.length, 1, name);
    }
    const id = await workflowOf('one');
    const first = await runOf(() => api.runner.start(id));
    const [response] = await api.runs.responses(first);
    await api.workflows.removeSteps(id, (await api.workflows.get(id))?.steps.map((step) => step.id) ?? []);
    const item = { kind: 'response', runId: first, id: response?.id };
    const told = await answering('showInformationMessage', () => undefined, command('runFrom', item));
    assert.match(String(told[0]?.[0]), /no longer exists/);
  });
});
