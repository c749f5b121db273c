import * as vscode from 'vscode';
import { assertNever } from '../../domain/assertNever';
import { GenerationError } from '../../domain/ports/modelServer';
import { PersonError } from '../../domain/ports/personError';
import type { CommandArguments, CommandId } from '../../ids';
import type { Log } from '../ports/log';
import { remediesOf, type FailureRemedy } from './failureRemedies';
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
          const again = (): Promise<void> => execute(id, ...args);
          void reportFailure(log, id, error, again); // the command is over; the notification may stay for as long as it likes
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
 * commands go through `Commands`, which does this for them. `again` does once more what failed.
 */
export async function reportFailure(
  log: Log,
  what: string,
  error: unknown,
  again?: () => Promise<void>,
): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  if (error instanceof PersonError) {
    log.warn(`${what}: ${error.message}`);
    await tellWithRemedies(error, again);
    return;
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(`${what}: ${failure.stack ?? failure.message}`);
  const message = vscode.l10n.t('LLM Orchestrator could not do that: {0}', failure.message);
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) {
    await execute('llmOrchestrator.showLog');
  }
}

/** Tells a failure, with what helps as buttons. */
async function tellWithRemedies(error: PersonError, again: (() => Promise<void>) | undefined): Promise<void> {
  const remedies = remediesOf(error, again !== undefined);
  const buttons = new Map(remedies.map((remedy) => [labelOf(remedy), remedy]));
  const chosen = buttons.get((await vscode.window.showErrorMessage(localize(error.text), ...buttons.keys())) ?? '');
  switch (chosen) {
    case undefined:
      return;
    case 'again':
      return again?.();
    case 'setKey': {
      const endpoint = error instanceof GenerationError ? error.endpoint : undefined;
      if (endpoint) {
        const { host, port } = endpoint;
        await execute('llmOrchestrator.endpoints.setKey', { kind: 'endpoint', host, port });
      }
      return;
    }
    case 'showDatabase':
      return execute('llmOrchestrator.library.show');
    case 'showLog':
      return execute('llmOrchestrator.showLog');
    default:
      return assertNever(chosen);
  }
}

function labelOf(remedy: FailureRemedy): string {
  switch (remedy) {
    case 'again':
      return vscode.l10n.t('Try Again');
    case 'setKey':
      return vscode.l10n.t('Set Key');
    case 'showDatabase':
      return vscode.l10n.t('Show Database');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}
