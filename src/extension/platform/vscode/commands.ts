import * as vscode from 'vscode';
import { PersonError } from '../../domain/ports/personError';
import type { CommandArguments, CommandId } from '../../ids';
import type { Log } from '../ports/log';
import { localize } from './localize';

/** What every command of the extension goes through. */
export interface Commands {
  /**
   * Registers a command. What it throws is logged and told once: the sentence of an error that is meant for a person,
   * otherwise that something went wrong, with the log one click away.
   */
  register<Id extends CommandId>(id: Id, run: (...args: CommandArguments[Id]) => unknown): vscode.Disposable;
}

/** Makes the wrapper around all commands. */
export function createCommands(log: Log): Commands {
  return {
    register: (id, run) =>
      vscode.commands.registerCommand(id, async (...args: CommandArguments[typeof id]) => {
        try {
          await run(...args);
        } catch (error) {
          await report(log, id, error);
        }
      }),
  };
}

/** Runs a command of the extension by its id, with the arguments that it takes. */
export async function execute<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Promise<void> {
  await vscode.commands.executeCommand(id, ...args);
}

async function report(log: Log, id: CommandId, error: unknown): Promise<void> {
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(`${id}: ${failure.stack ?? failure.message}`);
  const message =
    error instanceof PersonError
      ? localize(error.text)
      : vscode.l10n.t('LLM Orchestrator could not do that: {0}', failure.message);
  const showLog = vscode.l10n.t('Show Log');
  const answer = await vscode.window.showErrorMessage(message, showLog);
  if (answer === showLog) {
    await execute('llmOrchestrator.showLog');
  }
}
