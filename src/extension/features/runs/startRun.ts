import * as vscode from 'vscode';
import type { StartOptions } from '../../engine/runner';
import { RunRefusedError } from '../../engine/runRefusedError';
import { offerTrust } from '../../platform/vscode/offerTrust';
import type { RunsDependencies } from './runsDependencies';
import { showRefusal } from './refusal';

/** What is to be run: a workflow, whole or in part, or one payload alone. */
export type RunTarget =
  { readonly workflowId: number; readonly options?: StartOptions } | { readonly payloadId: number };

/**
 * Begins a run and gives its id, or says why that cannot be and gives undefined: in Restricted Mode nothing is sent, and
 * references must be resolved.
 */
export async function startRun(
  dependencies: Pick<RunsDependencies, 'runner' | 'blocks' | 'workflows' | 'log'>,
  target: RunTarget,
): Promise<number | undefined> {
  const { runner, log } = dependencies;
  if (!vscode.workspace.isTrusted) {
    void explainRestrictedMode(); // the command is over; what the person answers is another one
    return undefined;
  }
  try {
    return await ('workflowId' in target
      ? runner.start(target.workflowId, target.options)
      : runner.startPayload(target.payloadId));
  } catch (error) {
    if (!(error instanceof RunRefusedError)) {
      throw error;
    }
    log.info(`Run refused: ${error.message}`);
    await showRefusal(dependencies, 'workflowId' in target ? target.workflowId : undefined, error);
    return undefined;
  }
}

/** Says why nothing runs in Restricted Mode, with the way out of it. */
export async function explainRestrictedMode(): Promise<void> {
  await offerTrust(vscode.l10n.t('In Restricted Mode nothing is sent to a model. Trust this folder to run workflows.'));
}
