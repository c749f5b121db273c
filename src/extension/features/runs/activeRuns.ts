import * as vscode from 'vscode';
import type { ActiveRun, Runner } from '../../engine/runner';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { localize } from '../../platform/vscode/localize';
import { askChoice, askChoices, separator, type Choice } from '../../platform/vscode/quickChoice';
import type { RunsItem } from '../../treeItems';
import { uriOf } from './openRuns';
import { runIdsOf } from './runsItem';
import { progressText } from './runText';

/**
 * Stops the runs that the items are or belong to; without items the only one that is going on, or those that the person
 * picks.
 */
export async function stopRuns(runner: Runner, item: RunsItem | undefined, items: readonly RunsItem[]): Promise<void> {
  const active = runner.active();
  const ids = runIdsOf(items);
  const meant = active.filter(({ runId }) => ids.includes(runId));
  if (item !== undefined || meant.length > 0) {
    await Promise.all(meant.map(({ runId }) => runner.stop(runId)));
  } else if (active.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No run is going on.'));
  } else {
    const stopped = active.length === 1 ? active : await pickActive(active);
    await Promise.all(stopped.map(({ runId }) => runner.stop(runId)));
  }
}

/** What a click on the status bar offers: to stop a run, or to see what it writes. */
export async function showActiveRuns(runner: Runner): Promise<void> {
  const active = runner.active();
  if (active.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No run is going on.'));
    return;
  }
  const answer = await askChoice<() => Promise<unknown>>({
    title: vscode.l10n.t('Active Runs'),
    placeholder: vscode.l10n.t('Stop a run, or show what it writes'),
    rows: active.flatMap((run) => [
      separator(`${run.workflowName} · ${localize(progressText(run))}`),
      ...actions(runner, run),
    ]),
  });
  if (answer !== undefined && answer !== 'back') {
    await answer.value();
  }
}

function actions(runner: Runner, run: ActiveRun): readonly Choice<() => Promise<unknown>>[] {
  const stop = {
    label: `$(debug-stop) ${vscode.l10n.t('Stop')}`,
    description: escapeIcons(run.workflowName),
    value: () => runner.stop(run.runId),
  };
  const { responseId } = run;
  if (responseId === undefined) {
    return [stop];
  }
  const uri = uriOf({ id: responseId, payloadName: run.payloadName, runId: run.runId });
  const show = {
    label: `$(go-to-file) ${vscode.l10n.t('Show Response')}`,
    description: escapeIcons(run.payloadName),
    value: async () => vscode.window.showTextDocument(uri, { preview: false }),
  };
  return [stop, show];
}

async function pickActive(active: readonly ActiveRun[]): Promise<readonly ActiveRun[]> {
  const picked = await askChoices({
    title: vscode.l10n.t('Stop Run'),
    placeholder: vscode.l10n.t('Pick the runs to stop'),
    rows: active.map((run) => ({
      label: escapeIcons(run.workflowName),
      description: localize(progressText(run)),
      value: run,
    })),
  });
  return picked ?? [];
}
