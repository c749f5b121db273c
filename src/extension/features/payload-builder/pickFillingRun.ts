import * as vscode from 'vscode';
import type { Run } from '../../../shared/model/run';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { formatFullTime, formatRelativeTime, parseUtc } from '../../platform/vscode/localTime';
import { askChoice } from '../../platform/vscode/quickChoice';

/** Asks for one of these runs; undefined when the person gives up or there are none, which is told. */
export async function pickFillingRun(runs: readonly Run[], now: number): Promise<number | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No earlier run has a response that this payload refers to.'),
    );
    return undefined;
  }
  const answer = await askChoice({
    title: vscode.l10n.t('Fill Responses from a Run'),
    placeholder: vscode.l10n.t('Pick a run'),
    rows: runs.map(({ id, workflowName, startedAt }) => ({
      label: escapeIcons(workflowName),
      description: formatRelativeTime(parseUtc(startedAt), now, vscode.env.language),
      detail: formatFullTime(parseUtc(startedAt), vscode.env.language),
      value: id,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

/** What a run is called, with its time. */
export function describeRun({ workflowName, startedAt }: Run): string {
  return vscode.l10n.t('"{0}", {1}', workflowName, formatFullTime(parseUtc(startedAt), vscode.env.language));
}
