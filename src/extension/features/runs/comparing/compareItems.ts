import * as vscode from 'vscode';
import type { ResponseSummary, Run } from '../../../../shared/model/run';
import { ofKind } from '../../../platform/vscode/chosenItems';
import { comparisonUri } from '../../../platform/vscode/documentUris';
import { escapeIcons } from '../../../platform/vscode/escapeIcons';
import { localize } from '../../../platform/vscode/localize';
import { askChoices } from '../../../platform/vscode/quickChoice';
import type { RunsItem } from '../../../treeItems';
import { chooseResponses, uriOf } from '../openRuns';
import { pickRun } from '../chooseRuns';
import { openPage } from '../reports/openPage';
import { runDescription } from '../runRows';
import { responseState, responseStateText, tokensText } from '../runText';
import type { RunsDependencies } from '../runsDependencies';

/** How many of the newest runs and responses are offered to compare with. */
const OFFERED = 100;

/**
 * Compares what is chosen: two responses in VS Code's diff editor, more of them side by side, runs as a table. One
 * response is compared with others of its step, one run with others of its workflow, which the person picks.
 */
export async function compareItems(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  if (ofKind(items, 'response').length > 0) {
    await compareResponses(dependencies, await chooseResponses(dependencies, items, title()));
    return;
  }
  const runIds = ofKind(items, 'run').map(({ id }) => id);
  if (runIds.length > 1) {
    await openPage(comparisonUri(runIds));
    return;
  }
  const [id] = runIds;
  const run = id === undefined ? await pickRun(dependencies, title()) : await dependencies.runs.get(id);
  const others = run === undefined ? [] : await pickOtherRuns(dependencies, run);
  if (run !== undefined && others.length > 0) {
    await openPage(comparisonUri([run.id, ...others]));
  }
}

/** Opens responses beside each other, each in a column of its own. */
export async function openSideBySide(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  await showColumns(await withOthers(dependencies, await chooseResponses(dependencies, items, title())));
}

async function compareResponses(dependencies: RunsDependencies, chosen: readonly ResponseSummary[]): Promise<void> {
  const responses = await withOthers(dependencies, chosen);
  // The older one stands on the left, as in every history.
  const [left, right, ...more] = [...responses].sort((one, other) => one.id - other.id);
  if (left === undefined || right === undefined) {
    return;
  }
  if (more.length > 0) {
    await showColumns(responses);
    return;
  }
  const names = [left, right].map(({ payloadName, runId }) => vscode.l10n.t('{0} (run {1})', payloadName, runId));
  await vscode.commands.executeCommand('vscode.diff', uriOf(left), uriOf(right), names.join(' ↔ '));
}

/** One response alone is no comparison: the person picks what to compare it with. */
async function withOthers(
  { runs }: RunsDependencies,
  chosen: readonly ResponseSummary[],
): Promise<readonly ResponseSummary[]> {
  const [only] = chosen;
  if (only === undefined || chosen.length > 1) {
    return chosen;
  }
  const others = await runs.ofSameStep(only.id, OFFERED);
  if (others.length === 0) {
    const message = vscode.l10n.t('There is no other response of "{0}" yet. Run it again first.', only.payloadName);
    void vscode.window.showInformationMessage(message);
    return [];
  }
  const picked = await askChoices({
    title: title(),
    placeholder: vscode.l10n.t('Pick the responses to compare with'),
    rows: others.map((response) => ({
      label: vscode.l10n.t('{0} (run {1})', escapeIcons(response.payloadName), response.runId),
      description: [responseStateText(responseState(response, false)), ...tokensText(response)]
        .map(localize)
        .join(' · '),
      detail: [response.metadata.model ?? '', response.createdAt].filter((part) => part !== '').join(' · '),
      value: response,
    })),
  });
  return picked === undefined || picked.length === 0 ? [] : [only, ...picked];
}

async function pickOtherRuns({ runs, clock }: RunsDependencies, run: Run): Promise<readonly number[]> {
  const newest = await runs.page(OFFERED);
  const others = newest.filter(({ id, workflowId }) => id !== run.id && workflowId === run.workflowId);
  if (others.length === 0) {
    const message = vscode.l10n.t('There is no other run of "{0}" yet. Run it again first.', run.workflowName);
    void vscode.window.showInformationMessage(message);
    return [];
  }
  const picked = await askChoices({
    title: title(),
    placeholder: vscode.l10n.t('Pick the runs to compare with'),
    rows: others.map((other) => ({
      label: vscode.l10n.t('Run {0}', other.id),
      description: escapeIcons(runDescription(other, clock.now(), undefined)),
      value: other.id,
    })),
  });
  return picked ?? [];
}

async function showColumns(responses: readonly ResponseSummary[]): Promise<void> {
  const { One, Two, Three, Four, Five, Six } = vscode.ViewColumn; // a screen has no room for more
  const columns = [One, Two, Three, Four, Five, Six];
  const shown = responses.slice(0, columns.length);
  if (shown.length === 0) {
    return;
  }
  await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 0, groups: shown.map(() => ({})) });
  for (const [index, viewColumn] of columns.slice(0, shown.length).entries()) {
    const response = shown[index];
    if (response !== undefined) {
      await vscode.window.showTextDocument(uriOf(response), { viewColumn, preview: false, preserveFocus: true });
    }
  }
  if (shown.length < responses.length) {
    const message = vscode.l10n.t('The first {0} of {1} responses are shown.', shown.length, responses.length);
    void vscode.window.showInformationMessage(message);
  }
}

function title(): string {
  return vscode.l10n.t('Compare');
}
