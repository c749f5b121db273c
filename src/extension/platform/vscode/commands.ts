import * as vscode from 'vscode';
import { GenerationError } from '../../domain/ports/modelServer';
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
          void reportFailure(log, id, error); // the command is over; the notification may stay for as long as it likes
        }
      }),
  };
}

/** Runs a command of the extension by its id, with the arguments that it takes. */
export async function execute<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Promise<void> {
  await vscode.commands.executeCommand(id, ...args);
}

/**
 * Logs what failed and tells it once. For what a person does without a command, such as dropping something;
 * commands go through `Commands`, which does this for them.
 */
export async function reportFailure(log: Log, what: string, error: unknown): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  if (error instanceof PersonError) {
    log.warn(`${what}: ${error.message}`);
    await tellWithActions(localize(error.text), showLog, error instanceof GenerationError ? error.endpoint : undefined);
    return;
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(`${what}: ${failure.stack ?? failure.message}`);
  const message = vscode.l10n.t('LLM Orchestrator could not do that: {0}', failure.message);
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) {
    await execute('llmOrchestrator.showLog');
  }
}

/** Tells a failure; where an endpoint wants a key, setting it is the first thing to do. */
async function tellWithActions(message: string, showLog: string, locked: GenerationError['endpoint']): Promise<void> {
  const setKey = vscode.l10n.t('Set Key');
  const actions = locked === undefined ? [showLog] : [setKey, showLog];
  const answer = await vscode.window.showErrorMessage(message, ...actions);
  if (answer === showLog) {
    await execute('llmOrchestrator.showLog');
  } else if (answer === setKey && locked !== undefined) {
    await execute('llmOrchestrator.endpoints.setKey', { kind: 'endpoint', host: locked.host, port: locked.port });
  }
}
