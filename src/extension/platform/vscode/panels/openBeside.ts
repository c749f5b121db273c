import * as vscode from 'vscode';
import type { BlockRepository } from '../../../domain/ports/blockRepository';
import type { RunRepository } from '../../../domain/ports/runRepository';
import { blockUri, responseUri } from '../documentUris';

/** Opens the document of a block beside a panel, with a part of it selected. */
export async function openBlockBeside(
  blocks: Pick<BlockRepository, 'get'>,
  blockId: number,
  start: number,
  end: number,
): Promise<void> {
  const block = await blocks.get(blockId);
  if (block === undefined) {
    return;
  }
  const document = await vscode.workspace.openTextDocument(blockUri(block.id, block.title));
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    ...(end > start ? { selection } : {}),
  });
}

/** Opens the document of a response beside a panel. */
export async function openResponseBeside(
  runs: Pick<RunRepository, 'response'>,
  responseId: number,
  runId: number,
): Promise<void> {
  const response = await runs.response(responseId);
  const name = response?.payloadName ?? '';
  await vscode.commands.executeCommand('vscode.open', responseUri(responseId, name, runId), {
    viewColumn: vscode.ViewColumn.Beside,
  });
}
