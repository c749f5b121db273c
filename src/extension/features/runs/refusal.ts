import * as vscode from 'vscode';
import type { Block } from '../../../shared/model/block';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { Problem } from '../../domain/references/problem';
import type { RunRefusedError } from '../../engine/runRefusedError';
import { execute } from '../../platform/vscode/commands';
import { blockUri } from '../../platform/vscode/documentUris';
import { localize } from '../../platform/vscode/localize';
import type { RunsDependencies } from './runsDependencies';
import { textPosition } from './textPosition';

/** Says why a run was refused, with the one thing to do about it: the first place that is wrong, or adding payloads. */
export async function showRefusal(
  { blocks, workflows }: Pick<RunsDependencies, 'blocks' | 'workflows'>,
  workflowId: number | undefined,
  error: RunRefusedError,
): Promise<void> {
  const message = localize(error.text);
  const problem = error.problems.find(({ blockId }) => blockId !== null);
  const block = await blockOf(blocks, problem);
  if (problem !== undefined && block !== undefined) {
    void offerPlace(message, block, problem); // here and below: the command is over, the answer is another one
  } else if (workflowId !== undefined && (await workflows.get(workflowId))?.steps.length === 0) {
    void offerPayloads(message, workflowId);
  } else {
    void vscode.window.showErrorMessage(message);
  }
}

async function blockOf(blocks: BlockRepository, problem: Problem | undefined): Promise<Block | undefined> {
  const id = problem?.blockId ?? undefined;
  return id === undefined ? undefined : blocks.get(id);
}

async function offerPayloads(message: string, workflowId: number): Promise<void> {
  const add = vscode.l10n.t('Add Payloads');
  if ((await vscode.window.showErrorMessage(message, add)) === add) {
    await execute('llmOrchestrator.workflows.addPayloads', { kind: 'workflow', id: workflowId });
  }
}

async function offerPlace(message: string, block: Block, problem: Problem): Promise<void> {
  const start = textPosition(block.content, problem.start);
  const end = textPosition(block.content, problem.end);
  const show = vscode.l10n.t('Show');
  const place = vscode.l10n.t('(block "{0}", line {1})', block.title, start.line + 1);
  if ((await vscode.window.showErrorMessage(`${message} ${place}`, show)) !== show) {
    return;
  }
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(blockUri(block.id, block.title), { selection });
}
