import type * as vscode from 'vscode';
import { compose } from './compose';

/** Called by VS Code on the first use of anything the extension contributes. */
export function activate(context: vscode.ExtensionContext): void {
  compose(context);
}
