import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import { payloadPreviewUri } from '../../platform/vscode/documentUris';
import { formatFullTime, formatRelativeTime, parseUtc } from '../../platform/vscode/localTime';
import { openDocumentCommand } from '../../platform/vscode/openDocumentCommand';
import { stepCount } from '../../platform/vscode/stepCount';
import type { WorkflowsItem } from '../../treeItems';

/** The row of a workflow, with how long ago it was last run. */
export function workflowRow(workflow: Workflow, now: number): vscode.TreeItem {
  const row = new vscode.TreeItem(workflow.name, vscode.TreeItemCollapsibleState.Collapsed);
  const steps = stepCount(workflow.steps.length);
  const lastRun = workflow.lastRunAt === null ? undefined : parseUtc(workflow.lastRunAt);
  const ran =
    lastRun === undefined
      ? vscode.l10n.t('never run')
      : vscode.l10n.t('run {0}', formatRelativeTime(lastRun, now, vscode.env.language));
  row.description = lastRun === undefined ? steps : `${steps} · ${ran}`;
  row.iconPath = new vscode.ThemeIcon('list-ordered');
  row.contextValue = 'workflow';
  row.tooltip = new vscode.MarkdownString()
    .appendMarkdown('**')
    .appendText(workflow.name)
    .appendMarkdown('**\n\n- ')
    .appendText(steps)
    .appendMarkdown('\n- ')
    .appendText(
      lastRun === undefined
        ? vscode.l10n.t('Never run')
        : vscode.l10n.t('Last run: {0}', formatFullTime(lastRun, vscode.env.language)),
    );
  row.accessibilityInformation = { label: vscode.l10n.t('{0}, workflow, {1}, {2}', workflow.name, steps, ran) };
  return row;
}

/** The row of a step; undefined for a payload that is gone. A click opens the preview of the payload. */
export function stepRow(position: number, { settings }: WorkflowStep, payload: Payload | undefined): vscode.TreeItem {
  const name = settings.name ?? payload?.name ?? vscode.l10n.t('(deleted payload)');
  const row = new vscode.TreeItem(`${position + 1}. ${name}`, vscode.TreeItemCollapsibleState.None);
  row.iconPath = new vscode.ThemeIcon(settings.enabled ? 'package' : 'circle-slash');
  row.contextValue = 'step';
  if (payload !== undefined) {
    row.description = [
      ...(settings.enabled ? [] : [vscode.l10n.t('off')]),
      ...(settings.name === null ? [] : [payload.name]),
      payload.port,
      payload.modelFormat,
    ].join(' · ');
    row.tooltip = new vscode.MarkdownString()
      .appendMarkdown('**')
      .appendText(payload.name)
      .appendMarkdown('**\n\n- ')
      .appendText(vscode.l10n.t('Port: {0}', payload.port))
      .appendMarkdown('\n- ')
      .appendText(vscode.l10n.t('Temperature: {0}', payload.temperature))
      .appendMarkdown('\n- ')
      .appendText(vscode.l10n.t('Response Length: {0}', payload.responseLength));
    row.command = openDocumentCommand(vscode.l10n.t('Preview Payload'), payloadPreviewUri(payload.id, payload.name));
  }
  const label = settings.enabled
    ? vscode.l10n.t('Step {0}: {1}', position + 1, name)
    : vscode.l10n.t('Step {0}: {1}, off', position + 1, name);
  row.accessibilityInformation = { label };
  return row;
}

/** The row of something that has vanished since it was named; the next refresh takes it away. */
export function vanishedRow(item: WorkflowsItem): vscode.TreeItem {
  const row = new vscode.TreeItem('');
  row.contextValue = `vanished;${item.kind}`;
  return row;
}
