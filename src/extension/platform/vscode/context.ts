import * as vscode from 'vscode';
import type { ContextKeys } from '../../ids';

/** Sets what `when` clauses of the manifest ask for. */
export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value); // nothing depends on its end
}
