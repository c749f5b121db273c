import * as vscode from 'vscode';
import type { ResponseSummary, Run, StepExecution } from '../../../shared/model/run';
import { remarksOf } from '../../domain/honesty/remarks';
import type { StepFreshness } from '../../engine/runFreshness';
import type { ActiveRun } from '../../engine/runner';
import { formatDuration } from '../../platform/vscode/duration';
import { formatFullTime, parseUtc } from '../../platform/vscode/localTime';
import { localize } from '../../platform/vscode/localize';
import { formatSpeed } from '../../platform/vscode/speed';
import {
  progressText,
  responseStateText,
  statusDetail,
  statusText,
  stepStatusText,
  type ResponseState,
} from './runText';

/** All about a run. Names and messages are text: nothing in them becomes a link or an image. */
export function runTooltip(run: Run, active: ActiveRun | undefined): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const lines = [
    t('Run {0}: {1}', run.id, localize(active ? progressText(active) : statusText(run.status))),
    t('Steps: {0}', run.stepCount),
    t('Started: {0}', localTime(run.startedAt)),
    ...(run.completedAt === null ? [] : [t('Ended: {0}', localTime(run.completedAt))]),
    ...(run.executionTimeMs === null ? [] : [t('Duration: {0}', formatDuration(run.executionTimeMs))]),
  ];
  const detail = statusDetail(run);
  const notes = [...(run.errorMessage === null ? [] : [run.errorMessage]), ...(detail ? [localize(detail)] : [])];
  return tooltip(run.workflowName, lines, notes);
}

/** All that was measured and sent for a response. */
export function responseTooltip(
  response: ResponseSummary,
  state: ResponseState,
  freshness: StepFreshness | undefined,
): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const { metadata } = response;
  const lines = [
    t('Response {0} of run {1}: {2}', response.stepIndex + 1, response.runId, localize(responseStateText(state))),
    t('Endpoint: {0}:{1}', metadata.host, metadata.port),
    ...known(metadata.server, (server) => t('Server: {0}', server)),
    ...known(metadata.model, (model) => t('Model: {0}', model)),
    t('Model Format: {0}', metadata.modelFormat),
    t('Temperature: {0}', metadata.temperature),
    t('Response Length: {0}', metadata.responseLength),
    ...known(metadata.promptTokens, (tokens) => t('Tokens in: {0}', tokens)),
    ...known(metadata.completionTokens, (tokens) => t('Tokens out: {0}', tokens)),
    ...known(metadata.timeToFirstTokenMs, (time) => t('Time to first token: {0}', formatDuration(time))),
    ...known(metadata.durationMs, (time) => t('Duration: {0}', formatDuration(time))),
    ...known(metadata.tokensPerSecond, (speed) => t('Speed: {0} tokens/s', formatSpeed(speed))),
    t('Size: {0} bytes', response.size),
  ];
  const remarks = remarksOf(response).map(({ sentence }) => localize(sentence));
  const stale = (freshness?.reasons ?? []).map((reason) => t('Stale: {0}', localize(reason.text)));
  return tooltip(response.payloadName, lines, [
    ...stale,
    ...remarks,
    ...(response.comment === '' ? [] : [response.comment]),
  ]);
}

/** All about a step that has no response. */
export function stepTooltip(step: StepExecution): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const lines = [
    t('Step {0} of run {1}: {2}', step.stepIndex + 1, step.runId, localize(stepStatusText(step.status))),
    ...(step.startedAt === null ? [] : [t('Started: {0}', localTime(step.startedAt))]),
    ...(step.completedAt === null ? [] : [t('Ended: {0}', localTime(step.completedAt))]),
    ...(step.retryCount === 0 ? [] : [t('Retries: {0}', step.retryCount)]),
  ];
  return tooltip(step.name, lines, step.errorMessage === null ? [] : [step.errorMessage]);
}

function tooltip(title: string, lines: readonly string[], notes: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const line of lines) {
    markdown.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
  }
  for (const note of notes) {
    markdown.appendMarkdown('\n\n').appendText(note);
  }
  return markdown;
}

function known<Value>(value: Value | undefined, line: (value: Value) => string): readonly string[] {
  return value === undefined ? [] : [line(value)];
}

function localTime(stored: string): string {
  return formatFullTime(parseUtc(stored), vscode.env.language);
}
