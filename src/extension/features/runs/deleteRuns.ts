import * as vscode from 'vscode';
import type { Run } from '../../../shared/model/run';
import { confirmDelete } from '../../platform/vscode/confirm';
import { formatLocalTime, parseUtc } from '../../platform/vscode/localTime';
import type { RunsItem } from '../../treeItems';
import { chooseRuns } from './chooseRuns';
import { isOver } from './runRows';
import type { RunsDependencies } from './runsDependencies';

/** Deletes runs with their responses after one question. A run that is going on is stopped first. */
export async function deleteRuns(
  { runs, runner, clock }: Pick<RunsDependencies, 'runs' | 'runner' | 'clock'>,
  items: readonly RunsItem[],
): Promise<void> {
  const doomed = await chooseRuns({ runs, runner, clock }, items, vscode.l10n.t('Delete Run'));
  if (doomed.length === 0) {
    return;
  }
  const ids = doomed.map(({ id }) => id);
  const lost = vscode.l10n.t('The responses are deleted as well.');
  // Also one that another window executes: it stops when its run is deleted.
  const detail = doomed.some(({ status }) => !isOver(status))
    ? `${vscode.l10n.t('What is going on is stopped first.')} ${lost}`
    : lost;
  if (await confirmDelete(question(doomed, clock.now()), detail)) {
    await Promise.all(ids.map((id) => runner.stop(id)));
    await runs.delete(ids);
  }
}

function question(doomed: readonly Run[], now: number): string {
  const [first] = doomed;
  if (doomed.length !== 1 || first === undefined) {
    return vscode.l10n.t('Delete {0} runs?', doomed.length);
  }
  const time = formatLocalTime(parseUtc(first.startedAt), now, vscode.env.language);
  return vscode.l10n.t('Delete the run of "{0}" from {1}?', first.workflowName, time);
}
