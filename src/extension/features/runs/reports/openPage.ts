import * as vscode from 'vscode';

/** The editor of VS Code that shows Markdown as a page. */
const PAGE_EDITOR = 'vscode.markdown.preview.editor';

/** Opens a Markdown document as a page, or as text where VS Code's own Markdown extension is switched off. */
export async function openPage(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, PAGE_EDITOR, { preview: true });
  } catch {
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
  }
}
