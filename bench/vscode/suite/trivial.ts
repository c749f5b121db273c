import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FIGURES_MARK, TREE_SIZES, type Figures } from '../figures';
import { measureActivation, measureCompletion, openLargePrompt, PROMPT_LANGUAGE } from './measure';
import { measurePaint, noteDrawing } from './paint';

/** Measures an extension that does nothing, a tree of bare labels and a provider of one item. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('bench.trivial');
  assert.ok(extension);
  const cost = await measureActivation(extension);
  const figures: Figures = { ...cost, paint: await paintTimes(), completion: await completionTime() };
  console.log(FIGURES_MARK + JSON.stringify(figures));
}

async function paintTimes(): Promise<Record<number, number>> {
  const changed = new vscode.EventEmitter<undefined>();
  let size = 0;
  let mark = '';
  const view = vscode.window.createTreeView<number>('bench.items', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (item) => (item === undefined ? Array.from({ length: size }, (_value, index) => index) : []),
      getTreeItem: (item) => {
        noteDrawing();
        const row = new vscode.TreeItem(`Item ${String(item)}`);
        row.id = String(item);
        row.description = mark;
        return row;
      },
    },
  });
  await vscode.commands.executeCommand('bench.items.focus');
  const times: Record<number, number> = {};
  for (size of TREE_SIZES) {
    times[size] = await measurePaint({
      mark: (text) => {
        mark = text;
      },
      refresh: () => {
        changed.fire(undefined);
      },
    });
  }
  view.dispose();
  return times;
}

async function completionTime(): Promise<number> {
  const provider = vscode.languages.registerCompletionItemProvider(PROMPT_LANGUAGE, {
    provideCompletionItems: () => [new vscode.CompletionItem('{{#one}}')],
  });
  const document = await openLargePrompt('{{#');
  const time = await measureCompletion(document);
  provider.dispose();
  return time;
}
