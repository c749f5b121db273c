import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { blockUri } from '../../src/extension/platform/vscode/documentUris';
import type { Block } from '../../src/shared/model/block';
import { testApi } from './testApi';

/** How long VS Code may take for what a test waits for, in milliseconds. */
const PATIENCE_MS = 10_000;

let made = 0;

/** Stores a block with a title of its own. */
export async function makeBlock(
  content: string,
  block: { readonly title?: string; readonly tags?: readonly string[]; readonly folderPath?: string } = {},
): Promise<Block> {
  const { blocks } = await testApi();
  made += 1;
  return blocks.create({ title: `Document ${made}`, tags: [], folderPath: '', content, ...block });
}

/** The texts of documents that were made for a test, by the paths of their addresses. */
const madeTexts = new Map<string, string>();
const madeScheme = 'made-for-test';
vscode.workspace.registerTextDocumentContentProvider(madeScheme, {
  provideTextDocumentContent: ({ path }) => madeTexts.get(path),
});

/**
 * Opens a document that nobody can change and no editor shows, under an address that no other has had: VS Code gives the
 * names of untitled documents again, and now and then the text that an earlier one had under that name.
 */
export async function makeDocument(language: string, content: string): Promise<vscode.TextDocument> {
  const path = `/${madeTexts.size + 1}`;
  madeTexts.set(path, content);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: madeScheme, path }));
  return vscode.languages.setTextDocumentLanguage(document, language);
}

/** Opens a block in an editor as the tree does. */
export async function openBlock({ id, title }: Pick<Block, 'id' | 'title'>): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(blockUri(id, title), { preview: false });
}

/** Waits until something holds; the failure says what. */
export async function until(what: string, holds: () => unknown): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (await holds()) return;
    assert.ok(Date.now() < deadline, `in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Replaces the whole text in an editor, unsaved. */
export async function type(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(whole, text);
    }),
  );
}

/** The text that is stored of a block. */
export async function stored(id: number): Promise<string | undefined> {
  return (await (await testApi()).blocks.get(id))?.content;
}

/** The addresses of all text tabs. */
export function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) =>
    group.tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  );
}

/** The document that VS Code has open under an address. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** Closes everything without a question. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
