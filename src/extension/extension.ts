import type * as vscode from 'vscode';
import { compose, type Composition } from './compose';

let composition: Composition | undefined;

/** Called by VS Code on the first use of anything the extension contributes. Hands something out only to tests. */
export function activate(context: vscode.ExtensionContext): Composition['testApi'] {
  composition = compose(context);
  return composition.testApi;
}

/** Called by VS Code before the window closes; it waits a few seconds at most. */
export async function deactivate(): Promise<void> {
  await composition?.dispose();
  composition = undefined;
}
