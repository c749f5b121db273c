import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { execute } from './commands';

/** The commands that make something without being told more. */
type MakingCommand = Extract<CommandId, `llmOrchestrator.${'blocks' | 'payloads' | 'workflows'}.create`>;

/**
 * Says that there is nothing to pick from yet, with a way to make the first. Nothing waits for the answer: what the
 * person does then is another command.
 */
export function offerToMake(sentence: string, label: string, command: MakingCommand): void {
  void vscode.window.showInformationMessage(sentence, label).then((answer) => {
    if (answer === label) {
      return execute(command);
    }
    return undefined;
  });
}
