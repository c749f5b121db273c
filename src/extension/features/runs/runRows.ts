import * as vscode from 'vscode';
import type { ResponseSummary, Run, RunStatus } from '../../../shared/model/run';
import type { Text } from '../../../shared/model/text';
import { remarksOf, type Remark } from '../../domain/honesty/remarks';
import { remarkWord } from '../../domain/honesty/remarkWord';
import type { ActiveRun } from '../../engine/runner';
import type { CommandId } from '../../ids';
import { responseUri } from '../../platform/vscode/documentUris';
import { formatDuration } from '../../platform/vscode/duration';
import { formatLocalTime, parseUtc } from '../../platform/vscode/localTime';
import { localize } from '../../platform/vscode/localize';
import { stars } from '../../platform/vscode/stars';
import { openDocumentCommand } from '../../platform/vscode/openDocumentCommand';
import { responseTooltip, runTooltip } from './runTooltips';
import {
  judgementText,
  progressText,
  responseState,
  responseStateText,
  statusText,
  tokensText,
  type ResponseState,
} from './runText';

/** What the row of a run needs to know besides the run. */
export interface RunContext {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Where it stands, when this window runs it now. */
  readonly active: ActiveRun | undefined;
  /** True for a run of this session: it begins with its responses in sight. */
  readonly isNew: boolean;
}

/** The row of a run: state, workflow, when and how long, or where it stands now. */
export function runRow(run: Run, { now, active, isNew }: RunContext): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const row = new vscode.TreeItem(run.workflowName, isNew ? Expanded : Collapsed);
  row.description = runDescription(run, now, active);
  row.iconPath = statusIcon(run.status);
  row.contextValue = active ? 'run;active' : isOver(run.status) ? 'run;done' : 'run;elsewhere';
  row.tooltip = runTooltip(run, active);
  row.accessibilityInformation = {
    label: [run.workflowName, localize(statusText(run.status)), row.description].join(', '),
  };
  return row;
}

/** What follows the name of the workflow in lists of runs. */
export function runDescription(run: Run, now: number, active: ActiveRun | undefined): string {
  if (active) {
    return localize(progressText(active));
  }
  const parts = [formatLocalTime(parseUtc(run.startedAt), now, vscode.env.language)];
  if (run.executionTimeMs !== null) {
    parts.push(formatDuration(run.executionTimeMs));
  }
  if (run.status !== 'completed') {
    parts.push(run.errorMessage ?? localize(statusText(run.status)));
  }
  return parts.join(' · ');
}

/** The row of a response: its place, payload, state and tokens. A click opens it. */
export function responseRow(response: ResponseSummary, isWritten: boolean): vscode.TreeItem {
  const row = new vscode.TreeItem(
    `${response.stepIndex + 1}. ${response.payloadName}`,
    vscode.TreeItemCollapsibleState.None,
  );
  const state = responseState(response, isWritten);
  const warnings = isWritten ? [] : remarksOf(response).filter(({ severity }) => severity === 'warning');
  const words = stateWords(state, warnings);
  const said = [...words, ...judgementText(response), ...tokensText(response)].map(localize);
  row.description = [stars(response.rating), ...said].filter((part) => part !== '').join(' · ');
  row.iconPath = responseIcon(state === 'complete' && warnings.length > 0 ? 'length' : state);
  row.contextValue = `response${response.thinkingSize > 0 ? ';thinking' : ''}${response.chosen ? '' : ';other'}`;
  row.tooltip = responseTooltip(response, state);
  const { id, payloadName, runId } = response;
  row.command = openDocumentCommand(vscode.l10n.t('Open Response'), responseUri(id, payloadName, runId));
  const spoken = [responseStateText(state), ...words, ...judgementText(response), ...tokensText(response)].map(
    localize,
  );
  row.accessibilityInformation = {
    label: [vscode.l10n.t('Response {0}: {1}', response.stepIndex + 1, response.payloadName), ...spoken].join(', '),
  };
  return row;
}

/** What keeps a response from being simply complete: how it ended, and what is odd about it. */
function stateWords(state: ResponseState, warnings: readonly Remark[]): readonly Text[] {
  const ended = state === 'complete' || state === 'length' ? [] : [responseStateText(state)];
  const odd = warnings.map(({ kind }) => remarkWord(kind));
  return odd.length === 0 && state === 'length' ? [responseStateText(state)] : [...ended, ...odd];
}

/** The last row of a page that is not the last. */
export function moreRow(): vscode.TreeItem {
  const row = new vscode.TreeItem(vscode.l10n.t('Show Older Runs'), vscode.TreeItemCollapsibleState.None);
  row.iconPath = new vscode.ThemeIcon('ellipsis');
  row.contextValue = 'more';
  const loadMore: CommandId = 'llmOrchestrator.runs.loadMore';
  row.command = { command: loadMore, title: vscode.l10n.t('Show Older Runs') };
  return row;
}

/** Whether a run with that status has ended. */
export function isOver(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running';
}

function statusIcon(status: RunStatus): vscode.ThemeIcon {
  return {
    queued: icon('clock'),
    running: icon('sync~spin'),
    completed: icon('pass', 'testing.iconPassed'),
    failed: icon('error', 'testing.iconFailed'),
    cancelled: icon('circle-slash', 'descriptionForeground'),
    interrupted: icon('warning', 'list.warningForeground'),
  }[status];
}

function responseIcon(state: ResponseState): vscode.ThemeIcon {
  return {
    writing: icon('sync~spin'),
    complete: icon('comment'),
    length: icon('warning', 'list.warningForeground'),
    stopped: icon('circle-slash', 'descriptionForeground'),
    failed: icon('error', 'testing.iconFailed'),
    incomplete: icon('warning', 'list.warningForeground'),
  }[state];
}

function icon(name: string, color?: string): vscode.ThemeIcon {
  return color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
