import * as vscode from 'vscode';
import type { ResponseSummary, Run, RunStatus, StepExecution, StepStatus } from '../../../shared/model/run';
import type { Text } from '../../../shared/model/text';
import { remarksOf, type Remark } from '../../domain/honesty/remarks';
import { remarkWord } from '../../domain/honesty/remarkWord';
import type { StepFreshness } from '../../engine/runFreshness';
import type { ActiveRun } from '../../engine/runner';
import type { CommandId } from '../../ids';
import { responseUri } from '../../platform/vscode/documentUris';
import { formatDuration } from '../../platform/vscode/duration';
import { formatLocalTime, parseUtc } from '../../platform/vscode/localTime';
import { localize } from '../../platform/vscode/localize';
import { stars } from '../../platform/vscode/stars';
import { openDocumentCommand } from '../../platform/vscode/openDocumentCommand';
import { phaseWords, progressWords } from './progressWords';
import { responseTooltip, runTooltip, stepTooltip } from './runTooltips';
import {
  judgementText,
  responseState,
  responseStateText,
  staleWord,
  statusText,
  stepStatusText,
  tokensText,
  type ResponseState,
} from './runText';

/** What the row of a run needs to know besides the run. */
export interface RunContext {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Where it stands, when this window runs it now. */
  readonly active: ActiveRun | undefined;
  /** How many go before its step in the queue of its endpoint, where it waits there. */
  readonly position: number | undefined;
  /** True for a run of this session: it begins with its responses in sight. */
  readonly isNew: boolean;
  /** Whether one of its steps is known to be stale. */
  readonly isStale: boolean;
}

/** What the row of a response needs to know besides the response. */
export interface ResponseContext {
  /** Whether it is being written now, in this window. */
  readonly isWritten: boolean;
  /** Whether its run has ended. */
  readonly isDone: boolean;
  /** Whether its step would be given something else now, where that is known. */
  readonly freshness: StepFreshness | undefined;
}

/** The row of a run: state, workflow, when and how long, or where it stands now. */
export function runRow(run: Run, { now, active, position, isNew, isStale }: RunContext): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const row = new vscode.TreeItem(run.workflowName, isNew ? Expanded : Collapsed);
  row.description = runDescription(run, now, active, position);
  row.iconPath = active?.phase === 'queued' ? statusIcon('queued') : statusIcon(run.status);
  const marks = `${isResumable(run) ? ';resumable' : ''}${isStale ? ';stale' : ''}`;
  row.contextValue = active ? 'run;active' : isOver(run.status) ? `run;done${marks}` : 'run;elsewhere';
  row.tooltip = runTooltip(run, active);
  row.accessibilityInformation = {
    label: [run.workflowName, localize(statusText(run.status)), row.description].join(', '),
  };
  return row;
}

/** What follows the name of the workflow in lists of runs. */
export function runDescription(run: Run, now: number, active: ActiveRun | undefined, position?: number): string {
  if (active) {
    return progressWords(active, position);
  }
  const parts = [formatLocalTime(parseUtc(run.startedAt), now, vscode.env.language)];
  if (run.executionTimeMs !== null) {
    parts.push(formatDuration(run.executionTimeMs));
  }
  if (run.status !== 'completed' || run.errorMessage !== null) {
    parts.push(run.errorMessage ?? localize(statusText(run.status)));
  }
  return parts.join(' · ');
}

/** The row of a response: its place, payload, state and tokens. A click opens it. */
export function responseRow(
  response: ResponseSummary,
  { isWritten, isDone, freshness }: ResponseContext,
): vscode.TreeItem {
  const row = new vscode.TreeItem(
    `${response.stepIndex + 1}. ${response.payloadName}`,
    vscode.TreeItemCollapsibleState.None,
  );
  const state = responseState(response, isWritten);
  const warnings = isWritten ? [] : remarksOf(response).filter(({ severity }) => severity === 'warning');
  const isStale = freshness?.state === 'stale';
  const words = [...(isStale ? [staleWord] : []), ...stateWords(state, warnings)];
  const said = [...words, ...judgementText(response), ...tokensText(response)].map(localize);
  row.description = [stars(response.rating), ...said].filter((part) => part !== '').join(' · ');
  row.iconPath = responseIcon(state === 'complete' && warnings.length > 0 ? 'length' : state, isStale);
  row.contextValue = `response${isDone ? ';done' : ''}${response.thinkingSize > 0 ? ';thinking' : ''}${response.chosen ? '' : ';other'}`;
  row.tooltip = responseTooltip(response, state, freshness);
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

/** The row of a step that has no response: where it stands, and why. */
export function executionRow(
  step: StepExecution,
  { active, position }: Pick<RunContext, 'active' | 'position'>,
): vscode.TreeItem {
  const row = new vscode.TreeItem(`${step.stepIndex + 1}. ${step.name}`, vscode.TreeItemCollapsibleState.None);
  const isCurrent = active?.stepExecutionId === step.id;
  const words = isCurrent ? phaseWords(active, position) : localize(stepStatusText(step.status));
  row.description = [words, ...(step.errorMessage === null || isCurrent ? [] : [step.errorMessage])].join(' · ');
  row.iconPath = stepIcon(step.status);
  row.contextValue = `execution${active ? '' : ';done'}`;
  row.tooltip = stepTooltip(step);
  row.accessibilityInformation = {
    label: [vscode.l10n.t('Step {0}: {1}', step.stepIndex + 1, step.name), row.description].join(', '),
  };
  return row;
}

/** Whether a run has ended before all that it should do was done. */
export function isResumable({ status, errorMessage }: Pick<Run, 'status' | 'errorMessage'>): boolean {
  return isOver(status) && (status !== 'completed' || errorMessage !== null);
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

function stepIcon(status: StepStatus): vscode.ThemeIcon {
  return {
    pending: icon('circle-outline', 'descriptionForeground'),
    queued: icon('clock'),
    running: icon('sync~spin'),
    retrying: icon('history', 'list.warningForeground'),
    completed: icon('pass', 'testing.iconPassed'),
    failed: icon('error', 'testing.iconFailed'),
    cancelled: icon('circle-slash', 'descriptionForeground'),
    interrupted: icon('warning', 'list.warningForeground'),
    reused: icon('references'),
    skipped: icon('debug-step-over', 'descriptionForeground'),
  }[status];
}

function responseIcon(state: ResponseState, isStale: boolean): vscode.ThemeIcon {
  if (isStale && (state === 'complete' || state === 'length')) {
    return icon('refresh', 'list.warningForeground');
  }
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
