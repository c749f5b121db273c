import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/compose';
import { EDITS, FIGURES_MARK, OPENING_MARK, type Figures } from '../figures';
import { contentOf, fillLibrary } from '../library';
import { openBarePanel } from './barePanel';

const PATIENCE_MS = 60_000;

/** How often each panel is opened. */
const OPENINGS = 4;

/** Between panels, in milliseconds. Waiting until a loaded machine is quiet could take for ever. */
const PAUSE_MS = 700;

/** Opens the builder of a large payload and the bare panel in turn; the page of the window edits and reports. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<TestApi>('llm-orchestrator.llm-orchestrator');
  assert.ok(extension);
  const api = await extension.activate();
  const { payloadId, blockIds } = await fillLibrary(api);
  const texts = blockIds.slice(1).map((_id, number) => contentOf(number));
  const figures = {
    firstOpen: [],
    open: [],
    edit: [],
    elsewhere: [],
    bareOpen: [],
    bareEdit: [],
    lineOpen: [],
    lineEdit: [],
  } as {
    -readonly [Name in keyof Figures]: number[];
  };
  const lines = new Reports();
  for (let opening = 0; opening < OPENINGS; opening++) {
    for (const kind of ['bare', 'line'] as const) {
      const text = kind === 'bare' ? texts.join('\n\n') : 'One line.';
      const time = await opened(lines, kind, () => {
        openBarePanel(kind, text);
      });
      // The first webview of a window costs VS Code itself some hundred milliseconds.
      if (opening > 0) figures[`${kind}Open`].push(time);
      figures[`${kind}Edit`].push(...(await edits(lines, kind)));
      await closeAll();
    }
    const builder = await opened(lines, 'builder', () =>
      vscode.commands.executeCommand('llmOrchestrator.payloads.openBuilder', { kind: 'payload', id: payloadId }),
    );
    figures[opening === 0 ? 'firstOpen' : 'open'].push(builder);
    figures.edit.push(...(await edits(lines, 'builder')));
    figures.elsewhere.push(await storedElsewhere(api, lines, blockIds[7] ?? 0, opening));
    await closeAll();
  }
  console.log(FIGURES_MARK + JSON.stringify(figures));
}

async function opened(lines: Reports, kind: string, open: () => unknown): Promise<number> {
  await pause();
  console.log(OPENING_MARK);
  await new Promise((resolve) => setTimeout(resolve, 100)); // whoever reads it takes note of the time
  const started = Date.now();
  await open();
  const [at] = await lines.next(`${kind}-shown`, 1);
  return (at ?? 0) - started;
}

async function edits(lines: Reports, kind: string): Promise<readonly number[]> {
  const times = await lines.next(`${kind}-edit`, EDITS);
  await lines.next(`${kind}-done`, 1);
  return times.slice(2); // the first ones warm up
}

async function storedElsewhere(api: TestApi, lines: Reports, id: number, round: number): Promise<number> {
  const mark = `elsewhere-${round}`;
  const content = `${mark}\n${contentOf(6)}`;
  const started = Date.now();
  await api.blocks.update(id, { content });
  const [at] = await lines.next(mark, 1);
  return (at ?? 0) - started;
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/** What the pages of the window report, in a file. */
class Reports {
  private readonly taken = new Map<string, number>();

  /** The next values that are reported under a name. */
  async next(name: string, count: number): Promise<readonly number[]> {
    const path = process.env['BENCH_SHOWN'];
    assert.ok(path !== undefined, 'BENCH_SHOWN does not name the file in which the page reports.');
    const from = this.taken.get(name) ?? 0;
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
      const values = lines.filter((line) => line.startsWith(`${name} `)).map((line) => Number(line.split(' ')[1]));
      if (values.length >= from + count) {
        this.taken.set(name, from + count);
        return values.slice(from, from + count);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The page reported ${name} less than ${count} times.`);
  }
}
