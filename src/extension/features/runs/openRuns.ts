import * as vscode from 'vscode';
import type { ResponseSummary, Run } from '../../../shared/model/run';
import { promptUri, responseUri, thinkingUri } from '../../platform/vscode/documentUris';
import { ofKind } from '../../platform/vscode/chosenItems';
import type { RunsItem } from '../../treeItems';
import { chooseRuns, pickResponse, tellVanished } from './chooseRuns';
import type { RunsDependencies } from './runsDependencies';

type Source = Pick<RunsDependencies, 'runs' | 'runner' | 'clock'>;

/** Opens responses, each in its tab, and for runs all of theirs. */
export async function openRuns(source: Source, items: readonly RunsItem[]): Promise<void> {
  const responses = ofKind(items, 'response');
  if (responses.length > 0 && responses.length === items.length) {
    for (const response of await currentResponses(source, responses)) {
      // One response looked at in passing shares its tab with the next one, as files do.
      await open(uriOf(response), { preview: responses.length === 1 });
    }
    return;
  }
  for (const run of await chooseRuns(source, items, vscode.l10n.t('Open Responses'))) {
    const all = await source.runs.responses(run.id);
    if (all.length === 0) {
      tellNoResponses(run);
    }
    for (const response of all) {
      await open(uriOf(response), { preview: false });
    }
  }
}

/** Opens the exact prompts that were sent for responses. */
export async function openPrompts(source: Source, items: readonly RunsItem[]): Promise<void> {
  for (const response of await chooseResponses(source, items, vscode.l10n.t('Show the Prompt Sent'))) {
    await open(promptUri(response.id, response.payloadName, response.runId), { preview: true });
  }
}

/** The address of a response's document. */
export function uriOf(response: Pick<ResponseSummary, 'id' | 'payloadName' | 'runId'>): vscode.Uri {
  return responseUri(response.id, response.payloadName, response.runId);
}

/** Opens what the model thought before it answered. */
export async function openThinking(source: Source, items: readonly RunsItem[]): Promise<void> {
  for (const response of await chooseResponses(source, items, vscode.l10n.t('Show Thinking'))) {
    if (response.thinkingSize === 0) {
      const message = vscode.l10n.t('The model showed no thinking before its answer to "{0}".', response.payloadName);
      void vscode.window.showInformationMessage(message);
    } else {
      await open(thinkingUri(response.id, response.payloadName, response.runId), { preview: true });
    }
  }
}

/** The responses among the items; without any the person picks one. Empty when the person gives up. */
export async function chooseResponses(
  source: Source,
  items: readonly RunsItem[],
  title: string,
): Promise<readonly ResponseSummary[]> {
  const responses = ofKind(items, 'response');
  if (responses.length > 0) {
    return currentResponses(source, responses);
  }
  const [run] = await chooseRuns(source, items, title);
  if (run === undefined) {
    return [];
  }
  const picked = await pickResponse(source, run, title);
  if (picked === undefined && (await source.runs.responses(run.id)).length === 0) {
    tellNoResponses(run);
  }
  return picked === undefined ? [] : [picked];
}

async function currentResponses(
  { runs }: Source,
  items: readonly { readonly id: number; readonly runId: number }[],
): Promise<readonly ResponseSummary[]> {
  const runIds = [...new Set(items.map(({ runId }) => runId))];
  const all = (await Promise.all(runIds.map((id) => runs.responses(id)))).flat();
  const found = all.filter(({ id }) => items.some((item) => item.id === id));
  if (found.length === 0) {
    tellVanished();
  }
  return found;
}

function tellNoResponses(run: Run): void {
  const message = vscode.l10n.t('Run {0} of "{1}" has no responses.', run.id, run.workflowName);
  void vscode.window.showInformationMessage(run.errorMessage === null ? message : `${message} ${run.errorMessage}`);
}

async function open(uri: vscode.Uri, options: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri, options);
}
