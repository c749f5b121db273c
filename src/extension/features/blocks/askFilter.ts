import * as vscode from 'vscode';
import type { BlocksFilter } from './blocksFilter';

/** Asks what to filter by and filters while the person types. Enter keeps the filter, Escape goes back to the one before. */
export function askFilter(filter: BlocksFilter): Promise<void> {
  const before = filter.text;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Blocks');
  input.placeholder = vscode.l10n.t('Text in titles, tags or contents');
  input.value = before;
  return new Promise((resolve, reject) => {
    let wanted = before;
    input.onDidChangeValue((value) => {
      filter.setLater(value);
    });
    input.onDidAccept(() => {
      wanted = input.value;
      input.hide();
    });
    input.onDidHide(() => {
      input.dispose();
      filter.set(wanted).then(resolve, reject);
    });
    input.show();
  });
}
