import * as vscode from 'vscode';
import { schemes } from '../../ids';

interface Chosen {
  readonly selections: readonly vscode.Selection[];
  readonly version: number;
}

/**
 * Keeps caret and selection where a person put them while a response grows. VS Code replaces the last line as a whole
 * when it loads a longer text, and so carries a caret in that line to its end; text that only grows has no reason to.
 */
export class StillCarets {
  private readonly chosen = new WeakMap<vscode.TextEditor, Chosen>();
  private readonly subscriptions: vscode.Disposable;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        this.remember(editors);
      }),
      vscode.window.onDidChangeTextEditorSelection((event) => {
        this.note(event);
      }),
    );
    this.remember(vscode.window.visibleTextEditors);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private remember(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      if (isResponse(editor) && !this.chosen.has(editor)) {
        this.chosen.set(editor, chosenIn(editor));
      }
    }
  }

  /** A change without a kind was made neither by a person nor by a command: it followed from the text. */
  private note({ textEditor, kind, selections }: vscode.TextEditorSelectionChangeEvent): void {
    if (!isResponse(textEditor)) {
      return;
    }
    const before = this.chosen.get(textEditor);
    const hasGrown = before !== undefined && before.version !== textEditor.document.version;
    if (kind === undefined && hasGrown) {
      if (!isSame(before.selections, selections)) {
        textEditor.selections = before.selections;
      }
    } else {
      this.chosen.set(textEditor, chosenIn(textEditor));
    }
  }
}

function isResponse({ document }: vscode.TextEditor): boolean {
  return document.uri.scheme === schemes.response;
}

function chosenIn(editor: vscode.TextEditor): Chosen {
  return { selections: editor.selections, version: editor.document.version };
}

function isSame(one: readonly vscode.Selection[], other: readonly vscode.Selection[]): boolean {
  return (
    one.length === other.length &&
    one.every((selection, index) => other[index] !== undefined && selection.isEqual(other[index]))
  );
}
