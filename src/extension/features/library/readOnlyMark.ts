import * as vscode from 'vscode';

/** Shows in the status bar, while it is so, that the database is open for reading only; a click ends that. */
export class ReadOnlyMark implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;

  /** Shows or hides it. */
  set(readOnly: boolean): void {
    if (!readOnly) {
      this.dispose();
      return;
    }
    this.#item ??= vscode.window.createStatusBarItem('llmOrchestrator.readOnly', vscode.StatusBarAlignment.Left);
    this.#item.name = vscode.l10n.t('LLM Orchestrator: Database');
    this.#item.text = vscode.l10n.t('$(lock) Database is read-only');
    this.#item.tooltip = vscode.l10n.t('The database is open for reading only. Click to open it for changes again.');
    this.#item.command = 'llmOrchestrator.library.retry';
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.#item.show();
  }

  dispose(): void {
    this.#item?.dispose();
    this.#item = undefined;
  }
}
