import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { WorkflowsItem } from '../../src/extension/treeItems';
import { newRun } from '../support/newRun';
import { answering } from './answering';
import { until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { dragOnto, treeRows, watchRedraws } from './treeRows';

describe('the view Workflows', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await testApi();
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    api.errors.length = 0;
  });

  afterEach(() => {
    assert.deepEqual(api.errors, []);
  });

  async function payloads(...names: readonly string[]): Promise<readonly number[]> {
    const ids: number[] = [];
    for (const name of names) {
      ids.push((await api.payloads.create({ name })).id);
    }
    return ids;
  }

  /** A workflow with a step of each payload, and its items in order. */
  async function workflowOf(name: string, payloadIds: readonly number[]) {
    const { id } = await api.workflows.create(name);
    if (payloadIds.length > 0) await api.workflows.addSteps(id, payloadIds);
    await api.trees.workflows.provider.getChildren();
    const items = await api.trees.workflows.provider.getChildren({ kind: 'workflow', id });
    return { id, items };
  }

  async function stepsOf(id: number): Promise<readonly (string | undefined)[]> {
    const names = new Map((await api.payloads.all()).map((payload) => [payload.id, payload.name]));
    return (await api.workflows.get(id))?.steps.map(({ payloadId }) => names.get(payloadId)) ?? [];
  }

  function rows(): Promise<readonly string[]> {
    return treeRows(api.trees.workflows);
  }

  function run(command: string, ...items: readonly WorkflowsItem[]): Thenable<unknown> {
    return vscode.commands.executeCommand(`llmOrchestrator.workflows.${command}`, items[0], items);
  }

  it('means the payload that a step has now, and keeps the item of one that has not changed', async () => {
    const [a, b] = await payloads('A', 'B');
    const { id, items } = await workflowOf('Two', [a!, a!]);
    const { steps } = (await api.workflows.get(id))!;
    await api.workflows.updateStep(id, steps[0]!.id, { payloadId: b! });
    await api.trees.workflows.provider.getChildren();
    const [first, second] = await api.trees.workflows.provider.getChildren({ kind: 'workflow', id });
    assert.deepEqual(first, { kind: 'step', workflowId: id, id: steps[0]!.id, payloadId: b });
    assert.equal(second, items[1]);
  });

  it('shows workflows by name with numbered steps, the same payload as often as it stands there', async () => {
    const [a, b] = await payloads('A', 'B');
    await workflowOf('Two', [a!, b!, a!]);
    await workflowOf('Empty', []);
    assert.deepEqual(await rows(), [
      'Empty | 0 steps',
      'Two | 3 steps',
      '  1. A | 5001 · default',
      '  2. B | 5001 · default',
      '  3. A | 5001 · default',
    ]);
  });

  it('shows the name that a step has of its own, and which are off', async () => {
    const [a, b] = await payloads('A', 'B');
    const { id } = await workflowOf('W', [a!, b!]);
    const [first, second] = (await api.workflows.get(id))!.steps;
    await api.workflows.updateStep(id, first!.id, { name: 'Begin' });
    await api.workflows.updateStep(id, second!.id, { enabled: false });
    assert.deepEqual(await rows(), ['W | 2 steps', '  1. Begin | A · 5001 · default', '  2. B | off · 5001 · default']);
  });

  it('shows when a workflow was last run, as soon as it is', async () => {
    const { id } = await workflowOf('W', []);
    await rows();
    const redraws = watchRedraws(api.trees.workflows);
    const { run: begun } = await api.runs.start(newRun(id, 'W'));
    await api.runs.finish(begun.id, { status: 'completed', executionTimeMs: 5, errorMessage: null });
    await until('the workflow is drawn again', () => redraws.fired.length > 0);
    redraws.dispose();
    assert.deepEqual(await rows(), ['W | 0 steps · run now']);
  });

  it('keeps ids and objects through a refresh, and follows the name of a payload with the smallest node', async () => {
    const [a] = await payloads('A');
    const { id, items } = await workflowOf('W', [a!]);
    const { provider } = api.trees.workflows;
    const [workflow] = await provider.getChildren();
    assert.ok(workflow);
    assert.match(provider.getTreeItem(workflow).id ?? '', new RegExp(`^(\\d+ )?workflow:${id}$`));
    assert.match(provider.getTreeItem(items[0]!).id ?? '', /^(\d+ )?step:\d+$/);
    assert.equal(provider.getParent(items[0]!), workflow);
    const redraws = watchRedraws(api.trees.workflows);
    await api.payloads.update(a!, { name: 'Renamed' });
    await until('the workflow is drawn again', () => redraws.fired.length > 0);
    assert.deepEqual(redraws.fired, [workflow]);
    redraws.dispose();
    assert.deepEqual(await rows(), ['W | 1 step', '  1. Renamed | 5001 · default']);
  });

  it('creates a workflow from a name and then offers the payloads', async () => {
    await payloads('A', 'B');
    await reacting([{ type: 'W' }, { pick: ['B'] }], () =>
      vscode.commands.executeCommand('llmOrchestrator.workflows.create'),
    );
    assert.deepEqual(await rows(), ['W | 1 step', '  1. B | 5001 · default']);
    await reacting([{ escape: true }], () => vscode.commands.executeCommand('llmOrchestrator.workflows.create'));
    assert.equal((await api.workflows.all()).length, 1);
  });

  it('adds, moves and removes steps, several at once', async () => {
    const ids = await payloads('A', 'B', 'C', 'D');
    const { id, items } = await workflowOf('W', ids.slice(0, 3));
    await reacting([{ pick: ['D'] }], () => run('addPayloads', { kind: 'workflow', id }));
    await run('moveStepUp', items[2]!, items[1]!);
    assert.deepEqual(await stepsOf(id), ['B', 'C', 'A', 'D']);
    await run('moveStepDown', items[1]!, items[0]!);
    assert.deepEqual(await stepsOf(id), ['C', 'B', 'D', 'A']);
    await run('delete', items[0]!, items[1]!); // the Delete key on steps takes them out, without a question
    assert.deepEqual(await stepsOf(id), ['C', 'D']);
  });

  it('duplicates and renames', async () => {
    const [a] = await payloads('A');
    const { id } = await workflowOf('W', [a!]);
    await run('duplicate', { kind: 'workflow', id });
    await reacting([{ type: 'Z' }], () => run('rename', { kind: 'workflow', id }));
    assert.deepEqual(
      (await rows()).filter((row) => !row.startsWith(' ')),
      ['W copy | 1 step', 'Z | 1 step'],
    );
  });

  it('deletes after one question that says how many runs go with it, and nothing on Escape', async () => {
    const { id } = await workflowOf('W', []);
    for (const name of ['W', 'W']) {
      const { run: ended } = await api.runs.start(newRun(id, name));
      await api.runs.finish(ended.id, { status: 'completed', executionTimeMs: 1, errorMessage: null });
    }
    const item = { kind: 'workflow', id } as const;
    const asked = await answering(
      'showWarningMessage',
      () => undefined,
      () => run('delete', item),
    );
    assert.match(JSON.stringify(asked), /Delete the workflow.*W.*2 runs/);
    assert.equal((await api.workflows.all()).length, 1);
    await answering(
      'showWarningMessage',
      (...args) => args.at(-1),
      () => run('delete', item),
    );
    assert.deepEqual(await rows(), []);
    assert.deepEqual(
      (await api.runs.page(10)).filter(({ workflowId }) => workflowId === id),
      [],
    );
  });

  it('survives items that have vanished', async () => {
    const [a] = await payloads('A');
    const { id, items } = await workflowOf('W', [a!]);
    await api.workflows.delete([id]);
    for (const command of ['rename', 'duplicate', 'delete', 'addPayloads'] as const) {
      const told = await answering(
        'showInformationMessage',
        () => undefined,
        () => run(command, { kind: 'workflow', id }),
      );
      assert.equal(told.length, 1, command);
    }
    for (const command of ['removeStep', 'moveStepUp', 'moveStepDown'] as const) {
      const told = await answering(
        'showInformationMessage',
        () => undefined,
        () => run(command, items[0]!),
      );
      assert.equal(told.length, 1, command);
    }
  });

  describe('dragging', () => {
    it('reorders steps and moves them to another workflow', async () => {
      const ids = await payloads('A', 'B', 'C');
      const one = await workflowOf('One', ids);
      const two = await workflowOf('Two', ids.slice(0, 1));
      const { workflows } = api.trees;
      await dragOnto(workflows.dragAndDrop, [one.items[2]!], workflows, one.items[0]);
      assert.deepEqual(await stepsOf(one.id), ['C', 'A', 'B']);
      await dragOnto(workflows.dragAndDrop, [one.items[2]!], workflows, two.items[0]);
      assert.deepEqual(
        [await stepsOf(one.id), await stepsOf(two.id)],
        [
          ['A', 'B'],
          ['C', 'A'],
        ],
      );
    });

    it('takes payloads of the view Payloads, before a step or at the end', async () => {
      const ids = await payloads('A', 'B');
      const { id, items } = await workflowOf('W', ids.slice(0, 1));
      const { payloads: source, workflows } = api.trees;
      const dragged = { kind: 'payload', id: ids[1]! } as const;
      await dragOnto(source.dragAndDrop, [dragged], workflows, items[0]);
      await dragOnto(source.dragAndDrop, [dragged], workflows, { kind: 'workflow', id });
      assert.deepEqual(await stepsOf(id), ['B', 'A', 'B']);
    });
  });
});
