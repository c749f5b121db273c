import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { WorkflowsItem } from '../../src/extension/treeItems';
import { until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';

/** The labels of the builders that are open, in all groups. */
function panels(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('llmOrchestrator.workflowBuilder'),
    )
    .map(({ label }) => label);
}

async function open(item?: WorkflowsItem): Promise<void> {
  await vscode.commands.executeCommand('llmOrchestrator.workflows.openBuilder', item);
}

describe('"Open Workflow Builder"', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    api.errors.length = 0;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(api.errors, []);
  });

  it('opens one panel for a workflow, from the workflow and from one of its steps', async () => {
    const { id } = await api.workflows.create('Letters');
    const payload = await api.payloads.create({ name: 'P' });
    await api.workflows.addSteps(id, [payload.id]);
    const [step] = (await api.workflows.get(id))!.steps;
    await open({ kind: 'workflow', id });
    await open({ kind: 'step', workflowId: id, id: step!.id, payloadId: payload.id });
    await until('the panel is open', () => panels().length > 0);
    assert.deepEqual(panels(), ['Letters']);
  });

  it('opens several workflows side by side, also of the same name', async () => {
    const one = await api.workflows.create('Same');
    const other = await api.workflows.create('Same');
    await open({ kind: 'workflow', id: one.id });
    await open({ kind: 'workflow', id: other.id });
    await until('both are open', () => panels().length === 2);
  });

  it('asks for the workflow when nothing is selected', async () => {
    await api.workflows.create('Asked for');
    await reacting([{ pick: 'Asked for' }], () => open());
    await until('the panel is open', () => panels().length > 0);
    assert.deepEqual(panels(), ['Asked for']);
  });

  it('opens nothing for a workflow that is gone', async () => {
    const { id } = await api.workflows.create('Gone');
    await api.workflows.delete([id]);
    await open({ kind: 'workflow', id });
    assert.deepEqual(panels(), []);
  });

  it('has the name of its workflow as that is now', async () => {
    const { id } = await api.workflows.create('Before');
    await open({ kind: 'workflow', id });
    await until('the panel is open', () => panels().includes('Before'));
    await api.workflows.update(id, { name: 'After' });
    await until('the panel has the new name', () => panels().includes('After'));
    await api.workflows.delete([id]);
    await until('the panel says that its workflow is gone', () => panels().includes('Deleted workflow'));
  });
});
