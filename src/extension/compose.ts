import type * as vscode from 'vscode';
import { createCommands } from './platform/vscode/commands';
import { nullLog } from './platform/ports/log';

/** Constructs the concrete classes of every layer. */
export function compose(context: vscode.ExtensionContext): void {
  const commands = createCommands(nullLog);
  context.subscriptions.push(commands.register('llmOrchestrator.showLog', () => undefined));
}
