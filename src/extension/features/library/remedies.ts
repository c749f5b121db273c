import * as vscode from 'vscode';
import type { StoreError, StoreErrorReason } from '../../domain/ports/storeError';
import type { CommandId } from '../../ids';
import { execute } from '../../platform/vscode/commands';
import { localize } from '../../platform/vscode/localize';

/** What a person can do about a database, each of them a command that asks for nothing it cannot ask for itself. */
type Remedy = Extract<
  CommandId,
  | 'llmOrchestrator.library.retry'
  | 'llmOrchestrator.library.restore'
  | 'llmOrchestrator.library.openReadOnly'
  | 'llmOrchestrator.library.chooseFile'
  | 'llmOrchestrator.library.show'
  | 'llmOrchestrator.showLog'
>;

/** What helps, the most likely first: a notification has room for three. */
const REMEDIES: Readonly<Record<StoreErrorReason, readonly Remedy[]>> = {
  busy: ['llmOrchestrator.library.retry', 'llmOrchestrator.library.openReadOnly', 'llmOrchestrator.showLog'],
  corrupt: [
    'llmOrchestrator.library.restore',
    'llmOrchestrator.library.openReadOnly',
    'llmOrchestrator.library.chooseFile',
  ],
  full: ['llmOrchestrator.library.retry', 'llmOrchestrator.library.show'],
  'read-only': ['llmOrchestrator.library.retry', 'llmOrchestrator.library.chooseFile'],
  constraint: ['llmOrchestrator.showLog'],
  'newer-version': ['llmOrchestrator.library.chooseFile', 'llmOrchestrator.library.restore'],
  foreign: ['llmOrchestrator.library.chooseFile', 'llmOrchestrator.library.restore', 'llmOrchestrator.library.retry'],
  'foreign-code': [
    'llmOrchestrator.library.openReadOnly',
    'llmOrchestrator.library.restore',
    'llmOrchestrator.library.chooseFile',
  ],
  'no-permission': ['llmOrchestrator.library.retry', 'llmOrchestrator.library.chooseFile'],
  'not-found': [
    'llmOrchestrator.library.restore',
    'llmOrchestrator.library.chooseFile',
    'llmOrchestrator.library.retry',
  ],
  closed: ['llmOrchestrator.library.retry'],
  unconfirmed: ['llmOrchestrator.library.retry', 'llmOrchestrator.showLog'],
  failed: ['llmOrchestrator.library.retry', 'llmOrchestrator.library.chooseFile', 'llmOrchestrator.showLog'],
};

/** Says why the database cannot be used, with what helps as buttons. */
export function tellProblem(error: StoreError): Promise<void> {
  return offer(vscode.window.showErrorMessage, localize(error.text), REMEDIES[error.reason]);
}

/** Says that somebody has removed the database, with what helps as buttons. */
export function tellGone(path: string): Promise<void> {
  const message = vscode.l10n.t('The database is gone: {0}. What you store from now on makes a new one.', path);
  return offer(vscode.window.showWarningMessage, message, REMEDIES['not-found']);
}

async function offer(
  show: (message: string, ...buttons: string[]) => Thenable<string | undefined>,
  message: string,
  remedies: readonly Remedy[],
): Promise<void> {
  const buttons = new Map(remedies.map((remedy) => [labelOf(remedy), remedy]));
  const chosen = buttons.get((await show(message, ...buttons.keys())) ?? '');
  if (chosen !== undefined) await execute(chosen);
}

function labelOf(remedy: Remedy): string {
  switch (remedy) {
    case 'llmOrchestrator.library.retry':
      return vscode.l10n.t('Open It Again');
    case 'llmOrchestrator.library.restore':
      return vscode.l10n.t('Restore Backup…');
    case 'llmOrchestrator.library.openReadOnly':
      return vscode.l10n.t('Open Read-Only');
    case 'llmOrchestrator.library.chooseFile':
      return vscode.l10n.t('Choose Another File…');
    case 'llmOrchestrator.library.show':
      return vscode.l10n.t('Show Database');
    case 'llmOrchestrator.showLog':
      return vscode.l10n.t('Show Log');
  }
}
