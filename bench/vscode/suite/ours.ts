import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/compose';
import { answerMark, FIGURES_MARK, TREE_SIZES, type Figures } from '../figures';
import { measureActivation, measureCompletion, openLargePrompt } from './measure';
import { quiet } from './quiet';
import { measurePaint, noteDrawing, shownAt } from './paint';

/** Measures the extension: the same as of the trivial one, and a run of a workflow. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<TestApi>('llm-orchestrator.llm-orchestrator');
  assert.ok(extension);
  const cost = await measureActivation(extension);
  const api = extension.exports;
  const firstText = await timeToFirstText(api);
  const paint = await paintTimes(api);
  const completion = await measureCompletion(await openLargePrompt('{{#'));
  const figures: Figures = { ...cost, ...firstText, paint, completion };
  console.log(FIGURES_MARK + JSON.stringify(figures));
}

/** Fills the library up to each size, block by block in one folder as the trivial tree has its items. */
async function paintTimes(api: TestApi): Promise<Record<number, number>> {
  const { index, trees } = api;
  await vscode.commands.executeCommand('llmOrchestrator.blocks.focus');
  await index.ready();
  const { provider } = trees.blocks;
  const getTreeItem = provider.getTreeItem.bind(provider);
  let mark = '';
  provider.getTreeItem = (item) => {
    noteDrawing();
    const row = getTreeItem(item);
    row.description = mark;
    return row;
  };
  const times: Record<number, number> = {};
  for (const size of TREE_SIZES) {
    await fill(api, index.size, size);
    await index.ready();
    times[size] = await measurePaint({
      mark: (text) => {
        mark = text;
      },
      refresh: () => {
        provider.refresh();
      },
    });
  }
  return times;
}

async function fill({ database }: TestApi, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_value, offset) => {
    const number = String(from + offset);
    return [`Block ${number}`, `Text of block ${number}.`, `tag-${String((from + offset) % 500)}`];
  });
  await database.runMany("INSERT INTO blocks (title, content, tags, folder_path) VALUES (?, ?, ?, '')", rows);
}

async function timeToFirstText(api: TestApi): Promise<Required<Pick<Figures, 'firstText' | 'startedAt'>>> {
  const block = await api.blocks.create({ title: 'Ask', content: 'Say something.', tags: [], folderPath: '' });
  const payload = await api.payloads.create({ name: 'Ask', port: Number(process.env['BENCH_PORT']) });
  await api.payloads.addBlocks(payload.id, [block.id]);
  const workflow = await api.workflows.create('Ask');
  await api.workflows.addSteps(workflow.id, [payload.id]);
  let measured = { firstText: 0, startedAt: 0 };
  // The first answer opens the first editor of the window, which takes VS Code most of a second by itself.
  for (const answer of [1, 2]) {
    await quiet();
    const startedAt = Date.now();
    await vscode.commands.executeCommand('llmOrchestrator.runs.runWorkflow', { kind: 'workflow', id: workflow.id });
    measured = { firstText: (await shownAt(answerMark(answer))) - startedAt, startedAt };
    await Promise.all(api.runner.active().map(({ runId }) => api.runner.ended(runId)));
  }
  return measured;
}
