import * as v8 from 'node:v8';
import * as vm from 'node:vm';
import * as vscode from 'vscode';
import { quiet } from './quiet';

/** Bytes on the heap of the extension host after a collection. */
export function usedHeap(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** What activation costs: milliseconds, and bytes that stay. */
export interface ActivationCost {
  readonly activation: number;
  readonly heap: number;
}

/** Activates an extension that nothing has activated yet. */
export async function measureActivation(extension: vscode.Extension<unknown>): Promise<ActivationCost> {
  if (extension.isActive) throw new Error('The extension is active already: there is nothing to measure.');
  await quiet();
  const before = usedHeap();
  const started = performance.now();
  await extension.activate();
  const activation = performance.now() - started;
  return { activation, heap: usedHeap() - before };
}

/** VS Code's own prompt files: the page has as much to do with one whoever completes in it. */
export const PROMPT_LANGUAGE = 'prompt';

/** Opens a prompt of a megabyte whose last line asks for a completion. */
export async function openLargePrompt(lastLine: string): Promise<vscode.TextDocument> {
  const line = 'A line of a prompt that is neither short nor long, as prompts are, and that names nothing.\n';
  const content = line.repeat(Math.ceil(1_000_000 / line.length)) + lastLine;
  const document = await vscode.workspace.openTextDocument({ language: PROMPT_LANGUAGE, content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** How long completion takes at the end of a document, in milliseconds: the median of nine, after one that warms up. */
export async function measureCompletion(document: vscode.TextDocument): Promise<number> {
  const end = document.lineAt(document.lineCount - 1).range.end;
  await quiet();
  const times: number[] = [];
  for (let round = 0; round < 10; round++) {
    const started = performance.now();
    const found = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      end,
    );
    times.push(performance.now() - started);
    if (found.items.length === 0) throw new Error('The completion offers nothing.');
  }
  return times.slice(1).sort((a, b) => a - b)[4] ?? 0;
}
