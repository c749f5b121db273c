import * as vscode from 'vscode';

/** Asks once, modally, before something is lost. Escape and Cancel mean no. */
export async function confirmDelete(question: string, detail?: string): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const options: vscode.MessageOptions = { modal: true, ...(detail === undefined ? {} : { detail }) };
  return (await vscode.window.showWarningMessage(question, options, remove)) === remove;
}
