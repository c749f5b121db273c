import * as vscode from 'vscode';
import type { ActiveRun } from '../../engine/runner';
import { formatTimeOfDay } from '../../platform/vscode/localTime';
import { localize } from '../../platform/vscode/localize';
import { phaseText, progressText } from './runText';

/**
 * Where a run stands in words: its step, and what that waits for. `position` is how many go before it in the queue of its
 * endpoint, where that is known.
 */
export function progressWords(run: ActiveRun, position: number | undefined): string {
  const place = vscode.l10n.t('step {0} of {1}', run.stepIndex + 1, run.stepCount);
  return run.phase === 'retrying' && run.retry
    ? [place, ...details(run, position)].join(' · ')
    : [localize(progressText(run)), ...details(run, position)].join(' · ');
}

/** The same without the place of the step. */
export function phaseWords(run: ActiveRun, position: number | undefined): string {
  const words = details(run, position);
  return (run.phase === 'retrying' && run.retry ? words : [localize(phaseText(run.phase)), ...words]).join(' · ');
}

function details(
  { phase, retry, answerIndex, answerCount }: ActiveRun,
  position: number | undefined,
): readonly string[] {
  const answer = answerCount > 1 ? [vscode.l10n.t('answer {0} of {1}', answerIndex + 1, answerCount)] : [];
  if (phase === 'queued' && position !== undefined) {
    const before =
      position === 0
        ? vscode.l10n.t('next in line')
        : position === 1
          ? vscode.l10n.t('1 before it')
          : vscode.l10n.t('{0} before it', position);
    return [...answer, before];
  }
  if (phase === 'retrying' && retry) {
    const time = formatTimeOfDay(retry.at, vscode.env.language);
    const when = retry.isBusy
      ? vscode.l10n.t('the server is busy, asked again at {0}', time)
      : vscode.l10n.t('retry {0} at {1}', retry.count, time);
    return [...answer, when, retry.message];
  }
  return answer;
}
