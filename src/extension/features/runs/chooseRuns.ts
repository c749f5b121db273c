import * as vscode from 'vscode';
import type { ResponseSummary, Run } from '../../../shared/model/run';
import { localize } from '../../platform/vscode/localize';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { RunsItem } from '../../treeItems';
import { runDescription } from './runRows';
import type { RunsDependencies } from './runsDependencies';
import { runIdsOf } from './runsItem';
import { responseState, responseStateText, tokensText } from './runText';

/** How many of the newest runs a pick offers. */
const OFFERED = 100;

type Source = Pick<RunsDependencies, 'runs' | 'runner' | 'clock'>;

/**
 * The runs that the items are or belong to, each once; without items the person picks one of those that are offered.
 * Empty when the person gives up or they have all vanished, which is told.
 */
export async function chooseRuns(
  source: Source,
  items: readonly RunsItem[],
  title: string,
  isOffered: (run: Run) => boolean = () => true,
): Promise<readonly Run[]> {
  const ids = runIdsOf(items);
  if (ids.length === 0) {
    const picked = await pickRun(source, title, isOffered);
    return picked === undefined ? [] : [picked];
  }
  const found = (await Promise.all(ids.map((id) => source.runs.get(id)))).filter((run) => run !== undefined);
  if (found.length === 0) {
    tellVanished();
  }
  return found;
}

/** Says that what was chosen is gone. */
export function tellVanished(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('That run no longer exists.'));
}

/** Asks for one of the responses of a run; the only one without asking. */
export async function pickResponse({ runs }: Source, run: Run, title: string): Promise<ResponseSummary | undefined> {
  const responses = await runs.responses(run.id);
  if (responses.length <= 1) {
    return responses[0];
  }
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick a response'),
    rows: responses.map((response) => ({
      label: `${response.stepIndex + 1}. ${escapeIcons(response.payloadName)}`,
      description: [responseStateText(responseState(response, false)), ...tokensText(response)]
        .map(localize)
        .join(' · '),
      value: response,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

/** Asks for one of the newest runs; undefined when the person gives up or there are none, which is told. */
export async function pickRun(
  { runs, runner, clock }: Source,
  title: string,
  isOffered: (run: Run) => boolean = () => true,
): Promise<Run | undefined> {
  const all = await runs.page(OFFERED);
  const newest = all.filter(isOffered);
  if (newest.length === 0) {
    void vscode.window.showInformationMessage(
      all.length === 0
        ? vscode.l10n.t('There are no runs yet.')
        : vscode.l10n.t('None of the last runs can be chosen for that.'),
    );
    return undefined;
  }
  const active = runner.active();
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick a run'),
    rows: newest.map((run) => {
      const going = active.find(({ runId }) => runId === run.id);
      const description = escapeIcons(runDescription(run, clock.now(), going));
      return { label: escapeIcons(run.workflowName), description, value: run };
    }),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}
